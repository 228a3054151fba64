"""A result folder: what it says of itself, and its tables."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from plaza import files, html
from plaza.errors import InputError, one_of, warn
from plaza.made import stale
from plaza.tables import Table

__all__ = ["Folder"]

_TOLD = ["oc_deaths", "organizations", "displaced", "extortions", "budget_spent"]


class Folder:
    """A folder that the program filled, with the policies asked for, or all. Tables are read when they are asked for.

    >>> import plaza
    >>> isinstance(plaza.run("smoke"), Folder)
    True
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
        return files.names(self.folder)

    def table(self, name: str) -> Table:
        """A table by its name, Parquet where there is one. One that a study made of other results than the folder holds
        now, before it was extended, is warned of, with the command that makes it anew.

        >>> import plaza
        >>> plaza.run("smoke").table("summary").columns
        ['policy', 'metric', 'mean', 'low', 'high', 'replicates']
        >>> plaza.run("smoke").table("event")
        Traceback (most recent call last):
        ...
        plaza.errors.InputError: there is no table `event` (did you mean `events`?), expected one of: ...
        """
        known = one_of(name, self.tables, "table")
        for file in (f"{known}.parquet", f"{known}.csv"):
            self._check(file)
        return Table.of(self.folder, known, self.policies if self._unasked() else None)

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

    def _is_asked(self, name: str) -> bool:
        """Whether a policy of the folder is one of those asked for, or a variant of one: `policy-variant`."""
        words = name.split("-")
        starts = ["-".join(words[:count]) for count in range(1, len(words) + 1)]
        return self._asked is None or any(_parts(start) in self._asked for start in starts)

    def _check(self, file: str) -> None:
        """Warns of a file that is of other results."""
        wrong = stale(self.folder, file)
        if wrong:
            warn(wrong)

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
        told = {(row["policy"], row["metric"]): row for row in self.summary.arrow().to_pylist()}
        metrics = [metric for metric in _TOLD if any(key[1] == metric for key in told)]
        rows = [[policy, *(_mean(told.get((policy, metric))) for metric in metrics)] for policy in self.policies]
        return f"{head}{html.table(['policy', *metrics], rows)}<p>mean [95 % interval]</p>"


def _parts(policy: str | Path) -> frozenset[str]:
    """The policies that one is crossed of, in whatever order: of ``a.toml+b`` a and b."""
    return frozenset(Path(part).stem for part in str(policy).split("+"))


def _mean(row: dict[str, Any] | None) -> str:
    return "" if row is None else f"{html.shown(row['mean'])} {html.interval(row['low'], row['high'])}"
