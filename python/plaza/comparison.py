"""Policies compared with a baseline on equal luck."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plaza.html import interval, table
from plaza.studies import Study
from plaza.tables import Table

if TYPE_CHECKING:
    import pandas

__all__ = ["Comparison"]

_TABLES = ["comparison", "breakdown", "cost_effect", "difference_map", "marginal"]


class Comparison(Study):
    """What `plaza compare` found: its text, and its tables as they were then.

    >>> import plaza
    >>> comparison = plaza.run("smoke").compare()
    >>> print(comparison)
    test: this experiment only tests the program, its numbers are not for use
    16 replicates on equal luck; each policy less status_quo, ...
    >>> comparison.differences.pandas(metric="oc_deaths").unit.unique().tolist()
    ['person']
    """

    def __init__(self, folder: Path, text: str) -> None:
        super().__init__(folder, text, _TABLES)

    @property
    def baseline(self) -> str:
        """The policy that the others are compared with.

        >>> import plaza
        >>> plaza.run("smoke").compare("no_intervention").baseline
        'no_intervention'
        """
        rows = self.differences.arrow(["policy"], verdict="baseline").to_pylist()
        return str(rows[0]["policy"])

    @property
    def differences(self) -> Table:
        """A row for each policy and metric, the baseline's among them: mean paired difference, 95 % interval (``low``,
        ``high``), the same over the whole family (``holm_low``, ``holm_high``), share of better futures, verdict.

        >>> import plaza
        >>> table = plaza.run("smoke").compare().differences
        >>> table.pandas(["policy", "verdict"], metric="oc_deaths").verdict.tolist()
        ['better', 'better', 'baseline']
        """
        return self._table("comparison")

    @property
    def breakdown(self) -> Table:
        """The differences by place and victim: rates for each 100,000 residents and year.

        >>> import plaza
        >>> "border" in plaza.run("smoke").compare().breakdown.pandas()["by"].unique()
        True
        """
        return self._table("breakdown")

    @property
    def costs(self) -> Table:
        """Deaths against cost, by payer, in dollars of 2010.

        >>> import plaza
        >>> costs = plaza.run("smoke").compare().costs.pandas(payer="all").set_index("policy")
        >>> round(costs.loc["kingpin_only", "cost_difference"] / 1e6)
        -623
        """
        return self._table("cost_effect")

    @property
    def places(self) -> Table:
        """The difference in organized-crime deaths by municipality; ``places.geo()`` is its map.

        >>> import plaza
        >>> plaza.run("smoke").compare().places.columns
        ['policy', 'municipality', 'mean', 'low', 'high', 'clear']
        """
        return self._table("difference_map")

    @property
    def levers(self) -> Table:
        """What single levers return, where policies were also run without one of them.

        >>> import plaza
        >>> plaza.run("smoke").compare().levers
        Traceback (most recent call last):
        ...
        plaza.errors.PlazaError: the comparison has no table `marginal`: ...
        """
        return self._table("marginal")

    def pandas(self, **where: Any) -> pandas.DataFrame:
        """The differences as a frame of pandas.

        >>> import plaza
        >>> plaza.run("smoke").compare().pandas(metric="oc_deaths")["low"].round().tolist()
        [-93.0, -96.0, nan]
        """
        return self.differences.pandas(**where)

    def __repr__(self) -> str:
        return f"<plaza comparison with {self.baseline} in {self.folder}>"

    def _repr_html_(self) -> str:
        titles = ["policy", "mean", "difference", "95 % interval", "verdict"]
        rows = [
            [row["policy"], row["mean"], row["difference"], interval(row["low"], row["high"]), row["verdict"]]
            for row in self.differences.arrow().to_pylist()
            if row["metric"] == "oc_deaths"
        ]
        return (
            f"<p>Organized-crime deaths, each policy less {escape(self.baseline)}, paired on equal luck</p>"
            f"{table(titles, rows)}<details><summary>all of it</summary><pre>{escape(self.text)}</pre></details>"
        )
