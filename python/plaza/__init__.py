"""plaza: criminal organizations, police, military and citizens, simulated week by week under security policies.

The program does the work; this package calls it and reads what it writes.

>>> import plaza
>>> results = plaza.run("smoke")
>>> print(results.compare())
test: this experiment only tests the program, its numbers are not for use
...
>>> results.national.pandas(["policy", "week", "organizations"]).shape
(4992, 3)
"""

from __future__ import annotations

import importlib
from typing import Any

from plaza import salib
from plaza.comparison import Comparison
from plaza.designs import Design, Discovery, design, discover
from plaza.errors import InputError, Interrupted, PackageMissing, PlazaError
from plaza.experiments import run
from plaza.figures import Figure
from plaza.files import Column
from plaza.maps import Map, build_map, outlines
from plaza.program import described, program
from plaza.results import Results, open
from plaza.tables import Table
from plaza.twins import Twin, twin

__all__ = [
    "Column",
    "Comparison",
    "Design",
    "Discovery",
    "Figure",
    "InputError",
    "Interrupted",
    "Map",
    "PackageMissing",
    "PlazaError",
    "Results",
    "Table",
    "Twin",
    "build_map",
    "describe",
    "design",
    "discover",
    "open",
    "outlines",
    "program",
    "run",
    "salib",
    "twin",
]


def __getattr__(name: str) -> Any:
    """`plaza.ema`, which needs the EMA Workbench, when it is first asked for."""
    if name == "ema":
        return importlib.import_module("plaza.ema")
    raise AttributeError(f"module 'plaza' has no attribute {name!r}")


def describe(topic: str) -> Any:
    """What the program knows of a topic, as `plaza describe TOPIC --json` says it: ``parameters``, ``policies``,
    ``levers``, ``schedule``, ``tables``.

    >>> import plaza
    >>> rate = next(row for row in plaza.describe("parameters") if row["path"] == "recruitment.rate")
    >>> sorted(rate)
    ['description', 'path', 'range', 'section', 'source', 'unit', 'value']
    """
    return described(topic)
