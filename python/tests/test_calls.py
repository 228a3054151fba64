"""Calls of the program: errors, Ctrl-C, progress, settings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import plaza
from plaza.progress import Progress
from plaza.settings import toml


def test_a_wrong_call_says_what_the_program_says() -> None:
    with pytest.raises(plaza.InputError, match=r"did you mean `status_quo`\?"):
        plaza.run("smoke", policies=["status_qo"])
    with pytest.raises(plaza.InputError, match=r"--replicates"):
        plaza.run("smoke", replicates=0)


def test_several_problems_are_all_told() -> None:
    with pytest.raises(plaza.InputError) as told:
        plaza.run("smoke", settings={"wekes": 3, "burn_inn": 2})
    assert "wekes" in str(told.value) and "burn_inn" in str(told.value)
    assert "error:" not in str(told.value)


def test_what_only_helps_on_a_command_line_is_left_out() -> None:
    with pytest.raises(plaza.InputError, match=r"^invalid value '-3' for '--replicates <N>': .*\.\.=\d+$"):
        plaza.run("smoke", replicates=-3)


def test_a_notebook_shows_the_line_that_called_and_the_message() -> None:
    with pytest.raises(plaza.InputError) as told:
        plaza.run("smok")
    line, message = told.value._render_traceback_()
    assert line.endswith(': plaza.run("smok")') and message.startswith("InputError: smok: there is no such file")


def test_a_level_beyond_its_range_is_refused_like_on_the_command_line() -> None:
    call = [str(plaza.program()), "run", "smoke", "--set", "levers.army_units=-1"]
    told = subprocess.run(call, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    with pytest.raises(plaza.InputError) as error:
        plaza.run("smoke", levers={"army_units": -1})
    assert str(error.value) == told.stderr.strip().replace("error: ", "")


def test_work_that_fails_keeps_what_is_done() -> None:
    with pytest.raises(plaza.PlazaError) as error:
        plaza.run("smoke", until="oc_deaths:0.001%", max_replicates=16, out="never")
    assert not isinstance(error.value, plaza.InputError)
    assert "--max-replicates" in str(error.value)
    assert error.value.folder is not None
    assert plaza.open(error.value.folder).replicates == 16


def test_ctrl_c_stops_the_program_which_goes_on_later() -> None:
    """A run of its own process gets Ctrl-C; the program ends, and the same call goes on with what it did."""
    code = "import plaza; plaza.run('smoke', replicates=4000, out='long', threads=1, figures=False, progress=False)"
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    until(lambda: any(Path("long").glob("national/*/part-00001.parquet")))
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode != 0 and "plaza.errors.Interrupted: stopped; " in told
    assert "goes on" in told
    kept = len(list(Path("long").glob("national/*/part-*.parquet")))
    assert kept >= 6
    time.sleep(0.5)
    assert len(list(Path("long").glob("national/*/part-*.parquet"))) == kept, "the program still runs"


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_here_is_a_keyboard_interrupt() -> None:
    timer = threading.Timer(1.0, os.kill, [os.getpid(), signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        plaza.run("smoke", replicates=4000, out="longer", threads=1, figures=False, progress=False)
    timer.join()


def test_progress_is_the_programs_lines(capsys: pytest.CaptureFixture[str]) -> None:
    line = Progress(True)
    line.show("note: a note")
    line.show("  7% done, 300 replicate-years/s, 2m left")
    line.finish()
    assert capsys.readouterr().err == "7% done, 300 replicate-years/s, 2m left\n"


def test_a_program_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAZA_PROGRAM", "/no/such/plaza")
    with pytest.raises(plaza.InputError, match="PLAZA_PROGRAM"):
        plaza.run("smoke")


@pytest.mark.parametrize(
    ("value", "text"),
    [(float("nan"), None), (object(), None), ("a\nb", '"a\\nb"'), (1e-7, "1e-07"), ((1, 2), "[1, 2]")],
)
def test_values_are_toml_or_an_error(value: object, text: str | None) -> None:
    if text is None:
        with pytest.raises(plaza.InputError):
            toml(value)
    else:
        assert toml(value) == text


def test_a_schedule_of_a_lever_reaches_the_program() -> None:
    schedule = [{"from_week": 10, "level": 0}]
    changed = plaza.run("smoke", levers={"status_quo": {"army_units": schedule}}, replicates=8, out="scheduled")
    soldiers = changed.national.pandas(["week", "soldiers"], policy="status_quo", replicate=0).set_index("week").soldiers
    before = plaza.run("smoke", replicates=8, out="unchanged").national
    kept = before.pandas(["week", "soldiers"], policy="status_quo", replicate=0).set_index("week").soldiers
    assert (soldiers[:10] == kept[:10]).all()
    assert soldiers[103] < kept[103]


def until(done: object, seconds: float = 60.0) -> None:
    """Waits until something is so."""
    assert callable(done)
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
