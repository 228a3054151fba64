"""Points of a design, of whatever table they come in, as the file that the program reads."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plaza.errors import InputError

__all__ = ["rows", "write"]

_EXPECTED = "points are a number, a file, or a table with a row for each point"


def write(points: Any, path: Path) -> Path:
    """A table of points as a CSV file at this path.

    >>> from pathlib import Path
    >>> write([{"levers.army_units": 600}], Path("points.csv")).read_text()
    'levers.army_units\\n600\\n'
    """
    told = rows(points)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(told[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(told)
    return path


def rows(points: Any) -> list[Mapping[str, Any]]:
    """The rows of a table: a frame of pandas or polars, a table of Arrow or of this package, or mappings, which all
    name the same inputs.

    >>> import pyarrow
    >>> rows(pyarrow.table({"levers.army_units": [600, 1200]}))
    [{'levers.army_units': 600}, {'levers.army_units': 1200}]
    >>> rows([{"levers.army_units": 600}, {"levers.army_unit": 1200}])
    Traceback (most recent call last):
    ...
    plaza.errors.InputError: points: row 1 (from 0) has no `levers.army_units`, which row 0 has
    """
    told = _listed(points)
    if not told:
        raise InputError(f"{_EXPECTED}; expected at least one row")
    for place, row in enumerate(told):
        if not isinstance(row, Mapping):
            raise InputError(
                f"points: row {place} (from 0) is {row!r}, expected a mapping: inputs by name, and their values, "
                'as in {"levers.army_units": 600}'
            )
        absent = [name for name in told[0] if name not in row]
        more = [name for name in row if name not in told[0]]
        if absent or more:
            wrong = f"has no `{absent[0]}`, which row 0 has" if absent else f"has `{more[0]}`, which row 0 has not"
            raise InputError(f"points: row {place} (from 0) {wrong}")
    return told


def _listed(points: Any) -> list[Any]:
    if hasattr(points, "iloc"):
        return list(points.to_dict("records"))
    if hasattr(points, "to_dicts"):
        return list(points.to_dicts())
    if hasattr(points, "__arrow_c_stream__"):
        import pyarrow

        return list(pyarrow.table(points).to_pylist())
    if not isinstance(points, Sequence):
        raise InputError(f"{_EXPECTED}, not {type(points).__name__}")
    return list(points)
