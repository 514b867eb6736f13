"""Promises, wishes and what broke, with a hostile text in every field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.playground.world import Message
from bot.work.checks import clean
from storage.tables import Breakdown, Promise, Wish
from tests.faults.hostile.fields import LONGEST
from tests.faults.hostile.stage import Stage
from tests.handlers.office import ANA, BEN

_COLUMNS = {"promise": Promise.text, "wish": Wish.text, "broke": Breakdown.text}
_NOUNS = {"promise": ("promise", 4), "wish": ("wish", 3), "broke": ("breakdown", 1)}  # and how many of each
_DAYS = {"promise": ["due_on"], "wish": ["first_on"], "broke": []}
_ON_CARDS = tuple(f"nudge.{what}" for what in ("move", "break", "keep", "deliver", "rewish", "unwish", "recover"))


def promised(stage: Stage, plain: str) -> None:
    """Of each, some are put on record; then every button is pressed once, and one is left until it rings."""
    said = stage.text[:LONGEST]
    steps: dict[str, dict[str, Any]] = {
        "promise.move": {"due_on": _day(stage, 1), "note": said, "owner": BEN},
        "promise.break": {"note": said},
        "promise.keep": {},
        "wish.change": {"every": "quarterly", "due_on": _day(stage, 5)},
        "wish.deliver": {"note": said},
        "wish.decline": {"why": said},
        "breakdown.give": {"owner": BEN},
        "breakdown.recover": {"words": said},
        "breakdown.again": {"words": said},
        "breakdown.verify": {"words": said, "told": "yes"},
    }
    for verb, (noun, count) in _NOUNS.items():
        for _ in range(count):
            put(stage, verb, noun, plain)
        stage.type(f'/client {verb} "{plain}" "{stage.text[:200]}" by Friday')
        for action, fields in steps.items():
            if action.startswith(noun):
                press(stage, f'/client {verb} "{plain}"', action, fields)
        if noun == "breakdown":
            press(stage, f'/client {verb} "{plain}"', "breakdown.recover", {"words": said})
            press(stage, f'/client {verb} "{plain}"', "breakdown.verify", steps["breakdown.verify"])
    _at_home(stage)
    logged = stage.type(f'/touch "{plain}" delivery: {stage.text[:100]}')
    for told in filter(None, [logged.message, *logged.ephemerals]):
        for value in stage.values(told, "wish.was.0")[:1]:
            stage.press(told, "wish.was.0", value)


def _day(stage: Stage, ahead: int) -> str:
    return str(stage.office.now.date() + timedelta(days=ahead))


def put(stage: Stage, verb: str, noun: str, account: str) -> None:
    """Put one on record, by the form."""
    said = f"{stage.text[:LONGEST]}{stage.acts}"
    with stage.keeping(f"/client {verb}", _COLUMNS[verb], clean(said)) as told:
        view = stage.press(_answer(stage, f'/client {verb} "{account}"'), f"{noun}.new").view
        assert view is not None
        told.append(stage.submit(view, text=said, **{name: _day(stage, 1) for name in _DAYS[verb]}))


def press(stage: Stage, line: str, action: str, fields: dict[str, Any], user: str = ANA) -> None:
    """Press the first such button of an answer, and send the form that it opens."""
    shown = _answer(stage, line, user)
    for value in stage.values(shown, action)[:1]:
        view = stage.press(shown, action, value, user).view
        if view is not None:
            stage.submit(view, user, **fields)


def _at_home(stage: Stage) -> None:
    """What is due waits on the Home tab, with its buttons."""
    stage.office.slack.open_home(ANA)
    home = stage.office.slack.home(ANA)
    assert home is not None
    for action in _ON_CARDS:
        for value in stage.values(home, action)[:1]:
            stage.explore(stage.press(home, action, value).view)


def _answer(stage: Stage, line: str, user: str = ANA) -> Message:
    seen = stage.type(line, user)
    told = seen.message or seen.ephemerals[-1]
    assert told is not None
    return told
