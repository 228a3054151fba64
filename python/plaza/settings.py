"""Python's values as the program reads them: `--set path=value`, the value in TOML."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from typing import Any

from plaza.errors import InputError

__all__ = ["Setting", "assignments", "toml"]

Setting = Any
"""A value of an experiment, a parameter or a lever: a number, text, a truth value, or lists and mappings of them."""


def toml(value: Setting) -> str:
    """A value in TOML, on one line.

    >>> toml(20_000), toml(0.1), toml(True), toml('the "war"')
    ('20000', '0.1', 'true', '"the \\\\"war\\\\""')
    >>> toml([{"from_week": 52, "level": 0}])
    '[{ "from_week" = 52, "level" = 0 }]'
    >>> import numpy
    >>> toml(numpy.float64(0.5))
    '0.5'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, os.PathLike)):
        return json.dumps(os.fspath(value), ensure_ascii=False)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InputError(f"{value} is no value, expected a finite number")
        return repr(float(value))
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml(str(key))} = {toml(part)}" for key, part in value.items()) + " }"
    if hasattr(value, "tolist"):
        return toml(value.tolist())
    if isinstance(value, Iterable):
        return "[" + ", ".join(toml(part) for part in value) + "]"
    raise InputError(f"{value!r} is no value, expected a number, text, a truth value, or lists and mappings of them")


def assignments(
    parameters: str | Mapping[str, Setting] | None = None,
    levers: Mapping[str, Setting] | None = None,
    settings: Mapping[str, Setting] | None = None,
) -> list[str]:
    """The arguments of the program that set these values. A mapping among the levers is of one policy.

    >>> assignments({"recruitment.rate": 0.003}, {"army_units": 20_000})
    ['--set', 'parameters.recruitment.rate=0.003', '--set', 'levers.army_units=20000']
    >>> assignments(parameters="posterior", levers={"police_lead": {"army_units": 0}})
    ['--set', 'parameters="posterior"', '--set', 'policies.police_lead.army_units=0']
    >>> assignments(settings={"record.panel": True})
    ['--set', 'record.panel=true']
    """
    values: dict[str, Setting] = dict(settings or {})
    if isinstance(parameters, (str, os.PathLike)):
        values["parameters"] = parameters
    else:
        values.update({f"parameters.{name}": value for name, value in (parameters or {}).items()})
    for name, level in (levers or {}).items():
        if isinstance(level, Mapping):
            values.update({f"policies.{name}.{lever}": value for lever, value in level.items()})
        else:
            values[f"levers.{name}"] = level
    return [word for path, value in values.items() for word in ("--set", f"{path}={toml(value)}")]
