"""`tend` as a process of its own, and every word that it prints."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[2]
_PATIENCE_S = 60


class Process:
    """`with Process("run", folder, settings) as bot:` starts it in an empty folder; it is stopped at the end."""

    def __init__(self, command: str, folder: Path, settings: dict[str, str], output: Path | None = None) -> None:
        ours = ("SLACK_", "TEND_", "DATABASE_", "LOG_", "PORT")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self._environment = inherited | {"PYTHONPATH": str(ROOT), "COLUMNS": "500"} | settings
        self._command = [sys.executable, "-m", "bot", *command.split()]
        self._folder = folder
        self._output = output or folder / f"output-{time.monotonic_ns()}"

    def __enter__(self) -> Process:
        with self._output.open("w") as out:
            self._popen = subprocess.Popen(
                self._command, cwd=self._folder, env=self._environment, stdout=out, stderr=subprocess.STDOUT
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._popen.kill()
        self._popen.wait()

    @property
    def printed(self) -> str:
        """Everything so far, from standard output and standard error."""
        return self._output.read_text()

    def until(self, words: str) -> None:
        """Wait for these words."""
        deadline = time.monotonic() + _PATIENCE_S
        while words not in self.printed:
            assert self._popen.poll() is None, f"it ended before it said {words!r}: {self.printed[-2000:]}"
            assert time.monotonic() < deadline, f"it never said {words!r}: {self.printed[-2000:]}"
            time.sleep(0.05)  # it is another process, and has no other way to tell

    def end(self) -> int:
        """Wait until it has ended by itself; its exit code."""
        return self._popen.wait(_PATIENCE_S)

    def stop(self) -> int:
        """Ask it to stop, as systemd and containers do; its exit code."""
        self._popen.terminate()
        return self.end()


def run(command: str, folder: Path, settings: dict[str, str]) -> tuple[int, str]:
    """Run a command to its end: exit code, and all that it printed."""
    with Process(command, folder, settings) as process:
        return process.end(), process.printed
