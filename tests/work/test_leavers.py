"""Contacts who were noted as gone, and who are there after all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.nudges.settle import settle
from bot.titles import ContactLevel, Role
from bot.work import contacts, plans
from bot.work.deed import AlreadyDone
from storage import clocks
from storage import plans as rows
from storage.tables import Account, Audit, Nudge
from tests.work.scene import ANA, BEN, TEAM, Scene, request_id


def nudges(scene: Scene, rule: str) -> list[Nudge]:
    with scene.look() as session:
        return list(session.exec(select(Nudge).where(Nudge.rule == rule).order_by(col(Nudge.opened_at))))


def levels(scene: Scene, account: Account) -> dict[tuple[str, str], Any]:
    """How every clock of an account stands, and when it rings."""
    with scene.look() as session:
        return {
            key: (one.level, one.rings_at) for key, one in clocks.of(session, TEAM, [account.id])[account.id].items()
        }


def open_plans(scene: Scene, account: Account) -> list[str]:
    with scene.look() as session:
        return [plan.title for plan in rows.open_of(session, TEAM, account.id)]


def test_who_was_noted_as_gone_by_mistake_is_there_with_every_clock_as_before(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme, title="CEO", roles=[Role.INDIRECT])
    before = levels(scene, acme)
    contacts.mark_left(scene.store, scene.deed(), jane.id)
    assert levels(scene, acme) != before
    done = contacts.bring_back(scene.store, scene.deed(BEN), jane.id)
    assert (done.contact.left_at, done.plan) == (None, None)
    assert levels(scene, acme) == before
    assert open_plans(scene, acme) == []
    with scene.look() as session:
        [told] = session.exec(select(Audit).where(Audit.deed == "contact.back"))
    assert (told.person_id, told.subject_id, told.after) == (BEN, jane.id, {"left_at": None})


def test_the_plan_goes_on_where_somebody_has_begun_on_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    jane = scene.contact(acme)
    plan = contacts.mark_left(scene.store, scene.deed(), jane.id).plan
    assert plan is not None
    with scene.look() as session:
        first = rows.steps_of(session, TEAM, [plan.id])[plan.id][0]
    plans.move_step(scene.store, scene.deed(), first.id, due_on=(scene.now + timedelta(days=9)).date())
    done = contacts.bring_back(scene.store, scene.deed(), jane.id)
    assert done.plan is not None
    assert done.plan.id == plan.id
    assert open_plans(scene, acme) == ["Jane Doe left"]


def test_nobody_comes_back_twice_and_a_request_that_comes_again_does_nothing(sqlite_scene: Scene) -> None:
    scene, id_ = sqlite_scene, request_id()
    jane = scene.contact(scene.account())
    contacts.mark_left(scene.store, scene.deed(), jane.id)
    contacts.bring_back(scene.store, scene.deed(request_id=id_), jane.id)
    contacts.mark_left(scene.store, scene.deed(), jane.id)
    with pytest.raises(AlreadyDone):
        contacts.bring_back(scene.store, scene.deed(request_id=id_), jane.id)
    with scene.look() as session:
        assert session.get(type(jane), (TEAM, jane.id)).left_at == scene.now
    contacts.bring_back(scene.store, scene.deed(), jane.id)
    with pytest.raises(AlreadyDone):
        contacts.bring_back(scene.store, scene.deed(), jane.id)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("senior", {"level": ContactLevel.EXECUTIVE}),
        ("indirect", {"roles": [Role.INDIRECT]}),
        ("meeting", {"roles": [Role.MAIN_CONTACT]}),
        ("influence", {"can_hire_or_fire": True}),
    ],
)
def test_a_nudge_knows_whom_it_is_about_and_says_that_they_left(
    sqlite_scene: Scene, rule: str, fields: dict[str, Any]
) -> None:
    scene = sqlite_scene
    jane = scene.contact(scene.account(), **fields)
    scene.now += timedelta(days=130)
    with scene.store.write() as session:
        settle(session, TEAM, [jane.account_id], scene.now)
    [told] = nudges(scene, rule)
    assert told.contact_id == jane.id
    contacts.mark_left(scene.store, scene.deed(ANA), jane.id)
    [closed] = nudges(scene, rule)
    assert closed.closed_why == "Jane Doe has left, noted on 19 September, by Ana Souza"
