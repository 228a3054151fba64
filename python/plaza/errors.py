"""What goes wrong, with the program's own words."""

from __future__ import annotations

import difflib
import sys
import traceback
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["InputError", "Interrupted", "PackageMissing", "PlazaError", "missing", "nearest", "one_of", "warn"]

_PACKAGE = Path(__file__).parent


class Told(BaseException):
    """An exception of which IPython and notebooks show the line that called and the message, and not the way through
    this package; Python itself shows all of it.
    """

    def _render_traceback_(self) -> list[str]:
        theirs = [frame for frame in traceback.extract_tb(self.__traceback__) if not _ours(frame.filename)]
        line = [f"line {theirs[-1].lineno}: {theirs[-1].line}"] if theirs else []
        return [*line, f"{type(self).__name__}: {self}"]


class PlazaError(Told, RuntimeError):
    """Something in the work failed; what was done is kept.

    Attributes:
        folder: The result folder with what is kept, if the program named one: ``plaza.open(error.folder)``.
    """

    def __init__(self, message: str, folder: Path | None = None) -> None:
        super().__init__(message)
        self.folder = folder


class InputError(PlazaError, ValueError):
    """The call or a file is wrong; nothing was done. The message says where, what was expected, and the
    nearest valid name.

    >>> import plaza
    >>> plaza.run("smok")
    Traceback (most recent call last):
    ...
    plaza.errors.InputError: smok: there is no such file (did you mean `smoke`?), expected a file or ...
    """


class PackageMissing(Told, ImportError):
    """A package that plaza can work with is not installed."""


class Interrupted(Told, KeyboardInterrupt):
    """Ctrl-C: the program stopped, and the same call goes on with what is done."""


def one_of(name: str, known: Iterable[str], what: str) -> str:
    """The name, if it is among those known; else an error that tells the nearest.

    >>> one_of("oc_deaths", ["oc_deaths", "members"], "column")
    'oc_deaths'
    >>> one_of("oc_death", ["oc_deaths", "members"], "column")
    Traceback (most recent call last):
    ...
    plaza.errors.InputError: there is no column `oc_death` (did you mean `oc_deaths`?), expected one of: oc_deaths, members
    """
    names = list(known)
    if name in names:
        return name
    raise InputError(missing(name, names, what))


def missing(name: str, known: Sequence[str], what: str) -> str:
    """What is said of a name that is none of those known.

    >>> missing("pakt", ["pact", "war"], "kind")
    'there is no kind `pakt` (did you mean `pact`?), expected one of: pact, war'
    """
    return f"there is no {what} `{name}`{nearest(name, known)}, expected one of: {', '.join(known) or 'none'}"


def nearest(name: str, known: Sequence[str]) -> str:
    """A question for the nearest of the names known; nothing where none is near.

    >>> nearest("pakt", ["pact", "war"]), nearest("x", ["pact"])
    (' (did you mean `pact`?)', '')
    """
    near = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean `{near[0]}`?)" if near else ""


def warn(message: str) -> None:
    """Warns of it where this package was called.

    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warn("the map has no ports")
    >>> str(told[0].message)
    'the map has no ports'
    """
    frame, level = sys._getframe(), 1
    while frame.f_back is not None and _ours(frame.f_code.co_filename):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, stacklevel=level)


def _ours(file: str) -> bool:
    return Path(file).parent == _PACKAGE
