"""The wheel that `.ci/release` makes: what is in it, and that it is used away from the repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHEEL = Path(os.environ.get("PLAZA_WHEEL", "none"))

pytestmark = pytest.mark.skipif(not WHEEL.exists(), reason="no PLAZA_WHEEL: .ci/release makes a wheel and runs this")


def test_it_is_for_any_linux() -> None:
    oldest = [int(minor) for minor in re.findall(r"manylinux_2_(\d+)_", WHEEL.name)]
    assert oldest and min(oldest) <= 17, f"{WHEEL.name}: needs a newer C library than glibc 2.17"


def test_it_holds_the_program_the_package_and_licences_and_nothing_else() -> None:
    version = WHEEL.name.split("-")[1]
    package = {f"plaza/{path.name}" for path in (ROOT / "python" / "plaza").iterdir() if path.is_file()}
    about = {"METADATA", "RECORD", "WHEEL", "licenses/LICENSE-APACHE", "licenses/LICENSE-MIT"}
    expected = package | {f"plaza_abm-{version}.dist-info/{name}" for name in about}
    expected.add(f"plaza_abm-{version}.data/scripts/plaza")
    assert "plaza/py.typed" in expected
    assert set(zipfile.ZipFile(WHEEL).namelist()) == expected


def test_installed_it_is_used_from_any_folder(tmp_path: Path) -> None:
    code = """if True:
        import pathlib, sys, plaza
        for file in (plaza.__file__, plaza.program()):
            assert pathlib.Path(file).is_relative_to(sys.prefix), file
        print(plaza.run("smoke").compare())
    """
    # Python that is isolated sees no package but those installed.
    alone = {name: value for name, value in os.environ.items() if name != "PLAZA_PROGRAM"}
    told = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, env=alone, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert "16 replicates on equal luck" in told.stdout
