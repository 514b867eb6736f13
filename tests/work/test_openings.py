from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.nudges.sweep import sweep
from bot.work import openings
from bot.work.deed import Refused, Repeated
from bot.work.openings import Kind, NewOpening
from bot.work.permission import NotAllowed
from storage.tables import Account, Nudge, Opening
from tests.work.scene import ANA, BEN, DANA, NOW, Scene, request_id
from tests.work.test_losses import lose

WORDS = "could Jane introduce us in Lyon?"


def note(scene: Scene, account: Account, by: str | None = BEN, **fields: Any) -> Opening:
    new = NewOpening(account.id, **{"kind": Kind.REFERRAL, "text": WORDS, "ask_on": date(2026, 6, 1), **fields})
    return openings.note(scene.store, scene.deed(by), new).opening


def ringing(scene: Scene) -> list[tuple[str, str]]:
    with scene.look() as session:
        found = session.exec(select(Nudge).where(Nudge.rule == "opening", col(Nudge.closed_at).is_(None)))
        return [(one.level, one.subject) for one in found]


def test_it_comes_round_on_its_day_while_they_are_well(scene: Scene) -> None:
    acme = scene.account()
    one = note(scene, acme)
    scene.now = NOW + timedelta(days=21)
    scene.touch(acme, 1)
    sweep(scene.store, scene.now)
    assert ringing(scene) == [("early", one.id)]
    scene.touch(acme, 0, temperature=-1)
    assert ringing(scene) == []  # they are unhappy: this is no moment to ask for more


def test_an_account_that_nobody_spoke_with_is_not_asked_for_more(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    note(scene, scene.account())
    scene.now = NOW + timedelta(days=21)
    sweep(scene.store, scene.now)
    assert ringing(scene) == []


def test_what_was_asked_or_dropped_rings_no_more_and_keeps_what_they_said(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, 1)
    one, other = note(scene, acme, ask_on=None), note(scene, acme, ask_on=None, kind=Kind.UPSELL)
    assert len(ringing(scene)) == 2
    done = openings.asked(scene.store, scene.deed(ANA), one.id, "Jane writes to them").opening
    assert (done.state, done.outcome, done.ended_by) == ("asked", "Jane writes to them", ANA)
    assert openings.drop(scene.store, scene.deed(ANA), other.id).opening.state == "dropped"
    assert ringing(scene) == []
    with pytest.raises(Refused, match="was asked before"):
        openings.drop(scene.store, scene.deed(ANA), one.id)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"text": ""}, "What would you ask"), ({"ask_on": date(2026, 5, 1)}, "not ahead of us")],
)
def test_what_is_missing_is_asked_for(sqlite_scene: Scene, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        note(sqlite_scene, sqlite_scene.account(), **fields)


def test_who_left_is_not_asked_for_more(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    lose(sqlite_scene, acme)
    with pytest.raises(Refused, match="winback"):
        note(sqlite_scene, acme)


def test_guests_note_nothing(sqlite_scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        note(sqlite_scene, sqlite_scene.account(), by=DANA)


def test_a_repeated_request_notes_it_once(scene: Scene) -> None:
    new = NewOpening(scene.account().id, Kind.UPSELL, WORDS)
    same = scene.deed(request_id=request_id())
    openings.note(scene.store, same, new)
    with pytest.raises(Repeated):
        openings.note(scene.store, same, new)
    with scene.look() as session:
        assert len(session.exec(select(Opening)).all()) == 1
