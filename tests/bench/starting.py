"""From the command to a bot that is ready, and what it then holds in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from bot.playground.standin import Standin
from tests.bench.report import Figure


def measure(folder: Path) -> list[Figure]:
    """Start `tend run` as a process of its own against the stand-in, and wait until it listens."""
    with Standin() as slack:
        environment = os.environ | {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": f"sqlite:///{folder / 'start.db'}",
        }
        begun = time.perf_counter()
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while not slack.connections:
                time.sleep(0.01)
            took = time.perf_counter() - begun
            time.sleep(2)
            resident = psutil.Process(bot.pid).memory_info().rss / 1024**2
        finally:
            bot.terminate()
            bot.wait(20)
    return [
        Figure("start to ready, new database", took, "s"),
        Figure("memory at rest", resident, "MiB", "at most 150 asked for"),
    ]
