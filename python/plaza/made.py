"""What was made of the results in a folder, and of which: tables and figures of other results are not of these."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["stale"]


def stale(folder: Path, file: str) -> str | None:
    """What is wrong with a file that was made of other results than the folder holds now; None where nothing is.

    >>> import plaza
    >>> eight = plaza.run("smoke", replicates=8, out="grows")
    >>> comparison = eight.compare()
    >>> stale(eight.folder, "comparison.csv")
    >>> sixteen = plaza.run("smoke", replicates=16, out="grows")
    >>> stale(sixteen.folder, "comparison.csv")
    'comparison.csv is of other results than grows holds now: `plaza compare --baseline ...` makes it anew'
    """
    entry = _read(folder / "made.json").get(file)
    if not isinstance(entry, dict) or entry.get("of") == _read(folder / "manifest.json").get("sha256"):
        return None
    return f"{file} is of other results than {folder} holds now: `{entry.get('by')}` makes it anew"


def _read(file: Path) -> dict[str, object]:
    """A file of the program; nothing where there is none, or a torn one."""
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
