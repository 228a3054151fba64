"""Tables of a result folder: read when they are asked for, as pandas, polars or Arrow."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plaza.errors import one_of
from plaza.extras import needs
from plaza.program import described

if TYPE_CHECKING:
    import geopandas
    import pandas
    import pyarrow
    import pyarrow.dataset
    from polars import DataFrame, LazyFrame

__all__ = ["Column", "Table"]

_ROWS_SHOWN = 10


class Column(NamedTuple):
    """A column, as the program's data dictionary defines it."""

    type: str
    """``integer``, ``real``, ``boolean``, ``text`` or ``texts`` (a list)."""
    unit: str
    """Its unit; ``-`` where it has none, or where the rows have a column ``unit``."""
    kind: str
    """``key``, ``attribute``, ``stock`` (at the week's end), ``count`` (of the week) or ``mean``; ``-`` in studies."""
    formula: str
    """What it is, in a line."""


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

    def __init__(self, name: str, source: Callable[[], pyarrow.dataset.Dataset], folder: Path) -> None:
        self.name = name
        """Name of the table."""
        self.folder = folder
        """The result folder that it is of."""
        self._source = source

    @classmethod
    def of(cls, folder: Path, name: str) -> Table:
        """A table of a folder, as it is when it is read: Parquet, one file or all below a folder, else CSV.

        >>> import plaza
        >>> len(Table.of(plaza.run("smoke").folder, "outcomes"))
        48
        """
        return cls(name, lambda: _dataset(folder, name), folder)

    @classmethod
    def kept(cls, folder: Path, name: str) -> Table:
        """A table of a folder, as it is now: read at once, for the next call of the program may write it anew."""
        import pyarrow.dataset

        now = pyarrow.dataset.dataset(_dataset(folder, name).to_table())
        return cls(name, lambda: now, folder)

    @cached_property
    def dataset(self) -> pyarrow.dataset.Dataset:
        """The table as a dataset of Arrow, which reads nothing but the schema.

        >>> import plaza
        >>> plaza.run("smoke").events.dataset.count_rows() > 0
        True
        """
        return self._source()

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
        written = (self.dataset.schema.metadata or {}).get(b"columns")
        known = _columns(json.loads(written)) if written else _dictionary(self.name)
        return {name: known[name] for name in self.columns if name in known}

    @property
    def units(self) -> dict[str, str]:
        """Unit of each column.

        >>> import plaza
        >>> plaza.run("smoke").outcomes.units["oc_deaths"]
        'person'
        """
        return {name: column.unit for name, column in self.dictionary.items()}

    def arrow(self, columns: Collection[str] | None = None, **where: Any) -> pyarrow.Table:
        """The rows as a table of Arrow. A value in ``where`` is the only one, a list those that are kept.

        >>> import plaza
        >>> plaza.run("smoke").events.arrow(["policy", "week"], kind="leader_removed").column_names
        ['policy', 'week']
        """
        names = None if columns is None else [one_of(name, self.columns, "column") for name in columns]
        return self.dataset.to_table(columns=names, filter=self._filter(where))

    def pandas(self, columns: Collection[str] | None = None, **where: Any) -> pandas.DataFrame:
        """The rows as a frame of pandas.

        >>> import plaza
        >>> outcomes = plaza.run("smoke").outcomes.pandas(["policy", "oc_deaths"])
        >>> outcomes.groupby("policy").oc_deaths.mean().round().to_dict()
        {'kingpin_only': 162.0, 'no_intervention': 161.0, 'status_quo': 236.0}
        """
        needs("pandas", "pandas")
        frame: pandas.DataFrame = self.arrow(columns, **where).to_pandas()
        return frame

    def polars(self, columns: Collection[str] | None = None, **where: Any) -> DataFrame:
        """The rows as a frame of polars.

        >>> import plaza
        >>> plaza.run("smoke").outcomes.polars(policy=["status_quo", "kingpin_only"]).height
        32
        """
        read: DataFrame = needs("polars", "polars").from_arrow(self.arrow(columns, **where))
        return read

    def lazy(self) -> LazyFrame:
        """The table as a lazy frame of polars: only what the query needs is read.

        >>> import plaza, polars
        >>> query = plaza.run("smoke").national.lazy().group_by("policy").agg(polars.col("splits").sum())
        >>> query.collect().height
        3
        """
        scan: LazyFrame = needs("polars", "polars").scan_pyarrow_dataset(self.dataset)
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
        head = self.dataset.head(_ROWS_SHOWN).to_pylist()
        units = self.units
        titles = "".join(f"<th title='{escape(units.get(name, ''))}'>{escape(name)}</th>" for name in self.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(shown(row[name]))}</td>" for name in self.columns) + "</tr>" for row in head
        )
        return f"<p>{escape(self.name)}: {len(self):,} rows</p><table><tr>{titles}</tr>{rows}</table>"

    def _filter(self, where: dict[str, Any]) -> Any:
        import pyarrow.dataset

        kept: Any = None
        for name, value in where.items():
            field = pyarrow.dataset.field(one_of(name, self.columns, "column"))
            several = isinstance(value, (list, tuple, set, frozenset, range))
            test = field.isin(list(value)) if several else field == value
            kept = test if kept is None else kept & test
        return kept


def shown(value: object) -> str:
    """A value for a reader.

    >>> shown(None), shown(2008), shown(0.123456789), shown(1234.5), shown("killed")
    ('', '2008', '0.1235', '1,234', 'killed')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def _dataset(folder: Path, name: str) -> pyarrow.dataset.Dataset:
    import pyarrow
    import pyarrow.csv
    import pyarrow.dataset

    path = folder / name
    whole = path.with_suffix(".parquet")
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [file for file in [whole] if file.exists()]
    if files:
        return pyarrow.dataset.dataset([str(file) for file in files], format="parquet")
    # With the types of the data dictionary: codes of municipalities are text, whatever they look like.
    types = {"real": pyarrow.float64(), "boolean": pyarrow.bool_(), "text": pyarrow.string()}
    known = {column: types[of.type] for column, of in _dictionary(name).items() if of.type in types}
    convert = pyarrow.csv.ConvertOptions(column_types=known, strings_can_be_null=True, null_values=[""])
    return pyarrow.dataset.dataset(pyarrow.csv.read_csv(path.with_suffix(".csv"), convert_options=convert))


def _columns(rows: list[dict[str, Any]]) -> dict[str, Column]:
    def column(row: dict[str, Any]) -> Column:
        return Column(row["type"], row.get("unit", "-"), row.get("kind", "-"), row["formula"])

    return {row["name"]: column(row) for row in rows}


def _dictionary(table: str) -> dict[str, Column]:
    """The columns of a table as the program describes them, none where it knows no such table."""
    found = next((known for known in described("tables") if known["name"] == table), None)
    return _columns(found["columns"]) if found else {}
