"""Tests and examples run in a folder of their own, with the program that `PLAZA_PROGRAM` names."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

import plaza

# Files whose examples call a command that an older program lacks.
NEEDS = {"designs.py": "discover", "salib.py": "design", "test_designs.py": "discover"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plaza")


@pytest.fixture(autouse=True)
def inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        command = NEEDS.get(item.path.name)
        if command and not has(command):
            item.add_marker(pytest.mark.skip(reason=f"{plaza.program()} has no command `{command}`"))


def has(command: str) -> bool:
    """Whether the program has a command."""
    return subprocess.run([plaza.program(), "help", command], capture_output=True, check=False).returncode == 0


def pytest_configure() -> None:
    # A shell that starts a job in the background lets it ignore Ctrl-C, which tests send.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Programs of Python that tests start, in other folders, import this package too.
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    named = os.environ.get("PLAZA_PROGRAM")
    if named:
        os.environ["PLAZA_PROGRAM"] = os.path.abspath(named)
