"""Packages that plaza can work with and does not need."""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["needs"]


def needs(module: str, extra: str) -> Any:
    """The module, or an error that says how to get it.

    >>> needs("json", "json").dumps(1)
    '1'
    >>> needs("no_such_module", "maps")
    Traceback (most recent call last):
    ...
    ImportError: this needs the package no_such_module: pip install 'plaza-abm[maps]', or no_such_module itself
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        message = f"this needs the package {module}: pip install 'plaza-abm[{extra}]', or {module} itself"
        raise ImportError(message) from None
