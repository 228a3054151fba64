"""Results: what the program makes of a result folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plaza.comparison import Comparison
from plaza.errors import one_of, warn
from plaza.figures import Figure
from plaza.folder import Folder
from plaza.program import call
from plaza.settings import Setting

if TYPE_CHECKING:
    import geopandas

    from plaza.twins import Twin

__all__ = ["Results", "open"]


def open(folder: str | Path) -> Results:
    """The results in a folder, of whatever command: `plaza.Twin` of one with pairs, `plaza.Design` of a design.

    >>> import plaza
    >>> plaza.open(plaza.run("smoke").folder).policies
    ['no_intervention', 'kingpin_only', 'status_quo']
    """
    from plaza.designs import Design
    from plaza.twins import Twin

    results = Results(folder)
    if "design" in results.manifest:
        return Design(folder)
    return Twin(folder) if "twin_weeks" in results.tables else results


class Results(Folder):
    """What `plaza run` wrote into a folder. Tables are read when they are asked for.

    >>> import plaza
    >>> results = plaza.run("smoke")
    >>> results
    <plaza results smoke in results/smoke: 3 policies, 16 replicates, 104 weeks; a test, its numbers are not for use>
    >>> [name for name in results.tables if name in ("events", "national", "outcomes", "summary")]
    ['events', 'national', 'outcomes', 'summary']
    """

    def compare(self, baseline: str | None = None, *, margin: float | None = None) -> Comparison:
        """Compares every policy with the baseline, replicate by replicate on equal luck, as `plaza compare` does: 95 %
        intervals of the mean paired difference, verdicts over the whole family, deaths against cost.

        It is of all policies in the folder, and its verdicts over all of them; where fewer were asked for, it warns.

        ``margin``: differences surely smaller than this share of the baseline are called equivalent (0.02).

        >>> import plaza
        >>> comparison = plaza.run("smoke").compare()
        >>> deaths = comparison.pandas(metric="oc_deaths").set_index("policy")
        >>> round(deaths.loc["kingpin_only", "difference"])
        -75
        """
        if self._unasked():
            others = ", ".join(self._unasked())
            told = f"{self.folder} also holds {others}: they are compared too (`out=` names a folder without them)"
            warn(told)
        words: list[str | Path] = ["compare", self.folder]
        words += [] if baseline is None else ["--baseline", baseline]
        words += [] if margin is None else ["--margin", str(margin)]
        return Comparison(self.folder, call(words))

    def twin(
        self,
        event: dict[str, Setting] | list[dict[str, Setting]],
        week: int,
        *,
        policy: str = "status_quo",
        out: str | Path,
        replicates: int | None = None,
        threads: int = 0,
        progress: bool = True,
    ) -> Twin:
        """Pairs of futures of this experiment, under one policy, that differ in events of one week, as `plaza twin`
        lives through them. An event is what stands in a section ``[[twin.event]]``.

        >>> import plaza
        >>> fall = {"name": "killed", "change": "remove_leader", "organization": "largest", "outcome": "killed"}
        >>> pairs = plaza.run("smoke").twin(fall, week=26, out="fall")
        >>> pairs.effects.pandas(outcome="oc_deaths", group="place", split="all", weeks_from=0).pairs.tolist()
        [16]
        """
        from plaza.twins import twin

        events = [event] if isinstance(event, dict) else event
        return twin(
            self.folder / "inputs" / "experiment.toml",
            settings={"policies": [policy], "twin": {"week": week, "event": events}},
            out=out,
            replicates=replicates,
            threads=threads,
            progress=progress,
        )

    @property
    def figures(self) -> list[str]:
        """Names of the figures that were drawn.

        >>> import plaza
        >>> "organizations" in plaza.run("smoke").figures
        True
        """
        return sorted(path.stem for path in (self.folder / "figures").glob("*.svg"))

    def figure(self, name: str) -> Figure:
        """A figure by its name. One that is not there yet is drawn: by `plaza plot`, or by the comparison with the
        baseline ``status_quo``.

        >>> import plaza
        >>> plaza.run("smoke").figure("forest")
        <plaza figure forest: results/smoke/figures/forest.svg>
        """
        if name not in self.figures:
            self._draw(name)
        file = f"figures/{one_of(name, self.figures, 'figure')}.svg"
        self._check(file)
        return Figure(self.folder / file)

    def _draw(self, name: str) -> None:
        call(["plot", self.folder])
        if name not in self.figures and len(self.policies) > 1:
            self.compare()

    def outlines(self) -> geopandas.GeoDataFrame:
        """The municipalities with their outlines, where the map has them, as `plaza.outlines`; ``table.geo()`` joins a
        table.

        >>> import plaza
        >>> plaza.run("smoke").outlines()
        Traceback (most recent call last):
        ...
        plaza.errors.InputError: the map of results/smoke has no outlines, ...
        """
        from plaza.maps import outlines

        return outlines(self.folder)

    def explain(self, replicate: int, policy: str | None = None) -> str:
        """The story of one replicate, from its events: who fell, who split, who fought whom.

        >>> import plaza
        >>> "2007" in plaza.run("smoke").explain(0, "status_quo")
        True
        """
        words: list[str | Path] = ["explain", self.folder, "--replicate", str(replicate)]
        return call(words + ([] if policy is None else ["--policy", policy]))

    def report(self) -> Path:
        """One self-contained page with all of it, for a browser.

        >>> import plaza
        >>> plaza.run("smoke").report()
        PosixPath('results/smoke/report.html')
        """
        call(["report", self.folder])
        return self.folder / "report.html"

    def explore(self, discovered: str | Path | Folder | None = None) -> Path:
        """One self-contained page to look around in: a map in time, linked curves, policies side by side.

        ``discovered``: a design, or its folder, of which `discover` was called: the page of a run tells what it found.

        >>> import plaza
        >>> plaza.run("smoke").explore()
        PosixPath('results/smoke/explore.html')
        """
        folder = discovered.folder if isinstance(discovered, Folder) else discovered
        call(["explore", self.folder, *([] if folder is None else ["--discovered", folder])])
        return self.folder / "explore.html"

    def verify(self, sample: int | None = None) -> str:
        """Runs stored blocks again and compares every byte, as `plaza verify` does.

        >>> import plaza
        >>> print(plaza.run("smoke").verify(sample=1))
        1 blocks run again, and what was made of them: every byte is equal
        ...
        """
        return call(["verify", self.folder, *([] if sample is None else ["--sample", str(sample)])])
