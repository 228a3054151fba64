"""The files of a table and the columns that they have, as the program writes and describes them."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from plaza.program import described

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.dataset

__all__ = ["Column", "columns", "dataset", "names"]


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


def names(folder: Path) -> list[str]:
    """Names of the tables that a folder has.

    >>> import plaza
    >>> "national" in names(plaza.run("smoke").folder)
    True
    """
    folders = [path.name for path in folder.iterdir() if path.is_dir() and any(path.glob("*/part-*.parquet"))]
    files = [path.stem for path in folder.iterdir() if path.suffix in (".parquet", ".csv")]
    return sorted({*folders, *files})


def dataset(folder: Path, name: str) -> pyarrow.dataset.Dataset:
    """A table of a folder: Parquet, one file or all below a folder of its name, else CSV.

    >>> import plaza
    >>> dataset(plaza.run("smoke").folder, "outcomes").count_rows()
    48
    """
    import pyarrow
    import pyarrow.csv
    import pyarrow.dataset

    path = folder / name
    whole = path.with_suffix(".parquet")
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [file for file in [whole] if file.exists()]
    if files:
        return pyarrow.dataset.dataset([str(file) for file in files], format="parquet")
    # With the types of the data dictionary: codes of municipalities are text, whatever they look like.
    path = path.with_suffix(".csv")
    with path.open(encoding="utf-8") as file:
        header = file.readline().rstrip("\r\n").split(",")
    types = {"real": pyarrow.float64(), "boolean": pyarrow.bool_(), "text": pyarrow.string()}
    known = {column: types[of.type] for column, of in _described(name, header).items() if of.type in types}
    convert = pyarrow.csv.ConvertOptions(column_types=known, strings_can_be_null=True, null_values=[""])
    return pyarrow.dataset.dataset(pyarrow.csv.read_csv(path, convert_options=convert))


def columns(name: str, schema: pyarrow.Schema) -> dict[str, Column]:
    """The columns of a table: what its files say of themselves, or else the program.

    >>> import plaza
    >>> columns("summary", dataset(plaza.run("smoke").folder, "summary").schema)["metric"].type
    'text'
    """
    written = (schema.metadata or {}).get(b"columns")
    known = _read(json.loads(written)) if written else _described(name, schema.names)
    return {column: known[column] for column in schema.names if column in known}


def _described(table: str, header: Collection[str]) -> dict[str, Column]:
    """The columns of a table as the program describes them, none where it knows no such table. Two studies have a table
    `breakdown`: of tables of one name it is the one that has most of these columns.
    """
    tables = [_read(known["columns"]) for known in described("tables") if known["name"] == table]
    return max(tables, key=lambda known: len(known.keys() & set(header)), default={})


def _read(rows: list[dict[str, Any]]) -> dict[str, Column]:
    return {row["name"]: Column(row["type"], row.get("unit", "-"), row.get("kind", "-"), row["formula"]) for row in rows}
