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


def test_the_number_of_parameters_is_the_programs() -> None:
    there = len(plaza.describe("parameters"))
    told = {
        "README.md": r"Of (\d+) parameters",
        "paper.md": r"one of (\d+) parameters",
        "examples/notebooks/4_your_own_assumption.ipynb": r"the (\d+) parameters",
    }
    for file, words in told.items():
        said = re.search(words, (ROOT / file).read_text(encoding="utf-8"))
        assert said is not None and int(said[1]) == there, file


def test_sources_of_the_paper_are_in_its_bibliography() -> None:
    cited = set(re.findall(r"@([a-z]+\d{4})", (ROOT / "paper.md").read_text(encoding="utf-8")))
    known = re.findall(r"^@\w+\{(\w+),", (ROOT / "docs/references.bib").read_text(encoding="utf-8"), re.M)
    assert len(cited) > 15 and cited <= set(known), cited - set(known)
    assert len(known) == len(set(known))


def test_salib_and_ema_are_there_when_asked_for() -> None:
    assert plaza.salib.points({"names": ["a"]}, [[1]]) == [{"a": 1.0}]
    assert plaza.ema.Model.__name__ == "Model"


def test_all_that_is_optional_is_in_all() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = re.search(r"^\[project\.optional-dependencies\]\n(.+?)\n\n", text, re.M | re.S)
    assert section is not None
    extras = {name: set(re.findall(r'"(.+?)"', listed)) for name, listed in re.findall(r"^(\w+) = (.+)$", section[1], re.M)}
    whole = extras.pop("all")
    assert len(extras) >= 5 and whole == set().union(*extras.values())
