"""A result folder: its tables, its comparison, its figures."""

from __future__ import annotations

import json
import warnings
from collections.abc import Collection
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plaza.comparison import Comparison
from plaza.errors import InputError, one_of
from plaza.figures import Figure
from plaza.program import call
from plaza.settings import Setting
from plaza.tables import Table, shown

if TYPE_CHECKING:
    import geopandas

    from plaza.twins import Twin

__all__ = ["Results", "open"]

_TOLD = ["oc_deaths", "organizations", "displaced", "extortions", "budget_spent"]


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


class Results:
    """What `plaza run` wrote into a folder. Tables are read when they are asked for.

    >>> import plaza
    >>> results = plaza.run("smoke")
    >>> results
    <plaza results smoke in results/smoke: 3 policies, 16 replicates, 104 weeks; a test, its numbers are not for use>
    >>> [name for name in results.tables if name in ("events", "national", "outcomes", "summary")]
    ['events', 'national', 'outcomes', 'summary']
    """

    def __init__(self, folder: str | Path, policies: Collection[str | Path] | None = None) -> None:
        self.folder = Path(folder)
        """The folder."""
        self._asked = None if policies is None else [_parts(policy) for policy in policies]
        if not (self.folder / "manifest.json").exists():
            raise InputError(f"{self.folder}: is no result folder, expected one with a manifest.json")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Version, experiment, digests of all inputs, seed, blocks done, replicates that failed.

        >>> import plaza
        >>> plaza.run("smoke").manifest["seed"]
        20070101
        """
        read: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return read

    @property
    def policies(self) -> list[str]:
        """The policies asked for, with their variants, or all; in the order of the folder.

        >>> import plaza
        >>> plaza.run("smoke", policies=["status_quo", "kingpin_only"], out="two").policies
        ['status_quo', 'kingpin_only']
        """
        names = list(self.manifest["policies"])
        return names if self._asked is None else [name for name in names if self._is_asked(name)]

    @property
    def replicates(self) -> int:
        """Replicates of each policy.

        >>> import plaza
        >>> plaza.run("smoke", replicates=8, out="eight").replicates
        8
        """
        policies = self.manifest["policies"]
        return max((policies[name]["replicates"] for name in self.policies), default=0)

    @property
    def notices(self) -> list[str]:
        """What a reader of the numbers has to know.

        >>> import plaza
        >>> plaza.run("smoke").notices[0]
        'test: this experiment only tests the program, its numbers are not for use'
        """
        of_policies = [
            f"policy {name}: {notice}"
            for name in self.policies
            for notice in self.manifest["policies"][name].get("notices", [])
        ]
        return [*self.manifest.get("notices", []), *of_policies]

    @property
    def is_test(self) -> bool:
        """Whether the experiment only tests the program.

        >>> import plaza
        >>> plaza.run("smoke").is_test
        True
        """
        return any(notice.startswith("test:") for notice in self.manifest.get("notices", []))

    @property
    def tables(self) -> list[str]:
        """Names of the tables that the folder has.

        >>> import plaza
        >>> "national" in plaza.run("smoke").tables
        True
        """
        folders = [path.name for path in self.folder.iterdir() if path.is_dir() and any(path.glob("*/part-*.parquet"))]
        files = [path.stem for path in self.folder.iterdir() if path.suffix in (".parquet", ".csv")]
        return sorted({*folders, *files})

    def table(self, name: str) -> Table:
        """A table by its name, Parquet where there is one.

        >>> import plaza
        >>> plaza.run("smoke").table("summary").columns
        ['policy', 'metric', 'mean', 'low', 'high', 'replicates']
        >>> plaza.run("smoke").table("event")
        Traceback (most recent call last):
        ...
        plaza.errors.InputError: there is no table `event` (did you mean `events`?), expected one of: ...
        """
        kept = self.policies if self._unasked() else None
        return Table.of(self.folder, one_of(name, self.tables, "table"), kept)

    @property
    def outcomes(self) -> Table:
        """A row for each policy and replicate: every metric as one number."""
        return self.table("outcomes")

    @property
    def draws(self) -> Table:
        """A row for each draw of the parameters, where they are drawn."""
        return self.table("draws")

    @property
    def national(self) -> Table:
        """The country in one week of one replicate."""
        return self.table("national")

    @property
    def organizations(self) -> Table:
        """An organization in every 13th week of one replicate."""
        return self.table("organizations")

    @property
    def events(self) -> Table:
        """A notable event of one replicate: removals, splits, wars, pacts and more."""
        return self.table("events")

    @property
    def municipalities(self) -> Table:
        """A municipality in one year of one replicate; `[record] municipalities` says which rows."""
        return self.table("municipalities")

    @property
    def budget(self) -> Table:
        """What one payer paid in one area in one year of one replicate, in dollars of 2010."""
        return self.table("budget")

    @property
    def panel(self) -> Table:
        """A municipality in one week of one replicate, where the experiment records it."""
        return self.table("panel")

    @property
    def summary(self) -> Table:
        """Mean of every metric for each policy, with its 95 % interval."""
        return self.table("summary")

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
            warnings.warn(told, stacklevel=2)
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
        """Pairs of futures of this experiment, under one policy, that differ in events of one week, as `plaza twin` lives
        through them. An event is what stands in a section ``[[twin.event]]``.

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
        return Figure(self.folder / "figures" / f"{one_of(name, self.figures, 'figure')}.svg")

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

    def explore(self) -> Path:
        """One self-contained page to look around in: a map in time, linked curves, policies side by side.

        >>> import plaza
        >>> plaza.run("smoke").explore()
        PosixPath('results/smoke/explore.html')
        """
        call(["explore", self.folder])
        return self.folder / "explore.html"

    def verify(self, sample: int | None = None) -> str:
        """Runs stored blocks again and compares every byte, as `plaza verify` does.

        >>> import plaza
        >>> print(plaza.run("smoke").verify(sample=1))
        1 blocks run again, and what was made of them: every byte is equal
        ...
        """
        return call(["verify", self.folder, *([] if sample is None else ["--sample", str(sample)])])

    def _is_asked(self, name: str) -> bool:
        """Whether a policy of the folder is one of those asked for, or a variant of one: `policy-variant`."""
        words = name.split("-")
        starts = ["-".join(words[:count]) for count in range(1, len(words) + 1)]
        return self._asked is None or any(_parts(start) in self._asked for start in starts)

    def _unasked(self) -> list[str]:
        return [name for name in self.manifest["policies"] if not self._is_asked(name)]

    def _facts(self) -> str:
        manifest = self.manifest
        facts = f"{len(self.policies)} policies, {self.replicates} replicates, {manifest['weeks']} weeks"
        return facts + ("; a test, its numbers are not for use" if self.is_test else "")

    def __repr__(self) -> str:
        return f"<plaza results {self.manifest['experiment']} in {self.folder}: {self._facts()}>"

    def _repr_html_(self) -> str:
        head = f"<p><b>{escape(str(self.manifest['experiment']))}</b> in {escape(str(self.folder))}: {self._facts()}</p>"
        if "summary" not in self.tables:
            return head
        rows = [row for row in self.summary.arrow().to_pylist() if row["metric"] in _TOLD]
        told = {(row["policy"], row["metric"]): row for row in rows}
        metrics = [metric for metric in _TOLD if any(row["metric"] == metric for row in rows)]
        body = "".join(
            f"<tr><th>{escape(policy)}</th>"
            + "".join(f"<td>{_interval(told.get((policy, metric)))}</td>" for metric in metrics)
            + "</tr>"
            for policy in self.policies
        )
        titles = "".join(f"<th>{escape(metric)}</th>" for metric in metrics)
        return f"{head}<table><tr><th>policy</th>{titles}</tr>{body}</table><p>mean [95 % interval]</p>"


def _parts(policy: str | Path) -> frozenset[str]:
    """The policies that one is crossed of, in whatever order: of ``a.toml+b`` a and b."""
    return frozenset(Path(part).stem for part in str(policy).split("+"))


def _interval(row: dict[str, Any] | None) -> str:
    return "" if row is None else f"{shown(row['mean'])} [{shown(row['low'])}, {shown(row['high'])}]"
