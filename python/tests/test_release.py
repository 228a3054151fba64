"""What is said of the version in several files is one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import plaza

ROOT = Path(__file__).parents[2]


def test_the_citation_is_of_the_workspaces_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "Cargo.toml").read_text(), re.M)
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(), re.M)
    assert version is not None and cited is not None
    assert cited[1] == version[1]


def test_the_program_called_is_of_this_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "Cargo.toml").read_text(), re.M)
    assert version is not None
    told = subprocess.check_output([plaza.program(), "--version"], text=True)
    assert told == f"plaza {version[1]}\n"


def test_salib_and_ema_are_there_when_asked_for() -> None:
    assert plaza.salib.points({"names": ["a"]}, [[1]]) == [{"a": 1.0}]
    assert plaza.ema.Model.__name__ == "Model"
