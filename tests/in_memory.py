"""Files of tests lie in memory where there is room: databases wait for the disk at each commit, as in production."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own within it
ROOM = 2 << 30  # bytes; what a test wrote goes when it passed


def lie_in_memory(config: pytest.Config) -> None:
    """Until the end of the run; not where `--basetemp` says where to."""
    if config.option.basetemp is None and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        folder = tempfile.mkdtemp(prefix="tend-tests-", dir=MEMORY)
        config.option.basetemp = folder
        config.add_cleanup(lambda: shutil.rmtree(folder))
