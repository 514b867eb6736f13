"""Wishes after a mistake: clocks come back, and nothing else changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.intervals import ONCE
from bot.work import wishes, wishes_again
from bot.work.deed import Refused
from bot.work.permission import NotAllowed
from bot.work.wishes import Delivered
from storage.tables import Audit, Touch
from tests.work.scene import ANA, BEN, CHRIS, Scene
from tests.work.test_wishes import JUNE, TODAY, deliveries, noted, ringing


@pytest.fixture
def scene(sqlite_scene: Scene) -> Scene:
    """Nothing here depends on the kind of database."""
    return sqlite_scene


def given(scene: Scene, wish_id: str, by: str = ANA, **what: object) -> str:
    done = wishes.deliver(scene.store, scene.deed(by), wish_id, Delivered(**what))  # type: ignore[arg-type]
    assert done.delivery is not None
    return done.delivery.id


def audited(scene: Scene, deed: str) -> Audit:
    with scene.look() as session:
        told: Audit = session.exec(select(Audit).where(Audit.deed == deed)).one()
    return told


def test_a_wish_that_was_declined_by_mistake_is_open_with_its_day_and_rings(scene: Scene) -> None:
    one = noted(scene, scene.account(owner_id=ANA).id)
    with pytest.raises(Refused, match="open already"):
        wishes_again.reopen(scene.store, scene.deed(), one.id)
    wishes.decline(scene.store, scene.deed(), one.id, "we have no such figures")
    assert ringing(scene) == []
    with pytest.raises(NotAllowed):
        wishes_again.reopen(scene.store, scene.deed(BEN), one.id)
    back = wishes_again.reopen(scene.store, scene.deed(), one.id).wish
    assert (back.state, back.why, back.due_on, back.ended_by) == ("open", "", TODAY, None)
    assert ringing(scene) == [(one.id, ANA, "due")]
    assert audited(scene, "wish.reopen").before == {"state": "declined", "why": "we have no such figures"}


def test_a_delivery_that_was_none_is_taken_back_and_its_day_is_due_again(scene: Scene) -> None:
    one = noted(scene, scene.account(owner_id=ANA).id)
    delivery = given(scene, one.id, touched_at=scene.now)
    assert ringing(scene) == []
    kept = wishes_again.take_back(scene.store, scene.deed(), delivery)
    assert (kept.wish.state, kept.wish.due_on, deliveries(scene)) == ("open", TODAY, [])
    assert ringing(scene) == [(one.id, ANA, "due")]
    with pytest.raises(Refused, match="taken back before"):
        wishes_again.take_back(scene.store, scene.deed(), delivery)
    with scene.look() as session:
        assert session.exec(select(Touch)).one().undone_at is None
    assert (audited(scene, "wish.take_back").before or {})["delivered_on"] == TODAY.isoformat()


def test_what_was_wanted_once_is_open_again(scene: Scene) -> None:
    one = noted(scene, scene.account(owner_id=ANA).id, every=ONCE)
    delivery = given(scene, one.id)
    with pytest.raises(Refused, match="delivered, not declined"):
        wishes_again.reopen(scene.store, scene.deed(), one.id)
    assert wishes_again.take_back(scene.store, scene.deed(), delivery).wish.state == "open"
    assert ringing(scene) == [(one.id, ANA, "due")]


def test_only_what_was_recorded_last_is_taken_back_whichever_day_it_was_on(scene: Scene) -> None:
    one = noted(scene, scene.account(owner_id=ANA).id)
    first = given(scene, one.id)
    scene.now += timedelta(minutes=1)
    older = given(scene, one.id, on=TODAY - timedelta(days=3))
    with pytest.raises(Refused, match="another one is on record since"):
        wishes_again.take_back(scene.store, scene.deed(), first)
    wishes_again.take_back(scene.store, scene.deed(), older)
    assert wishes_again.take_back(scene.store, scene.deed(), first).wish.due_on == TODAY


def test_a_day_that_was_chosen_since_stays(scene: Scene) -> None:
    one = noted(scene, scene.account(owner_id=ANA).id)
    delivery = given(scene, one.id)
    later = JUNE + timedelta(days=20)
    wishes.change(scene.store, scene.deed(), one.id, due_on=later)
    assert wishes_again.take_back(scene.store, scene.deed(), delivery).wish.due_on == later


def test_whoever_recorded_a_delivery_may_take_it_back_and_nobody_else_but_its_keepers(scene: Scene) -> None:
    one = noted(scene, scene.account(owner_id=ANA).id)
    delivery = given(scene, one.id, by=CHRIS)
    with pytest.raises(NotAllowed):
        wishes_again.take_back(scene.store, scene.deed(BEN), delivery)
    assert wishes_again.take_back(scene.store, scene.deed(ANA), delivery).wish.due_on == TODAY
    assert wishes_again.take_back(scene.store, scene.deed(BEN), given(scene, one.id, by=BEN)).wish.due_on == TODAY
