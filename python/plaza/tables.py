"""Tables of a result folder: read when they are asked for, as pandas, polars or Arrow."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plaza import files, html
from plaza.errors import one_of
from plaza.extras import needs
from plaza.files import Column
from plaza.filters import Filter

if TYPE_CHECKING:
    import geopandas
    import pandas
    import pyarrow
    import pyarrow.dataset
    from polars import DataFrame, LazyFrame

__all__ = ["Table"]

_ROWS_SHOWN = 10


class Table:
    """A table of a result folder. Nothing of it is read before it is asked for; ``where`` keeps rows by the values of
    columns, so that large tables need not be read whole.

    >>> import plaza
    >>> national = plaza.run("smoke").national
    >>> len(national)
    4992
    >>> national.pandas(["week", "oc_deaths"], policy="status_quo", replicate=0).shape
    (104, 2)
    >>> national.units["flow_supplied"]
    't/week'
    """

    def __init__(
        self,
        name: str,
        source: Callable[[], pyarrow.dataset.Dataset],
        folder: Path,
        policies: Collection[str] | None = None,
    ) -> None:
        self.name = name
        """Name of the table."""
        self.folder = folder
        """The result folder that it is of."""
        self._source = source
        self._policies = policies

    @classmethod
    def of(cls, folder: Path, name: str, policies: Collection[str] | None = None) -> Table:
        """A table of a folder, as it is when it is read: Parquet, one file or all below a folder, else CSV. With
        ``policies`` the rows of these alone.

        >>> import plaza
        >>> len(Table.of(plaza.run("smoke").folder, "outcomes"))
        48
        """
        return cls(name, lambda: files.dataset(folder, name), folder, policies)

    @classmethod
    def kept(cls, folder: Path, name: str) -> Table:
        """A table of a folder, as it is now: read at once, for the next call of the program may write it anew."""
        import pyarrow.dataset

        now = pyarrow.dataset.dataset(files.dataset(folder, name).to_table())
        return cls(name, lambda: now, folder)

    @cached_property
    def dataset(self) -> pyarrow.dataset.Dataset:
        """The table as a dataset of Arrow, which reads nothing but the schema.

        >>> import plaza
        >>> plaza.run("smoke").events.dataset.count_rows() > 0
        True
        """
        import pyarrow.dataset

        whole = self._source()
        if self._policies is None or "policy" not in whole.schema.names:
            return whole
        return whole.filter(pyarrow.dataset.field("policy").isin(list(self._policies)))

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order.

        >>> import plaza
        >>> plaza.run("smoke").budget.columns
        ['policy', 'replicate', 'year', 'payer', 'area', 'spent']
        """
        return list(self.dataset.schema.names)

    @cached_property
    def dictionary(self) -> dict[str, Column]:
        """Type, unit, kind and formula of each column: what the files say of themselves, or else the program.

        >>> import plaza
        >>> plaza.run("smoke").budget.dictionary["spent"]
        Column(type='real', unit='dollar of 2010', kind='count', formula='what was paid')
        """
        return files.columns(self.name, self.dataset.schema)

    @property
    def units(self) -> dict[str, str]:
        """Unit of each column.

        >>> import plaza
        >>> plaza.run("smoke").outcomes.units["oc_deaths"]
        'person'
        """
        return {name: column.unit for name, column in self.dictionary.items()}

    def arrow(self, columns: Collection[str] | None = None, **where: Any) -> pyarrow.Table:
        """The rows as a table of Arrow; one column may stand by itself. A value in ``where`` is the only one, a list those that are kept, None where
        there is none. A value that the column cannot have is an error; a code or name that no row has is warned of.

        >>> import plaza
        >>> plaza.run("smoke").events.arrow(["policy", "week"], kind="leader_removed").column_names
        ['policy', 'week']
        >>> plaza.run("smoke").events.arrow(kind="leader_remove")
        Traceback (most recent call last):
        ...
        plaza.errors.InputError: events: there is no kind `leader_remove` (did you mean `leader_removed`?), ...
        """
        several = [columns] if isinstance(columns, str) else columns
        names = None if several is None else [one_of(name, self.columns, "column") for name in several]
        return self.dataset.to_table(columns=names, filter=self._filter.expression(where))

    def pandas(self, columns: Collection[str] | None = None, **where: Any) -> pandas.DataFrame:
        """The rows as a frame of pandas.

        >>> import plaza
        >>> outcomes = plaza.run("smoke").outcomes.pandas(["policy", "oc_deaths"])
        >>> outcomes.groupby("policy").oc_deaths.mean().round().to_dict()
        {'kingpin_only': 162.0, 'no_intervention': 161.0, 'status_quo': 236.0}
        """
        needs("pandas")
        frame: pandas.DataFrame = self.arrow(columns, **where).to_pandas()
        return frame

    def polars(self, columns: Collection[str] | None = None, **where: Any) -> DataFrame:
        """The rows as a frame of polars.

        >>> import plaza
        >>> plaza.run("smoke").outcomes.polars(policy=["status_quo", "kingpin_only"]).height
        32
        """
        read: DataFrame = needs("polars").from_arrow(self.arrow(columns, **where))
        return read

    def lazy(self) -> LazyFrame:
        """The table as a lazy frame of polars: only what the query needs is read.

        >>> import plaza, polars
        >>> query = plaza.run("smoke").national.lazy().group_by("policy").agg(polars.col("splits").sum())
        >>> query.collect().height
        3
        """
        scan: LazyFrame = needs("polars").scan_pyarrow_dataset(self.dataset)
        return scan

    def geo(self, **where: Any) -> geopandas.GeoDataFrame:
        """The rows with the outline of their municipality, in km as of `plaza.outlines`: for maps that were built with
        outlines.

        >>> import plaza
        >>> plaza.run("smoke").municipalities.geo(year=2008)
        Traceback (most recent call last):
        ...
        plaza.errors.InputError: the map of results/smoke has no outlines, ...
        """
        from plaza.maps import outlines

        one_of("municipality", self.columns, "column")
        places = outlines(self.folder)
        return places.merge(self.pandas(**where), on="municipality", how="inner", validate="one_to_many")

    @cached_property
    def _filter(self) -> Filter:
        return Filter(self.name, self.dataset, lambda: self.dictionary, self._known_policies)

    def _known_policies(self) -> Collection[str]:
        """Policies that the table may be asked for, whether they have a row of it or not."""
        if self._policies is not None:
            return self._policies
        manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return list(manifest["policies"])

    def __len__(self) -> int:
        """How many rows it has; known without reading them."""
        return int(self.dataset.count_rows())

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("a table is not gone through row by row: .pandas(), .polars() or .arrow() read it")

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows for any library that takes Arrow's streams: ``polars.DataFrame(table)``, DuckDB."""
        return self.dataset.scanner().to_reader().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<plaza table {self.name}: {len(self):,} rows, columns {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        rows = [row.values() for row in self.dataset.head(_ROWS_SHOWN).to_pylist()]
        return f"<p>{escape(self.name)}: {len(self):,} rows</p>{html.table(self.columns, rows, self.units)}"
