"""Pairs of futures that differ in one event."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from plaza.experiments import given
from plaza.program import call, document
from plaza.results import Results
from plaza.settings import Setting, assignments
from plaza.tables import Table

__all__ = ["Twin", "twin"]


def twin(
    experiment: str | Path = "twin",
    *,
    parameters: str | Mapping[str, Setting] | None = None,
    settings: Mapping[str, Setting] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    out: str | Path | None = None,
    beyond_ranges: bool = False,
    threads: int = 0,
    progress: bool = True,
) -> Twin:
    """Lives through pairs of futures that are equal, luck included, until one event: a leader or plaza boss falls,
    units are sent. Names of experiments, values and folders are as in `plaza.run`; ``replicates`` are pairs, and
    ``settings={"twin.week": 104}`` changes the event.

    >>> import plaza
    >>> pairs = plaza.twin("twin", replicates=8, settings={"map": "grid_12x12", "weeks": 78, "twin.week": 20}, out="event")
    >>> pairs.effects.pandas().outcome.unique().tolist()
    ['oc_deaths', ...]
    """
    words: list[str | Path] = ["twin", experiment, *assignments(parameters, None, settings)]
    words += given({"--replicates": replicates, "--seed": seed, "--out": out, "--threads": threads})
    words += ["--beyond-ranges"] if beyond_ranges else []
    words += [] if progress else ["--quiet"]
    return Twin(document(words, progress=progress)["folder"])


class Twin(Results):
    """What `plaza twin` wrote into a folder.

    >>> import plaza
    >>> fall = {"name": "killed", "change": "remove_leader", "organization": "largest", "outcome": "killed"}
    >>> pairs = plaza.run("smoke").twin(fall, week=26, out="fall")
    >>> pairs
    <plaza results smoke in fall: 1 policies, 16 replicates, 104 weeks; a test, its numbers are not for use>
    >>> type(plaza.open("fall")).__name__
    'Twin'
    """

    @property
    def curve(self) -> Table:
        """Difference by week around the event, by outcome, group of places, ring and split, with 95 % intervals.

        >>> import plaza
        >>> fall = {"name": "killed", "change": "remove_leader", "organization": "largest", "outcome": "killed"}
        >>> curve = plaza.run("smoke").twin(fall, week=26, out="fall").curve
        >>> {"week", "mean", "low", "high"} <= set(curve.columns)
        True
        """
        return self.table("twin_curve")

    @property
    def effects(self) -> Table:
        """The differences added up over windows of weeks."""
        return self.table("twin_effects")

    @property
    def map(self) -> Table:
        """Mean difference in organized-crime deaths by municipality; ``map.geo()`` where the map has outlines."""
        return self.table("twin_map")

    @property
    def pairs(self) -> Table:
        """Each pair: where the event fell, on whom, and what it changed."""
        return self.table("twin_pairs")

    def _draw(self, name: str) -> None:
        call(["plot", self.folder])
