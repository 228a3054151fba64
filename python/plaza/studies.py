"""What a study of a result folder found: its text, and its tables as they were then."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plaza.errors import PlazaError
from plaza.made import stale
from plaza.tables import Table

__all__ = ["Study"]


class Study:
    """The text that a study printed, and its tables: read at once, for the next study may write them anew.

    >>> import plaza
    >>> isinstance(plaza.run("smoke").compare(), Study)
    True
    """

    def __init__(self, folder: Path, text: str, tables: Sequence[str]) -> None:
        self.folder = folder
        """The result folder."""
        self.text = text
        """What the program prints: the same numbers for a reader."""
        self._tables = {name: Table.kept(folder, name) for name in tables if _is_of_now(folder, f"{name}.csv")}

    def _table(self, name: str) -> Table:
        if name not in self._tables:
            what = type(self).__name__.lower()
            raise PlazaError(f"the {what} has no table `{name}`: it made none of these results", self.folder)
        return self._tables[name]

    def __str__(self) -> str:
        return self.text


def _is_of_now(folder: Path, file: str) -> bool:
    """Whether there is such a file, and of these results: a folder may hold one that an earlier call left."""
    return (folder / file).exists() and stale(folder, file) is None
