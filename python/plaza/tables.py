"""Tables of a result folder: read when they are asked for, as pandas, polars or Arrow."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from html import escape
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plaza.errors import InputError, missing, nearest, one_of
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

# Columns of text of which a right value may have no row: codes, keys, names, and what a comparison comes to.
_MAY_BE_MISSING = {"municipality", "organization", "other", "parent", "name", "verdict"}


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
        self._words: dict[str, list[str]] = {}

    @classmethod
    def of(cls, folder: Path, name: str, policies: Collection[str] | None = None) -> Table:
        """A table of a folder, as it is when it is read: Parquet, one file or all below a folder, else CSV. With
        ``policies`` the rows of these alone.

        >>> import plaza
        >>> len(Table.of(plaza.run("smoke").folder, "outcomes"))
        48
        """
        return cls(name, lambda: _dataset(folder, name), folder, policies)

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
        """The rows as a table of Arrow. A value in ``where`` is the only one, a list those that are kept, None where
        there is none. A value that the column cannot have is an error; a code or name that no row has is warned of.

        >>> import plaza
        >>> plaza.run("smoke").events.arrow(["policy", "week"], kind="leader_removed").column_names
        ['policy', 'week']
        >>> plaza.run("smoke").events.arrow(kind="leader_remove")
        Traceback (most recent call last):
        ...
        plaza.errors.InputError: events: there is no kind `leader_remove` (did you mean `leader_removed`?), ...
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
            values = _listed(value)
            told = [one for one in values if one is not None]
            for one in told:
                self._check(name, one)
            test = field.isin(told) if told else None
            if len(told) < len(values):
                test = field.is_null() if test is None else test | field.is_null()
            if test is None:
                raise InputError(f"{self.name}: no value of {name} is named, expected at least one")
            kept = test if kept is None else kept & test
        return kept

    def _check(self, name: str, value: Any) -> None:
        """Refuses a value that the column cannot have."""
        import pyarrow.types as types

        kind = self.dataset.schema.field(name).type
        if types.is_string(kind) or types.is_large_string(kind):
            right, expected = isinstance(value, str), "text"
        elif types.is_boolean(kind):
            right, expected = isinstance(value, bool), "True or False"
        elif types.is_integer(kind) or types.is_floating(kind):
            right, expected = isinstance(value, Real) and not isinstance(value, bool), "a number"
        else:
            raise InputError(f"{self.name}: rows cannot be kept by {name}, which is of type {kind}")
        if not right:
            raise InputError(f"{self.name}: {value!r} is no value of {name}, expected {expected}")
        if isinstance(value, str):
            self._check_text(name, value)

    def _check_text(self, name: str, value: str) -> None:
        if name not in self._words:
            self._words[name] = self._values(name)
        known = self._words[name]
        if value in known:
            return
        if name in _MAY_BE_MISSING:
            # Shown where the table is read: below arrow, _filter, _check and this.
            warnings.warn(f"no row of {self.name} has {name} `{value}`{nearest(value, known)}", stacklevel=5)
        # What the dictionary lists may be right though it never happened.
        elif name not in self.dictionary or value not in re.findall(r"\w+", self.dictionary[name].formula):
            raise InputError(f"{self.name}: {missing(value, known, name)}")

    def _values(self, name: str) -> list[str]:
        """The texts that a column has, and all policies of the folder."""
        found: dict[str, None] = {}
        if name == "policy":
            manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
            found = dict.fromkeys(manifest["policies"] if self._policies is None else self._policies)
        for batch in self.dataset.to_batches(columns=[name]):
            found.update(dict.fromkeys(one for one in batch.column(0).unique().to_pylist() if one is not None))
        return list(found)


def _listed(value: Any) -> list[Any]:
    """A value of ``where`` as a list of Python's own values."""
    value = value.tolist() if hasattr(value, "tolist") else value
    several = isinstance(value, (list, tuple, set, frozenset, range))
    return [one.item() if hasattr(one, "item") else one for one in (value if several else [value])]


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
