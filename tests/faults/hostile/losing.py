"""Accounts end in a workspace in which one text is typed everywhere, and what is learned from it is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.work import accounts
from bot.work.accounts import NewAccount
from bot.work.checks import clean
from storage.tables import Loss
from tests.faults.hostile.fields import LONGEST
from tests.faults.hostile.stage import OURS, Stage
from tests.handlers.office import ANA, BEN, CHRIS

LEAVING, LOST, OPEN, OLD, SHARED = "Leaving One", "Lost One", "Open One", "Old One", "Everybody's One"


def lose(stage: Stage) -> None:
    """One is leaving until tomorrow; two are lost, and the audit of one is done; one was lost long ago."""
    office = stage.office
    for name in (LEAVING, LOST, OPEN):
        stage.submit(stage.opened("/client add"), name=name, owner=ANA)
    until = (office.now + timedelta(days=1)).date()
    stage.type(f'/client leaving "{LEAVING}" until {until}: {stage.text[:200]}')
    for name in (OPEN, LOST):
        _lose(stage, name)
    accounts.add(office.store, replace(office.deed(), person_id=None), NewAccount(OLD, lost_on=office.now.date()))
    for name in (OLD, OPEN, LOST):
        stage.type(f'/client audit "{name}"', CHRIS)
    for name in (OPEN, LOST):
        stage.submit(stage.opened(f'/client audit "{name}" lead', CHRIS), CHRIS, leader=BEN)
    _audit(stage)
    stage.type(f'/client reopen "{OLD}": {stage.text[:200]}', CHRIS)
    stage.submit(stage.opened(f'/client reopen "{OPEN}"', CHRIS), CHRIS, why="")
    _lose_what_everybody_kept(stage)


def _lose(stage: Stage, name: str) -> None:
    said = stage.text[:LONGEST]
    view = stage.opened(f'/client lost "{name}" today')
    told: dict[str, Any] = {
        "reasons_stated": ["price"],
        "decided_by": stage.text[:150],
        "words": said,
        "attraction": said,
    }
    with stage.keeping("form.loss words", Loss.words, clean(said)) as seen:
        seen.append(stage.submit(view, **told))
    stage.type(f'/client exit "{name}"')


def _lose_what_everybody_kept(stage: Stage) -> None:
    """Nobody of ours is neutral: somebody from outside leads the audit."""
    stage.submit(stage.opened("/client add"), name=SHARED, owner=ANA)
    for user in OURS:
        stage.type(f'/touch "{SHARED}" call: {stage.text[:200]}', user)
    _lose(stage, SHARED)
    stage.type(f'/client audit "{SHARED}"', CHRIS)


def _audit(stage: Stage) -> None:
    """Found, taken off, found again, concluded, and handed over as a file."""
    for action in ("audit.find", "audit.drop", "audit.find", "audit.conclude", "audit.report"):
        seen = stage.type(f'/client audit "{LOST}"', BEN)
        shown = seen.message or seen.ephemerals[-1]
        for value in stage.values(shown, action)[:1]:
            view = stage.press(shown, action, value, BEN).view
            if view is not None and action == "audit.find":
                told = {"text": stage.text[:LONGEST], "side": "ours", "part": "delivery"}
                stage.submit(view, BEN, **told)
            elif view is not None:
                stage.submit(view, BEN)
