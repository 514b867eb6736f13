"""Neutrality cannot be got by clearing one's tracks: who was there stays so, and a slip ties nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.endings import Part, Side
from bot.intervals import Interval
from bot.work import breakdowns, loss_audits, plans, promises, remarks, rescues, touches, wishes
from bot.work.breakdowns import NewBreakdown
from bot.work.deed import Refused
from bot.work.loss_audits import Finding
from bot.work.plans import NewPlan
from bot.work.promises import NewPromise
from bot.work.remarks import NewRemark
from bot.work.rescues import NewRescue
from bot.work.steps import NewStep
from bot.work.wishes import NewWish
from storage.tables import Account, Plan
from tests.work.scene import ANA, BEN, CHRIS, Scene
from tests.work.test_loss_audits import fact
from tests.work.test_losses import lose
from tests.work.test_no_way_round import audited

Clears = Callable[[Scene], object]  # takes somebody off again, at another moment
Way = Callable[[Scene, Account], Clears]  # something of Ben's on an account, and how it is cleared


def undoes_a_touch(scene: Scene, acme: Account) -> Clears:
    touch = scene.touch(acme, by=BEN).touch
    return lambda later: touches.undo(later.store, later.deed(BEN), touch.id)


def is_taken_off_a_touch(scene: Scene, acme: Account) -> Clears:
    new = scene.new_touch(acme, people=[ANA, BEN])
    touch = touches.log(scene.store, scene.deed(), new).touch
    return lambda later: touches.edit(later.store, later.deed(), touch.id, replace(new, people=[ANA]))


def moves_a_touch(scene: Scene, acme: Account) -> Clears:
    other, touch = scene.account("Globex"), scene.touch(acme, by=BEN).touch
    moved = replace(scene.new_touch(other), people=[BEN])
    return lambda later: touches.edit(later.store, later.deed(BEN), touch.id, moved)


def hands_a_promise_over(scene: Scene, acme: Account) -> Clears:
    new = NewPromise(acme.id, "send the figures", (scene.now + timedelta(days=60)).date(), person_id=ANA, owner_id=BEN)
    made = promises.make(scene.store, scene.deed(), new).promise
    return lambda later: promises.move(later.store, later.deed(BEN), made.id, owner_id=ANA)


def hands_a_wish_over(scene: Scene, acme: Account) -> Clears:
    new = NewWish(acme.id, "usage report", Interval(3, "month"), (scene.now + timedelta(days=60)).date(), owner_id=BEN)
    noted = wishes.note(scene.store, scene.deed(), new).wish
    return lambda later: wishes.change(later.store, later.deed(BEN), noted.id, owner_id=ANA)


def hands_a_breakdown_over(scene: Scene, acme: Account) -> Clears:
    broke = breakdowns.report(scene.store, scene.deed(), NewBreakdown(acme.id, "wrong invoice", owner_id=BEN)).breakdown
    return lambda later: breakdowns.give(later.store, later.deed(BEN), broke.id, ANA)


def hands_a_remark_over(scene: Scene, acme: Account) -> Clears:
    remark = remarks.pass_on(scene.store, scene.deed(), NewRemark(acme.id, "who else uses it?")).remark
    remarks.give(scene.store, scene.deed(), remark.id, BEN)
    return lambda later: remarks.give(later.store, later.deed(BEN), remark.id, ANA)


def hands_a_step_over(scene: Scene, acme: Account) -> Clears:
    plan = plans.open_plan(scene.store, scene.deed(), NewPlan(acme.id, "relationship")).plan
    step = plans.add_step(scene.store, scene.deed(), plan.id, NewStep("lunch with Jane", owner_id=BEN)).step
    return lambda later: plans.move_step(later.store, later.deed(BEN), step.id, owner_id=ANA)


def leaves_a_rescue(scene: Scene, acme: Account) -> Clears:
    new = NewRescue(acme.id, "They are upset.", helpers=[BEN])
    rescue = rescues.open_rescue(scene.store, scene.deed(), new).rescue
    return lambda later: rescues.change(later.store, later.deed(), rescue.id, {"helpers": []})


TOUCHED = "was in touch with the client"
SAW_TO = "saw to something for the client"
WAYS = [
    pytest.param(undoes_a_touch, TOUCHED, id="undo"),
    pytest.param(is_taken_off_a_touch, TOUCHED, id="taken off"),
    pytest.param(moves_a_touch, TOUCHED, id="moved"),
    pytest.param(hands_a_promise_over, SAW_TO, id="promise"),
    pytest.param(hands_a_wish_over, SAW_TO, id="wish"),
    pytest.param(hands_a_breakdown_over, SAW_TO, id="breakdown"),
    pytest.param(hands_a_remark_over, SAW_TO, id="remark"),
    pytest.param(hands_a_step_over, SAW_TO, id="step"),
    pytest.param(leaves_a_rescue, "helped on the account", id="rescue"),
]


def at(scene: Scene, days_ago: float) -> Scene:
    return replace(scene, now=scene.ago(days_ago))


def led_by_ben(scene: Scene, acme: Account) -> loss_audits.AuditKept:
    audit = audited(scene, acme)
    return loss_audits.appoint(scene.store, scene.deed(CHRIS), audit.id, BEN)


@pytest.mark.parametrize(("way", "was"), WAYS)
def test_who_clears_their_tracks_before_the_loss_was_there_all_the_same(scene: Scene, way: Way, was: str) -> None:
    acme = at(scene, 60).account()
    clears = way(at(scene, 40), acme)
    clears(at(scene, 30))
    with pytest.raises(Refused, match=f"Ben Okafor {was}.*It could be Chris Meyer"):
        led_by_ben(scene, acme)


@pytest.mark.parametrize(("way", "was"), WAYS)
def test_who_had_a_part_in_it_is_not_neutral(sqlite_scene: Scene, way: Way, was: str) -> None:
    acme = at(sqlite_scene, 60).account()
    way(at(sqlite_scene, 40), acme)
    with pytest.raises(Refused, match=was.replace("helped", "help(s|ed)")):
        led_by_ben(sqlite_scene, acme)


@pytest.mark.parametrize(("way", "was"), [one for one in WAYS if one.id != "rescue"])
def test_a_slip_that_was_put_right_within_the_day_ties_nobody(sqlite_scene: Scene, way: Way, was: str) -> None:
    acme = at(sqlite_scene, 60).account()
    clears = way(at(sqlite_scene, 40), acme)
    clears(at(sqlite_scene, 39.5))
    assert led_by_ben(sqlite_scene, acme).audit.leader_id == BEN


@pytest.mark.parametrize(("way", "was"), [one for one in WAYS if one.id in ("undo", "taken off", "moved")])
def test_what_is_taken_back_once_the_account_is_lost_still_says_who_was_there(
    sqlite_scene: Scene, way: Way, was: str
) -> None:
    acme = at(sqlite_scene, 60).account()
    clears = way(at(sqlite_scene, 0.1), acme)
    audit = audited(sqlite_scene, acme)
    later = at(sqlite_scene, -0.1)
    clears(later)
    with pytest.raises(Refused, match=was):
        loss_audits.appoint(later.store, later.deed(CHRIS), audit.id, BEN)


def moved(scene: Scene, touch_id: str, to: Account) -> None:
    touches.edit(scene.store, scene.deed(BEN), touch_id, scene.new_touch(to, people=[BEN]))


def test_a_touch_that_goes_on_from_account_to_account_says_who_was_there(scene: Scene) -> None:
    acme, globex, initech = (at(scene, 60).account(name) for name in ("Acme", "Globex", "Initech"))
    touch = at(scene, 40).touch(acme, by=BEN).touch
    moved(at(scene, 30), touch.id, globex)
    moved(at(scene, 20), touch.id, initech)
    with pytest.raises(Refused, match=TOUCHED):
        led_by_ben(scene, acme)


def test_a_touch_that_comes_back_and_goes_again_says_who_was_there(sqlite_scene: Scene) -> None:
    acme, globex = (at(sqlite_scene, 60).account(name) for name in ("Acme", "Globex"))
    touch = at(sqlite_scene, 40).touch(acme, by=BEN).touch
    for days_ago, to in ((39.9, globex), (39.8, acme), (10, globex)):
        moved(at(sqlite_scene, days_ago), touch.id, to)
    with pytest.raises(Refused, match=TOUCHED):
        led_by_ben(sqlite_scene, acme)


def test_a_touch_that_came_by_mistake_and_went_back_at_once_ties_nobody(sqlite_scene: Scene) -> None:
    acme, globex = (at(sqlite_scene, 60).account(name) for name in ("Acme", "Globex"))
    touch = at(sqlite_scene, 40).touch(globex, by=BEN).touch
    for days_ago, to in ((30, acme), (29.9, globex)):
        moved(at(sqlite_scene, days_ago), touch.id, to)
    assert led_by_ben(sqlite_scene, acme).audit.leader_id == BEN


def leaving(scene: Scene) -> Account:
    """An account that leaves, said a month ago."""
    acme = at(scene, 60).account()
    lose(at(scene, 30), acme, by=CHRIS, ended_on=scene.now.date(), reasons=[])
    return acme


def test_who_sees_to_something_while_they_are_leaving_is_not_neutral(sqlite_scene: Scene) -> None:
    acme = leaving(sqlite_scene)
    hands_a_promise_over(at(sqlite_scene, 20), acme)
    with pytest.raises(Refused, match=SAW_TO):
        led_by_ben(sqlite_scene, acme)


@pytest.mark.parametrize("is_handed_on", [False, True])
def test_a_step_of_the_closing_ties_nobody(sqlite_scene: Scene, is_handed_on: bool) -> None:
    acme = leaving(sqlite_scene)
    with sqlite_scene.look() as session:
        [plan] = session.exec(select(Plan).where(Plan.playbook == "closing"))
    early = at(sqlite_scene, 20)
    step = plans.add_step(early.store, early.deed(CHRIS), plan.id, NewStep("hand back the keys", owner_id=BEN)).step
    if is_handed_on:
        later = at(sqlite_scene, 10)
        plans.move_step(later.store, later.deed(CHRIS), step.id, owner_id=ANA)
    assert led_by_ben(sqlite_scene, acme).audit.leader_id == BEN


def test_a_step_once_it_has_ended_ties_nobody(sqlite_scene: Scene) -> None:
    acme = at(sqlite_scene, 60).account()
    audit = audited(sqlite_scene, acme)
    later, last = at(sqlite_scene, -3), at(sqlite_scene, -6)
    plan = plans.open_plan(later.store, later.deed(CHRIS), NewPlan(acme.id, "relationship")).plan
    step = plans.add_step(later.store, later.deed(CHRIS), plan.id, NewStep("say thanks", owner_id=BEN)).step
    plans.move_step(last.store, last.deed(CHRIS), step.id, owner_id=ANA)
    assert loss_audits.appoint(last.store, last.deed(CHRIS), audit.id, BEN).audit.leader_id == BEN


def test_a_leader_s_slip_leaves_them_leading(sqlite_scene: Scene) -> None:
    acme, then = at(sqlite_scene, 60).account(), at(sqlite_scene, 5)
    audit = lose(then, acme, by=CHRIS, ended_on=then.now.date()).audit
    assert audit is not None
    loss_audits.appoint(then.store, then.deed(CHRIS), audit.id, BEN)
    touch = at(sqlite_scene, 3).touch(acme, by=BEN).touch
    assert fact(sqlite_scene, acme).leader_id is None
    touches.undo(sqlite_scene.store, at(sqlite_scene, 2.9).deed(BEN), touch.id)
    assert fact(sqlite_scene, acme).leader_id == BEN
    found = Finding("Nobody senior was known.", Side.OURS, Part.RELATIONSHIP)
    assert loss_audits.find(sqlite_scene.store, sqlite_scene.deed(BEN), audit.id, found).audit.findings
