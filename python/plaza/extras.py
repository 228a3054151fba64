"""Packages that plaza can work with and does not need."""

from __future__ import annotations

import importlib
from typing import Any

from plaza.errors import PackageMissing

__all__ = ["needs"]


def needs(module: str) -> Any:
    """The module, or an error that says how to get it.

    >>> needs("json").dumps(1)
    '1'
    >>> needs("no_such_module")
    Traceback (most recent call last):
    ...
    plaza.errors.PackageMissing: this needs no_such_module: pip install no_such_module
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise PackageMissing(f"this needs {module}: pip install {module}") from None
