from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from tests.faults import __main__ as faults
from tests.faults.__main__ import Measure
from tests.faults.result import Result

BROKEN = "the 2nd replica [pid 7] ended [/before] it said that it is ready"


def breaks_off() -> Result:
    raise AssertionError(BROKEN)


def causes(name: str) -> Measure:
    return Measure(name, name, lambda: Result(f"{name} caused", "nothing lost", passed=True))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tests.faults.__main__.structlog.configure", lambda **_: None)
    monkeypatch.setattr("tests.faults.__main__.logging.disable", lambda _level: None)
    monkeypatch.setattr("tests.faults.__main__.console", Console(width=200))


def test_a_fault_that_breaks_off_is_a_no_in_the_table_and_the_others_are_still_caused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measures = [causes("9 repeats"), Measure("killed alone", "1 killed alone", breaks_off), causes("2 stopped")]
    monkeypatch.setattr("tests.faults.__main__._measures", lambda _wanted: measures)

    assert faults.main([]) == 1

    rows = json.loads(faults.FILE.read_text())
    assert [(row["fault"], row["passed"]) for row in rows] == [
        ("1 killed alone", False),
        ("2 stopped caused", True),
        ("9 repeats caused", True),
    ]
    assert rows[0]["figure"] == f"broke off: AssertionError: {BROKEN}"
    printed = capsys.readouterr()
    told = next(line for line in printed.out.splitlines() if "killed alone" in line)
    assert "[/before]" in told
    assert told.rstrip(" │").endswith("no")
    assert "breaks_off" in printed.err, "where it broke off is shown, too"


def test_every_fault_is_there_by_its_number() -> None:
    numbers = {int(measure.fault.split()[0]) for measure in faults._measures([])}

    assert numbers == set(range(1, 15))
