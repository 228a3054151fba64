"""The program `plaza`: where it is, and how it is called."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from plaza.errors import InputError, Interrupted, PlazaError, warn
from plaza.progress import Progress, is_progress

__all__ = ["call", "described", "document", "program"]

LOG = logging.getLogger("plaza")

# The program is in a group of its own, so that one Ctrl-C at a terminal reaches it once, from here. On Windows, where
# such a group gets Ctrl-Break alone, it was never tried.
if sys.platform == "win32":
    _GROUP, _STOP = subprocess.CREATE_NEW_PROCESS_GROUP, signal.CTRL_BREAK_EVENT
else:
    _GROUP, _STOP = 0, signal.SIGINT


def program() -> Path:
    """Path of the program that this package calls: the one that the variable ``PLAZA_PROGRAM`` names, else the one
    installed with the package, else the first ``plaza`` of the search path.

    >>> import subprocess, plaza
    >>> subprocess.run([plaza.program(), "--version"], capture_output=True, text=True).stdout
    'plaza ...'
    """
    named = os.environ.get("PLAZA_PROGRAM")
    if named:
        if not os.access(named, os.X_OK):
            raise InputError(f"PLAZA_PROGRAM is `{named}`, which is no program; expected the path of `plaza`")
        return Path(named)
    name = "plaza.exe" if os.name == "nt" else "plaza"
    beside = Path(sysconfig.get_path("scripts")) / name
    found = str(beside) if beside.exists() else shutil.which("plaza")
    if found is None:
        raise InputError(
            f"the program `plaza` is not installed: expected {beside}, `plaza` on the search path, or its path in "
            "PLAZA_PROGRAM"
        )
    return Path(found)


def call(arguments: Sequence[str | Path], *, progress: bool = False) -> str:
    """Calls the program with these arguments, and gives back what it prints.

    Ctrl-C stops the program as it does on a command line: blocks in work are finished or left out, and the same call
    goes on. Notes of the program go to the logger ``plaza``, warnings become Python's.

    >>> call(["--version"])
    'plaza ...'
    """
    process = subprocess.Popen(
        [program(), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=os.name == "posix",
        creationflags=_GROUP,
    )
    out: list[str] = []
    told: list[str] = []
    line = Progress(progress)
    assert process.stdout is not None and process.stderr is not None
    # Events, for a thread whose `join` is interrupted is taken for ended by some versions of Python while it still reads.
    ends = [threading.Event(), threading.Event()]
    threading.Thread(target=_collect, args=(process.stdout, out, None, ends[0])).start()
    threading.Thread(target=_collect, args=(process.stderr, told, line, ends[1])).start()
    interrupted = False
    # With a bound, for a signal may reach a thread of another library first, and is seen here only between waits.
    while not all(end.is_set() for end in ends):
        try:
            for end in ends:
                end.wait(0.1)
        except KeyboardInterrupt:
            interrupted = True
            process.send_signal(_STOP)
    code = process.wait()
    line.finish()
    notices = [text for text in told if not is_progress(text)]
    if interrupted or code == 130:
        raise Interrupted("\n".join(notices[-1:]))
    _say(notices)
    if code != 0:
        raise _failure(code, notices, "".join(out))
    return "".join(out)


def document(arguments: Sequence[str | Path], *, progress: bool = False) -> dict[str, Any]:
    """Calls the program for one JSON document.

    >>> document(["run", "smoke", "--out", "results/smoke"])["folder"]
    'results/smoke'
    """
    read: dict[str, Any] = json.loads(call([*arguments, "--json"], progress=progress))
    return read


@lru_cache(maxsize=None)
def described(topic: str) -> Any:
    """What the program says of itself, as `plaza describe TOPIC --json` does; asked once.

    >>> [table["name"] for table in described("tables")][:2]
    ['national', 'organizations']
    """
    return json.loads(call(["describe", topic, "--json"]))


def _collect(stream: IO[str], lines: list[str], progress: Progress | None, end: threading.Event) -> None:
    try:
        with stream:
            for line in stream:
                lines.append(line.rstrip("\n") if progress else line)
                if progress:
                    progress.show(lines[-1])
    finally:
        end.set()


def _say(lines: list[str]) -> None:
    """Passes notes and warnings on."""
    for line in lines:
        if line.startswith("warning: "):
            warn(line.removeprefix("warning: "))
        elif line.startswith("note: "):
            LOG.info("%s", line.removeprefix("note: "))


def _failure(code: int, lines: list[str], out: str) -> PlazaError:
    """The program's error: all from its first line that is one."""
    first = next((index for index, line in enumerate(lines) if line.startswith("error: ")), 0)
    text = "\n".join(line.removeprefix("error: ") for line in lines[first:])
    # Of use on a command line alone.
    text = text.partition("\n\nFor more information, try")[0]
    if code == 2:
        return InputError(text)
    try:
        folder = json.loads(out)["folder"]
    except (ValueError, KeyError, TypeError):
        folder = None
    ended = f"the program ended by signal {-code}" if code < 0 else f"the program ended with {code}"
    return PlazaError(text or ended, folder and Path(folder))
