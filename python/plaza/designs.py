"""Designs over assumptions, levers and choices, and what they tell."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plaza.errors import InputError
from plaza.experiments import given, listed
from plaza.points import write
from plaza.program import call, document
from plaza.results import Results
from plaza.settings import Setting, assignments
from plaza.studies import Study
from plaza.tables import Table

__all__ = ["Design", "Discovery", "design", "discover"]

_TABLES = ["ranking_sensitivity", "boxes", "tree", "regret", "breakdown", "breakdown_curve"]


def design(
    experiment: str | Path = "design_smoke",
    *,
    points: int | str | Path | Any | None = None,
    over: Mapping[str, Setting] | None = None,
    method: str | None = None,
    arranged: str | None = None,
    beyond_ranges: bool = False,
    replicates_per_point: int | None = None,
    policies: str | Path | Sequence[str | Path] | None = None,
    weeks: int | None = None,
    seed: int | None = None,
    settings: Mapping[str, Setting] | None = None,
    out: str | Path | None = None,
    threads: int = 0,
    progress: bool = True,
) -> Design:
    """Runs a design, as `plaza design` does: points over parameters, levers and choices, policies and replicates at each,
    on equal luck.

    Args:
        experiment: A file with a section ``[design]``, or the name of one that the program carries.
        points: How many; or, in place of the experiment's section ``[design]``, a table of them (a CSV or Parquet file,
            a frame of pandas or polars, a table of Arrow, a list of mappings) with a column for each input, named as
            in ``--set``: ``parameters.recruitment.rate``, ``levers.army_units``. The result folder keeps them.
        over: What is varied in place of the experiment's own: ``"range"``, ``{"low": 0, "high": 1}`` or a list of
            choices, by the names above.
        method: A section ``[design]`` of its own, with ``over`` and ``points``: ``latin_hypercube``, ``sobol``,
            ``morris``, ``factorial``, ``one_at_a_time``.
        arranged: How the rows of a table hang together, where a sampler made them in groups: ``saltelli``, ``morris``.
        beyond_ranges: Inputs may be beyond the ranges that their files give them.
        replicates_per_point: Futures of each policy at each point.
        settings: Anything else of the experiment by its path, ``{"design.seed": 7}`` of the section ``[design]``.
        policies, weeks, seed, out, threads, progress: As in `plaza.run`.

    >>> import plaza
    >>> results = plaza.design("design_smoke", points=16, out="points")
    >>> len(results.experiments)
    16
    """
    several = points is not None and not isinstance(points, int)
    told = {
        "method": "table" if several and method is None else method,
        "over": None if over is None else dict(over),
        "arranged": arranged,
        "beyond_ranges": beyond_ranges or None,
        "replicates_per_point": replicates_per_point,
        "points": None if several or method is None else points,
    }
    section = {key: value for key, value in told.items() if value is not None}
    number = None if several or method is not None else points
    names = None if policies is None else ",".join(listed(policies))
    # The result folder keeps the points, and its name does not tell which file they came from.
    with tempfile.TemporaryDirectory() as folder:
        if several:
            file = Path(points) if isinstance(points, (str, Path)) else write(points, Path(folder) / "points.csv")
            section["file"] = str(file.absolute())
        words: list[str | Path] = ["design", experiment, *assignments(settings=_changed(section, settings or {}))]
        words += given({"--points": number, "--policies": names, "--weeks": weeks, "--seed": seed})
        words += given({"--out": out, "--threads": threads})
        words += [] if progress else ["--quiet"]
        try:
            return Design(document(words, progress=progress)["folder"])
        except InputError as error:
            raise InputError(str(error).replace(f"{folder}{os.sep}", "")) from None


class Design(Results):
    """What `plaza design` wrote into a folder.

    >>> import plaza
    >>> plaza.design("design_smoke", points=16, out="points").outcomes.columns[:3]
    ['point', 'policy', 'replicate']
    """

    @property
    def experiments(self) -> Table:
        """A row for each point with its inputs, in the units of the parameters and levers."""
        return self.table("experiments")

    def discover(
        self, outcome: str | None = None, *, baseline: str | None = None, question: str | None = None
    ) -> Discovery:
        """As `plaza.discover` of this folder.

        >>> import plaza
        >>> plaza.design("design_smoke", points=16, out="points").discover("extortions")
        <plaza discovery in points: ...>
        """
        return discover(self.folder, outcome, baseline=baseline, question=question)


def discover(
    folder: str | Path, outcome: str | None = None, *, baseline: str | None = None, question: str | None = None
) -> Discovery:
    """Analyses a design, as `plaza discover` does: on which inputs the ranking of policies hangs, under which a policy
    is worse than the baseline (PRIM boxes), regret, and where a headline turns.

    ``question``: what makes a point one of interest, ``"police_lead worse than status_quo"``, ``"oc_deaths > 500"``,
    ``"regret of police_lead > 100"``.

    >>> import plaza
    >>> found = plaza.discover(plaza.design("design_smoke", points=16, out="points").folder)
    >>> "policy" in found.regret.columns
    True
    """
    options = {"--outcome": outcome, "--baseline": baseline, "--question": question}
    return Discovery(Path(folder), call(["discover", folder, *given(options)]))


class Discovery(Study):
    """What `plaza discover` found: its text, and its tables as they were then.

    >>> import plaza
    >>> print(plaza.design("design_smoke", points=16, out="points").discover())
    16 points over 5 inputs, 2 futures at each, 3 policies: ...
    """

    def __init__(self, folder: Path, text: str) -> None:
        super().__init__(folder, text, _TABLES)

    @property
    def sensitivity(self) -> Table:
        """How far outcomes, differences and the ranking hang on each input."""
        return self._table("ranking_sensitivity")

    @property
    def boxes(self) -> Table:
        """Boxes of inputs in which the question is answered with yes (PRIM), with coverage and density."""
        return self._table("boxes")

    @property
    def tree(self) -> Table:
        """The same question as a small tree of decisions."""
        return self._table("tree")

    @property
    def regret(self) -> Table:
        """Regret of each policy over the points: how much worse than the best there."""
        return self._table("regret")

    @property
    def breakdown(self) -> Table:
        """How far each input must move until a difference turns its sign."""
        return self._table("breakdown")

    @property
    def curves(self) -> Table:
        """The difference along each input, behind the breakdown."""
        return self._table("breakdown_curve")

    def __repr__(self) -> str:
        return f"<plaza discovery in {self.folder}: {', '.join(self._tables)}>"


def _changed(section: Mapping[str, Setting], settings: Mapping[str, Setting]) -> dict[str, Setting]:
    """The settings with those of ``[design]``: a method makes a section of its own, of which those by their path are a
    part; else keys of the experiment's section are changed.
    """
    by_path = {key.removeprefix("design."): value for key, value in settings.items() if key.startswith("design.")}
    twice = [f"design.{key}" for key in section if key in by_path]
    twice += ["design"] if section and "design" in settings else []
    if twice:
        raise InputError(f"`{twice[0]}` is among the settings and an argument too, expected one of them")
    if "method" not in section:
        return {**settings, **{f"design.{key}": value for key, value in section.items()}}
    others = {key: value for key, value in settings.items() if not key.startswith("design.")}
    return {**others, "design": {**section, **by_path}}
