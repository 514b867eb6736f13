"""`tend run` as whoever operates it starts it: a process of its own, with nothing but its environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from bot.playground.standin import Standin
from bot.settings import Settings

START_S = 60.0


@contextmanager
def bot(slack: Standin, database_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A bot that is connected by Socket Mode; killed in the end, if it still runs."""
    lines = slack.connections + 1
    with tempfile.TemporaryDirectory(prefix="tend-bot-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env=_environment(slack, database_url),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            slack.until(lambda: slack.connections == lines or process.poll() is not None, START_S)
            assert process.poll() is None, "it did not start"
            yield process
        finally:
            process.kill()
            process.wait()


def _environment(slack: Standin, database_url: str) -> dict[str, str]:
    ours = {name.upper() for name in Settings.model_fields}
    return {
        **{name: value for name, value in os.environ.items() if name not in ours},
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
    }
