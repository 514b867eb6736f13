"""Fault 4: the disk gets full, and has room again."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.databases import make_sqlite_template
from tests.faults.full_disk import Seen, SmallDisk, SmallFiles, can_mount, cause
from tests.faults.result import Result

pytestmark = pytest.mark.long


def measure() -> Result:
    """A small file system of its own where that may be, else files that may not grow."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Path(folder) / "disk"
        disk.mkdir()
        kind = SmallDisk if can_mount(disk) else SmallFiles
        seen = cause(kind, make_sqlite_template(Path(folder)), disk, commands=100)
    figure = (
        f"{len(seen.saved)} acknowledged, {len(seen.stored)} stored, {len(seen.refused)} told “not saved”; in order: "
        f"{'yes' if seen.in_order else 'no'}; /readyz {seen.ready_before}, {seen.ready_full}, {seen.ready_after}; "
        f"{seen.saved_after} of 100 saved afterwards ({'ENOSPC' if kind is SmallDisk else 'file size limit'})"
    )
    return Result("4 disk full", figure, seen.passed)


def test_when_the_disk_is_full_what_was_acknowledged_is_stored_and_tend_recovers_by_itself(
    sqlite_template: Path, tmp_path: Path
) -> None:
    kind = SmallDisk if can_mount(tmp_path) else SmallFiles

    seen = cause(kind, sqlite_template, tmp_path, commands=8)

    assert seen.refused
    assert seen.lost == []
    assert sorted(seen.saved) == sorted(seen.stored)
    assert seen.in_order
    assert (seen.ready_before, seen.ready_full, seen.ready_after) == (200, 503, 200)
    assert seen.saved_after == 8


def test_rows_that_were_acknowledged_and_are_not_stored_would_be_seen() -> None:
    told = {"refused": ["b"], "ready_before": 200, "ready_full": 503, "ready_after": 200, "saved_after": 1}

    assert Seen("disk", saved=["a"], stored=["a"], in_order=True, **told).passed  # type: ignore[arg-type]
    assert not Seen("disk", saved=["a"], stored=[], in_order=True, **told).passed  # type: ignore[arg-type]
