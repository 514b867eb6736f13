"""The law of imports, and that each of its checks can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.import_law import breaches, read

ROOT = Path(__file__).parent.parent

LAWFUL = {
    "storage/__init__.py": "",
    "storage/tables/__init__.py": "import sqlmodel\nfrom storage.ids import new_id",
    "storage/names.py": "import unicodedata",
    "storage/ids.py": "from uuid_utils import uuid7",
    "bot/__init__.py": "",
    "bot/policy/__init__.py": "from bot.policy.words import Tier",
    "bot/policy/words.py": "from enum import StrEnum",
    "bot/titles.py": "import re",
    "bot/worktime.py": "from zoneinfo import ZoneInfo",
    "bot/facts.py": "from bot.policy import Tier\nfrom bot.worktime import Calendar",
    "bot/rules/__init__.py": "from bot.rules.quiet import quiet",
    "bot/rules/quiet.py": "from bot.facts import AccountFacts\nfrom bot.policy import Policy",
    "bot/views/__init__.py": "",
    "bot/views/kit.py": "from slackblocks import Block\nfrom bot.policy import Level",
    "bot/views/home.py": "from bot.views import kit",
    "bot/playground/__init__.py": "",
    "bot/playground/world.py": "import starlette",
    "bot/playground/standin.py": "from bot.playground import world",
    "bot/play.py": "from bot.playground.standin import Standin",
    "bot/app.py": "import handlers\nfrom handlers import table",
    "bot/__main__.py": "from bot.app import main\nfrom bot.playground.standin import Standin\nimport handlers",
    "handlers/__init__.py": "from handlers.table import register",
    "handlers/table.py": "from bot.views import home\nfrom handlers import grammar\nfrom storage import tables",
    "handlers/grammar.py": "import re\nfrom handlers.tokens import cut",
    "handlers/tokens.py": "import re",
}


def house(root: Path, **changed: str) -> Path:
    """A small lawful house, with other text in some of its files; two underscores stand for a slash."""
    texts = LAWFUL | {f"{file.replace('__', '/')}.py": text for file, text in changed.items()}
    for file, text in texts.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return root


def test_our_own_house_keeps_the_law() -> None:
    assert breaches(ROOT) == []


def test_our_own_house_was_read_at_all() -> None:
    modules = read(ROOT)
    assert {"bot.policy", "bot.rules.quiet", "bot.views.card", "handlers.grammar", "storage.tables"} <= set(modules)
    assert "handlers.tokens" in modules["handlers.grammar"].imports


def test_a_lawful_house_is_left_in_peace(tmp_path: Path) -> None:
    assert breaches(house(tmp_path)) == []


STORAGE = "storage imports none of ours"
HANDLERS = "only bot.app and bot.__main__ may"
CLIENTS = "the playground knows nothing of clients"
PLAYGROUND = "nobody knows the playground"
PURE = "it is pure"


@pytest.mark.parametrize(
    ("file", "text", "breach"),
    [
        ("storage__names", "import bot.policy", f"imports bot.policy: {STORAGE}"),
        ("storage__names", "def f():\n  from bot import policy", f"imports bot.policy: {STORAGE}"),
        ("storage__ids", "import handlers", f"imports handlers: {STORAGE}"),
        ("bot__clock", "from handlers import grammar", f"imports handlers.grammar: {HANDLERS}"),
        ("bot__clock", "import handlers", f"imports handlers: {HANDLERS}"),
        ("bot__playground__world", "from bot import policy", f"imports bot.policy: {CLIENTS}"),
        ("bot__playground__world", "from .. import titles", f"imports bot.titles: {CLIENTS}"),
        ("bot__playground__world", "import storage.ids", f"imports storage.ids: {CLIENTS}"),
        ("bot__clock", "from bot.playground import world", f"imports bot.playground.world: {PLAYGROUND}"),
        ("handlers__table", "import bot.playground", f"imports bot.playground: {PLAYGROUND}"),
        ("bot__policy__words", "import sqlmodel", f"imports sqlmodel: {PURE}"),
        ("bot__policy__words", "from bot import titles", f"imports bot.titles: {PURE}"),
        ("bot__titles", "from storage import ids", f"imports storage.ids: {PURE}"),
        ("bot__worktime", "import time", f"imports time: {PURE}"),
        ("bot__rhythm", "import numpy", f"imports numpy: {PURE}"),
        ("bot__facts", "from bot import views", f"imports bot.views: {PURE}"),
        ("bot__rules__quiet", "from bot import worktime", f"imports bot.worktime: {PURE}"),
        ("bot__rules__quiet", "import os", f"imports os: {PURE}"),
        ("bot__rules__quiet", "print(1)", f"calls print: {PURE}"),
        ("bot__backtest__replay", "from storage import ids", f"imports storage.ids: {PURE}"),
        ("bot__views__kit", "import slack_sdk", f"imports slack_sdk: {PURE}"),
        ("bot__views__kit", "from storage import tables", f"imports storage.tables: {PURE}"),
        ("bot__views__kit", "x = open('a')", f"calls open: {PURE}"),
        ("handlers__grammar", "import dateparser", f"imports dateparser: {PURE}"),
        ("handlers__grammar", "from bot import policy", f"imports bot.policy: {PURE}"),
        ("handlers__tokens", "from handlers import table", f"imports handlers.table: {PURE}"),
    ],
)
def test_each_breach_is_told(tmp_path: Path, file: str, text: str, breach: str) -> None:
    assert f"{file.replace('__', '.')} {breach}" in breaches(house(tmp_path, **{file: text}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("from bot import two", "import bot.one"),
        ("import bot.two", "from bot.one import f"),
        ("try:\n  from . import two\nexcept ImportError: pass", "class A:\n  from bot import one"),
    ],
)
def test_a_circle_is_told(tmp_path: Path, one: str, other: str) -> None:
    (breach,) = breaches(house(tmp_path, bot__one=one, bot__two=other))
    assert breach in (
        "bot.one imports bot.two imports bot.one: a circle",
        "bot.two imports bot.one imports bot.two: a circle",
    )


@pytest.mark.parametrize(
    "later",
    ["def f():\n  from bot import one", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from bot import one"],
)
def test_what_is_imported_later_makes_no_circle(tmp_path: Path, later: str) -> None:
    assert breaches(house(tmp_path, bot__one="from bot import two", bot__two=later)) == []
