from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.anonymous import SOMEBODY, is_nobodys
from bot.endings import Confidence, LossReason, Reason
from bot.gather import facts_of
from bot.policy import Direction, Kind, Level, Policy, Status, Tier
from bot.work import accounts, erasure, losses, plans, rescues, touches
from bot.work.deed import Refused, Repeated
from bot.work.losses import NewLoss
from bot.work.permission import NotAllowed
from bot.work.rescues import NewRescue, RescueKept
from storage import plans as plan_rows
from storage import rescues as rows
from storage.tables import Account, Audit, Message, Nudge, Rescue
from tests.work.scene import ANA, BEN, CHRIS, DANA, GONE, NOW, TEAM, Scene, request_id

HOUR = timedelta(hours=1)


def opened(scene: Scene, by: str | None = CHRIS, account: Account | None = None, **said: Any) -> RescueKept:
    """A rescue of a key account that is Ana's."""
    account = account or scene.account(tier=Tier.KEY)
    new = NewRescue(account.id, **{"why": "the launch failed", "words": "we cannot trust you", **said})
    return rescues.open_rescue(scene.store, scene.deed(by), new)


def later(scene: Scene, by: timedelta) -> Scene:
    return Scene(scene.store, scene.now + by)


def again(scene: Scene, rescue_id: str) -> Rescue:
    with scene.look() as session:
        found = rows.get(session, TEAM, rescue_id)
    assert found is not None
    return found


def ringing(scene: Scene, rule: str = "rescue") -> list[Nudge]:
    with scene.look() as session:
        return list(session.exec(select(Nudge).where(Nudge.rule == rule).order_by(col(Nudge.opened_at))))


def notices(scene: Scene) -> list[tuple[str, str]]:
    with scene.look() as session:
        found = session.exec(
            select(Message).where(Message.kind == "notice").order_by(col(Message.recipient), col(Message.slot))
        )
        return [(one.recipient, one.slot) for one in found]


def test_anybody_opens_one_and_the_owner_leads_it(scene: Scene) -> None:
    done = opened(scene, sponsor_id=CHRIS, helpers=[BEN, BEN])
    rescue = again(scene, done.rescue.id)
    assert (rescue.state, rescue.lead_id, rescue.sponsor_id, rescue.helpers) == ("open", ANA, CHRIS, [BEN])
    assert (rescue.why, rescue.words, rescue.opened_by) == ("the launch failed", "we cannot trust you", CHRIS)
    assert scene.again(done.account).status == Status.RESCUE


def test_a_plan_of_the_playbook_is_laid_and_the_senior_call_is_the_sponsors(scene: Scene) -> None:
    done = opened(scene, sponsor_id=CHRIS, lead_id=BEN)
    with scene.look() as session:
        [plan] = plan_rows.open_of(session, TEAM, done.account.id, "rescue")
        steps = {step.key: step for step in plan_rows.steps_of(session, TEAM, [plan.id])[plan.id]}
    assert plan.id == again(scene, done.rescue.id).plan_id
    assert plan.lead_id == BEN
    assert (steps["listen"].owner_id, steps["senior_call"].owner_id) == (BEN, CHRIS)


def test_its_clock_rings_at_once_and_is_urgent(scene: Scene) -> None:
    opened(scene, lead_id=BEN)
    [nudge] = ringing(scene)
    assert (nudge.level, nudge.manner, nudge.hearer_id) == (Level.DUE, "urgent", BEN)
    assert nudge.reason.startswith("They said “we cannot trust you”; in rescue since 12 May 2026 at 10:30")


def test_a_talk_stops_the_clock_and_says_so(scene: Scene) -> None:
    done = opened(scene)
    later(scene, HOUR).touch(done.account, kind=Kind.CALL)
    [nudge] = ringing(scene)
    assert nudge.closed_why == "spoken to on 12 May, by Ana Souza"
    with scene.look() as session:
        [fact] = facts_of(session, TEAM, [done.account.id], Policy(), scene.now)[done.account.id].rescues
    assert fact.reached_at == scene.now + HOUR


@pytest.mark.parametrize(
    "said",
    [
        {"kind": Kind.ATTEMPT},
        {"kind": Kind.EMAIL, "direction": Direction.TO_CLIENT},
        {"kind": Kind.EMAIL, "direction": Direction.FROM_CLIENT},
        {"days_ago": 1},
    ],
)
def test_what_did_not_reach_them_since_does_not_stop_it(scene: Scene, said: dict[str, Any]) -> None:
    done = opened(scene)
    later(scene, HOUR).touch(done.account, **{"days_ago": 0, **said})
    [nudge] = ringing(scene)
    assert nudge.closed_at is None


def test_undoing_the_talk_starts_the_clock_again(sqlite_scene: Scene) -> None:
    done = opened(sqlite_scene)
    talked = later(sqlite_scene, HOUR).touch(done.account)
    touches.undo(sqlite_scene.store, later(sqlite_scene, 2 * HOUR).deed(), talked.touch.id)
    [before, nudge] = ringing(sqlite_scene)
    assert before.closed_at is not None
    assert nudge.closed_at is None


def test_sponsor_and_helpers_hear_of_it_at_once_and_nobody_of_what_they_did_themselves(scene: Scene) -> None:
    done = opened(scene, by=BEN, sponsor_id=CHRIS, helpers=[BEN])
    slot = f"plan:{done.rescue.plan_id}"
    assert notices(scene) == [(CHRIS, slot)]
    rescues.change(scene.store, scene.deed(), done.rescue.id, {"helpers": [BEN, CHRIS]})
    assert notices(scene) == [(BEN, slot), (CHRIS, slot)]


def test_one_at_a_time_and_none_for_who_is_lost(scene: Scene) -> None:
    done = opened(scene)
    with pytest.raises(Refused, match="under way already"):
        opened(scene, account=done.account)
    with scene.store.write() as session:
        account = session.get(Account, (TEAM, done.account.id))
        assert account is not None
        account.status = Status.LOST
    with pytest.raises(Refused, match="on record as lost"):
        opened(scene, account=done.account)


def test_a_repeated_request_opens_no_second_one(scene: Scene) -> None:
    account, deed = scene.account(), scene.deed(request_id=request_id())
    new = NewRescue(account.id, "the launch failed")
    first = rescues.open_rescue(scene.store, deed, new)
    with pytest.raises(Repeated) as before:
        rescues.open_rescue(scene.store, deed, new)
    assert before.value.result_id == first.rescue.id


def test_it_says_what_is_missing(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="What happened"):
        opened(sqlite_scene, why="  ")
    account = sqlite_scene.account("Globex")
    with pytest.raises(Refused, match="cannot be the lead of a rescue"):
        opened(sqlite_scene, account=account, lead_id=DANA)
    with pytest.raises(Refused, match="cannot be a helper"):
        opened(sqlite_scene, account=account, helpers=[GONE])
    assert sqlite_scene.again(account).status == Status.ACTIVE
    done = opened(sqlite_scene, account=account)
    with pytest.raises(Refused, match="How does it stand"):
        rescues.review(sqlite_scene.store, sqlite_scene.deed(), done.rescue.id, " ")
    with pytest.raises(Refused, match="What worked"):
        rescues.end(sqlite_scene.store, sqlite_scene.deed(), done.rescue.id, "saved", "")


def test_a_review_calms_a_late_one_once_they_were_reached(scene: Scene) -> None:
    done = opened(scene)
    later(scene, HOUR).touch(done.account)
    late = later(scene, timedelta(days=3))
    kept = rescues.review(late.store, late.deed(BEN), done.rescue.id, "they calmed down", "Ben visits them")
    [move] = [move for move in kept.moves if move.rule == "rescue"]
    assert move.rings_after is not None
    assert move.rings_after >= late.now + timedelta(days=2)
    with scene.look() as session:
        [said] = rows.reviews_of(session, TEAM, done.rescue.id, 5)
    assert (said.stands, said.next_step, said.reviewed_by) == ("they calmed down", "Ben visits them", BEN)


def test_a_review_before_that_does_not_silence_the_clock(scene: Scene) -> None:
    done = opened(scene)
    rescues.review(scene.store, later(scene, HOUR).deed(), done.rescue.id, "nobody answers the phone")
    [nudge] = ringing(scene)
    assert nudge.closed_at is None


def test_who_leads_or_helps_may_change_and_end_it_and_others_may_not(scene: Scene) -> None:
    done = opened(scene, lead_id=BEN)
    rescues.change(scene.store, scene.deed(BEN), done.rescue.id, {"words": "never again"})
    assert again(scene, done.rescue.id).words == "never again"
    rescues.change(scene.store, scene.deed(ANA), done.rescue.id, {"lead_id": ANA})
    with pytest.raises(NotAllowed):
        rescues.end(scene.store, scene.deed(BEN), done.rescue.id, "saved", "we listened")
    [nudge] = ringing(scene)
    assert nudge.hearer_id == ANA


def test_saved_it_is_archived_with_what_worked_and_the_account_is_active_again(scene: Scene) -> None:
    done = opened(scene, by=CHRIS, helpers=[BEN])
    later(scene, HOUR).touch(done.account)
    rescues.end(scene.store, later(scene, timedelta(days=9)).deed(), done.rescue.id, "saved", "we listened first")
    rescue = again(scene, done.rescue.id)
    assert (rescue.state, rescue.worked, rescue.ended_by) == ("saved", "we listened first", ANA)
    assert rescue.reached_at == scene.now + HOUR
    assert scene.again(done.account).status == Status.ACTIVE
    with scene.look() as session:
        plan = plan_rows.get(session, TEAM, rescue.plan_id)
    assert plan is not None
    assert (plan.state, plan.outcome) == ("done", "we listened first")
    end = f"plan:{rescue.plan_id}:end"
    assert [told for told in notices(scene) if told[1] == end] == [(BEN, end), (CHRIS, end)]
    with pytest.raises(Refused, match="is over"):
        rescues.review(scene.store, scene.deed(), rescue.id, "still")


def test_an_open_clock_is_closed_with_how_it_ended(scene: Scene) -> None:
    done = opened(scene)
    rescues.end(scene.store, scene.deed(), done.rescue.id, "dropped", "it was another client")
    [nudge] = ringing(scene)
    assert nudge.closed_why == "no rescue after all, said on 12 May, by Ana Souza: it was another client"


def test_one_that_was_none_leaves_the_account_as_it_was(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    paused = scene.account("Globex", status=Status.PAUSED, paused_until=date(2026, 8, 1))
    done = opened(scene, account=paused)
    assert (scene.again(paused).status, scene.again(paused).paused_until) == (Status.RESCUE, None)
    rescues.end(scene.store, scene.deed(), done.rescue.id, "dropped", "a mistake")
    assert scene.again(paused).status == Status.ACTIVE  # when the pause was to end is not known any more


def test_a_client_who_is_leaving_stays_so_while_we_try(scene: Scene) -> None:
    account = scene.account()
    with scene.store.write() as session:
        row = session.get(Account, (TEAM, account.id))
        assert row is not None
        row.status = Status.LEAVING
    done = opened(scene, account=account)
    assert scene.again(account).status == Status.LEAVING
    rescues.end(scene.store, scene.deed(), done.rescue.id, "saved", "a new start")
    assert scene.again(account).status == Status.LEAVING


def test_a_loss_ends_the_rescue_as_lost(scene: Scene) -> None:
    done = opened(scene)
    with scene.store.write() as session:
        account = session.get(Account, (TEAM, done.account.id))
        assert account is not None
        rescues.over_as_lost(session, scene.deed(), account, "they went to another agency")
    rescue = again(scene, done.rescue.id)
    assert (rescue.state, rescue.worked) == ("lost", "they went to another agency")
    with scene.store.write() as session:
        rescues.over_as_lost(session, scene.deed(), account)  # there is none any more


def test_signals_that_had_gathered_are_answered_by_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    account = scene.account(tier=Tier.KEY)
    with scene.store.write() as session:
        session.add(
            Nudge(
                team_id=TEAM, id="n1", account_id=account.id, rule="signals", episode=1, level="due", reason="x",
                opened_at=scene.now, raised_at=scene.now,
            )
        )  # fmt: skip
    opened(scene, by=BEN, account=account)
    [nudge] = ringing(scene, "signals")
    assert nudge.closed_why == "rescue opened on 12 May, by Ben Okafor"


def test_everything_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    done = opened(scene, by=ANA)
    rescues.review(scene.store, scene.deed(), done.rescue.id, "so so")
    rescues.change(scene.store, scene.deed(), done.rescue.id, {"lead_id": BEN})
    rescues.end(scene.store, scene.deed(), done.rescue.id, "saved", "we listened")
    with scene.look() as session:
        said = [row.deed for row in session.exec(select(Audit)) if row.deed.startswith("rescue")]
    assert set(said) == {"rescue.open", "rescue.review", "rescue.change", "rescue.saved"}


def test_steps_of_a_rescue_are_steps_of_its_plan(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    done = opened(scene)
    plan_id = again(scene, done.rescue.id).plan_id
    measure = plans.NewStep("a second pair of eyes on every launch", owner_id=BEN, kind="measure")
    step = plans.add_step(scene.store, scene.deed(), plan_id, measure).step
    plans.do_step(scene.store, scene.deed(BEN), step.id, "three launches without a fault", client_told=True)
    with scene.look() as session:
        kept = plan_rows.step(session, TEAM, step.id)
    assert kept is not None
    assert (kept.state, kept.note, kept.client_told) == ("done", "three launches without a fault", True)


def test_another_owner_of_the_account_goes_on_hearing_of_it_from_whoever_leads(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    done = opened(scene, by=ANA)
    accounts.set_owner(scene.store, scene.deed(), done.account.id, BEN)
    [nudge] = ringing(scene)
    assert nudge.hearer_id == ANA


def test_the_rescue_under_way_ends_with_the_loss_and_not_while_they_are_only_leaving(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    done = opened(scene, account=scene.account())
    why = [Reason(LossReason.PRICE, Confidence.STATED)]
    leaving = NewLoss(done.account.id, NOW.date() + timedelta(days=30), why)
    losses.end(scene.store, scene.deed(), leaving)
    assert again(scene, done.rescue.id).state == "open"
    losses.end(scene.store, scene.deed(), replace(leaving, ended_on=NOW.date(), words="it was too late"))
    assert (again(scene, done.rescue.id).state, again(scene, done.rescue.id).worked) == ("lost", "it was too late")


def test_the_plan_of_a_rescue_comes_and_goes_with_it_and_no_edit_begins_or_ends_one(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    account = scene.account()
    with pytest.raises(Refused, match="opened with /client rescue Acme"):
        plans.open_plan(scene.store, scene.deed(), plans.NewPlan(account.id, "rescue"))
    with pytest.raises(Refused, match="opened with /client rescue Acme"):
        accounts.edit(scene.store, scene.deed(), account.id, {"status": "rescue"})
    done = opened(scene, account=account)
    with pytest.raises(Refused, match="how it ended is said with /client rescue Acme end"):
        plans.end_plan(scene.store, scene.deed(), done.rescue.plan_id)
    with pytest.raises(Refused, match="is said with /client rescue Acme end"):
        accounts.edit(scene.store, scene.deed(), account.id, {"status": "active"})
    accounts.edit(scene.store, scene.deed(), account.id, {"tier": "light"})
    assert scene.again(account).status == Status.RESCUE


def test_who_is_erased_is_in_no_rescue_any_more(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    account = scene.account(tier=Tier.KEY)
    jane = scene.contact(account, "Jane Doe")
    done = opened(scene, account=account, by=BEN, why="Jane Doe told Ben Okafor", helpers=[BEN], lead_id=BEN)
    rescues.review(scene.store, scene.deed(BEN), done.rescue.id, "Ben Okafor spoke with Jane Doe")
    erasure.contact(scene.store, scene.deed(), jane.id)
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    rescue = again(scene, done.rescue.id)
    with scene.look() as session:
        [review] = rows.reviews_of(session, TEAM, rescue.id, 5)
    assert (rescue.why, review.stands) == (f"{SOMEBODY} told {SOMEBODY}", f"{SOMEBODY} spoke with {SOMEBODY}")
    assert {rescue.lead_id, rescue.opened_by, review.reviewed_by, *rescue.helpers} == {rescue.lead_id}
    assert rescue.lead_id is not None
    assert is_nobodys(rescue.lead_id)
