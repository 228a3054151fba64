"""How far the program is: its own lines on the standard error, or one line of a notebook, renewed."""

from __future__ import annotations

import re
import sys
from typing import Any

__all__ = ["Progress", "in_notebook", "is_progress"]

_LINE = re.compile(r" *\d+% done")


def is_progress(line: str) -> bool:
    """Whether a line of the program says how far it is.

    >>> is_progress(" 42% done, 310 replicate-years/s, 12s left"), is_progress("error: out is no folder")
    (True, False)
    """
    return _LINE.match(line) is not None


def in_notebook() -> bool:
    """Whether this runs in a notebook, where a line can be renewed.

    >>> in_notebook()
    False
    """
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    shell = get_ipython()
    return shell is not None and type(shell).__name__ == "ZMQInteractiveShell"


class Progress:
    """Shows the lines that say how far the program is, if it is to.

    >>> quiet = Progress(False)
    >>> quiet.show(" 42% done, 310 replicate-years/s, 12s left")
    """

    def __init__(self, on: bool) -> None:
        self.on = on
        self._place: Any = None

    def show(self, line: str) -> None:
        """Shows a line of the program, if it is one of progress.

        >>> Progress(True).show("note: this is none")
        """
        if not self.on or not is_progress(line):
            return
        if not in_notebook():
            print(line.strip(), file=sys.stderr, flush=True)
            return
        from IPython.display import display

        text = {"text/plain": line.strip()}
        if self._place is None:
            self._place = display(text, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._place.update(text, raw=True)

    def finish(self) -> None:
        """Takes the line of a notebook away.

        >>> Progress(True).finish()
        """
        if self._place is not None:
            self._place.update({"text/plain": ""}, raw=True)
