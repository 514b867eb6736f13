"""Neutrality cannot be got by clearing one's tracks: who was there stays so, and a slip ties nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.intervals import Interval
from bot.work import breakdowns, loss_audits, plans, promises, remarks, rescues, touches, wishes
from bot.work.breakdowns import NewBreakdown
from bot.work.deed import Refused
from bot.work.plans import NewPlan
from bot.work.promises import NewPromise
from bot.work.remarks import NewRemark
from bot.work.rescues import NewRescue
from bot.work.steps import NewStep
from bot.work.wishes import NewWish
from storage.tables import Account
from tests.work.scene import ANA, BEN, CHRIS, Scene
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


def test_a_step_of_the_closing_ties_nobody(sqlite_scene: Scene) -> None:
    acme = at(sqlite_scene, 60).account()
    audit = audited(sqlite_scene, acme)
    plan = plans.open_plan(sqlite_scene.store, sqlite_scene.deed(CHRIS), NewPlan(acme.id, "relationship")).plan
    later = at(sqlite_scene, -3)
    step = plans.add_step(later.store, later.deed(CHRIS), plan.id, NewStep("hand back the keys", owner_id=BEN)).step
    plans.move_step(at(later, -3).store, at(later, -3).deed(CHRIS), step.id, owner_id=ANA)
    assert loss_audits.appoint(later.store, later.deed(CHRIS), audit.id, BEN).audit.leader_id == BEN
