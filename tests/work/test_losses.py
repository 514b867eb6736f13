from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.endings import Confidence, ExitWay, LossReason, Reason
from bot.gate import Lack
from bot.policy import Tier
from bot.work import accounts, erasure, exits, losses, plans, rescues
from bot.work.deed import Refused, Repeated
from bot.work.exits import Exit
from bot.work.gating import GateShut
from bot.work.losses import LossKept, NewLoss
from bot.work.permission import NotAllowed
from bot.work.rescues import NewRescue
from storage import losses as rows
from storage.tables import Account, Audit, Clock, Loss, LossAudit, Nudge, Rescue, Step
from tests.work.scene import ANA, BEN, CHRIS, NOW, TEAM, Scene, request_id

PRICE = Reason(LossReason.PRICE, Confidence.STATED)
TODAY = NOW.date()


def lose(scene: Scene, account: Account, by: str | None = ANA, **fields: Any) -> LossKept:
    new = NewLoss(account.id, **{"ended_on": TODAY, "reasons": [PRICE], **fields})
    return losses.end(scene.store, scene.deed(by), new)


#: What a client said the day before.
HEARD = Exit(TODAY - timedelta(days=1), answers={"why": "Nobody ever came by."})


def rescue(scene: Scene, account: Account, days_ago: float = 10) -> None:
    """A rescue in which somebody tried to reach them a day later."""
    opened(scene, account, days_ago)
    scene.touch(account, days_ago - 1, kind="attempt", direction="to-client")


def opened(scene: Scene, account: Account, days_ago: float) -> Rescue:
    then = replace(scene.deed(), now=scene.ago(days_ago))
    return rescues.open_rescue(scene.store, then, NewRescue(account.id, "They are upset.")).rescue


def open_nudges(scene: Scene) -> list[str]:
    with scene.look() as session:
        return sorted(session.exec(select(Nudge.rule).where(col(Nudge.closed_at).is_(None))))


def deeds(scene: Scene) -> list[str]:
    with scene.look() as session:
        return [row.deed for row in session.exec(select(Audit).order_by(col(Audit.id))) if row.deed.startswith("loss.")]


def test_a_lost_account_falls_silent_at_once_and_its_audit_opens_by_itself(scene: Scene) -> None:
    acme = scene.account(annual_value_minor=120_000_00, currency="EUR")
    scene.touch(acme, 60)
    assert "quiet" in open_nudges(scene)

    kept = lose(scene, acme, decided_by="their CFO", words="You stopped listening.")

    assert kept.is_lost
    assert (scene.again(acme).status, scene.again(acme).lost_on) == ("lost", TODAY)
    assert not {"quiet", "senior", "neglect"} & {*open_nudges(scene)}
    with scene.look() as session:
        assert not session.exec(select(Clock).where(Clock.rule == "quiet")).all()
        loss, audit = session.exec(select(Loss)).one(), session.exec(select(LossAudit)).one()
    assert (loss.decided_by, loss.words, loss.value_minor, loss.currency) == (
        "their CFO", "You stopped listening.", 120_000_00, "EUR",
    )  # fmt: skip
    assert loss.reasons == [{"reason": "price", "confidence": "stated"}]
    assert (audit.loss_id, audit.state, audit.due_on, audit.leader_id) == (
        loss.id, "open", TODAY + timedelta(days=14), None,
    )  # fmt: skip


def test_an_end_that_is_to_come_makes_it_leaving_and_the_clocks_go_on(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, 60)
    kept = lose(scene, acme, ended_on=date(2026, 6, 30), reasons=[])
    assert (kept.loss.state, kept.audit, scene.again(acme).status) == ("leaving", None, "leaving")
    assert "quiet" in open_nudges(scene)

    lost = lose(scene, acme, reasons=[PRICE])
    assert (lost.loss.id, lost.loss.state, lost.loss.ended_on) == (kept.loss.id, "lost", TODAY)
    assert deeds(scene) == ["loss.leaving", "loss.lost"]


def test_a_reason_is_asked_of_every_account_that_is_lost(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match="“unknown” is one, too"):
        lose(sqlite_scene, acme, reasons=[])
    assert sqlite_scene.again(acme).status == "active"
    assert lose(sqlite_scene, acme, reasons=[Reason(LossReason.UNKNOWN, Confidence.SUSPECTED)]).is_lost


def test_a_key_account_is_not_closed_without_a_rescue_a_reason_and_an_interview(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    with pytest.raises(GateShut) as shut:
        lose(sqlite_scene, acme, reasons=[Reason(LossReason.UNKNOWN, Confidence.STATED)])
    assert shut.value.lacks == (Lack.RESCUE, Lack.REASON, Lack.EXIT)
    assert sqlite_scene.again(acme).status == "active"
    with sqlite_scene.look() as session:
        assert not session.exec(select(Loss)).all()

    rescue(sqlite_scene, acme)
    with pytest.raises(GateShut, match="not from before the end"):
        lose(sqlite_scene, acme, exit=replace(HEARD, on=TODAY))
    assert lose(sqlite_scene, acme, exit=HEARD).is_lost


def test_a_rescue_in_which_nothing_was_done_opens_no_gate(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    sqlite_scene.touch(acme, 20)
    rescue = opened(sqlite_scene, acme, 10)
    with pytest.raises(GateShut) as shut:
        lose(sqlite_scene, acme, exit=HEARD)
    assert shut.value.lacks == (Lack.RESCUE,)
    with sqlite_scene.look() as session:
        [step, *_] = session.exec(select(Step).where(Step.plan_id == rescue.plan_id)).all()
    plans.do_step(sqlite_scene.store, sqlite_scene.deed(), step.id, "called them")
    assert lose(sqlite_scene, acme, exit=HEARD).is_lost


def test_a_rescue_of_years_ago_opens_no_gate(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    rescue(sqlite_scene, acme, days_ago=500)
    with pytest.raises(GateShut):
        lose(sqlite_scene, acme, exit=HEARD)


def test_a_lead_closes_a_key_account_all_the_same_and_the_audit_log_says_why(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    with pytest.raises(NotAllowed, match="Only a lead or an admin can close a key account although"):
        lose(sqlite_scene, acme, by=ANA, override_why="they closed shop")

    kept = lose(sqlite_scene, acme, by=CHRIS, override_why="they closed shop")

    assert (kept.loss.overridden_by, kept.loss.override_why) == (CHRIS, "they closed shop")
    with sqlite_scene.look() as session:
        row = session.exec(select(Audit).where(Audit.deed == "loss.override")).one()
    assert row.person_id == CHRIS
    assert row.after == {"lacks": ["rescue", "exit"], "why": "they closed shop"}


def test_an_override_that_was_not_needed_is_none(sqlite_scene: Scene) -> None:
    assert lose(sqlite_scene, sqlite_scene.account(), by=ANA, override_why="so what").loss.overridden_by is None


def test_another_tier_is_no_way_round_the_gate(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    accounts.edit(sqlite_scene.store, sqlite_scene.deed(), acme.id, {"tier": "light"})
    with pytest.raises(GateShut):
        lose(sqlite_scene, acme)


def test_an_account_that_was_lost_by_mistake_is_reopened_by_a_lead(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, 60)
    lose(scene, acme)
    with pytest.raises(NotAllowed, match="Only a lead or an admin can reopen"):
        losses.reopen(scene.store, scene.deed(ANA), acme.id, "mistake")
    with pytest.raises(Refused, match="say why"):
        losses.reopen(scene.store, scene.deed(CHRIS), acme.id, " ")

    kept = losses.reopen(scene.store, scene.deed(CHRIS), acme.id, "It was Acme GmbH.")

    assert (kept.loss.state, kept.loss.reopen_why, kept.audit and kept.audit.state) == (
        "withdrawn", "It was Acme GmbH.", "dropped",
    )  # fmt: skip
    assert (scene.again(acme).status, scene.again(acme).lost_on) == ("active", None)
    assert "quiet" in open_nudges(scene)
    assert deeds(scene) == ["loss.lost", "loss.withdrawn"]
    again = lose(scene, acme)
    assert again.loss.id != kept.loss.id


def test_who_keeps_an_account_says_that_those_who_were_leaving_stay(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    with pytest.raises(Refused, match="neither leaving nor lost"):
        losses.reopen(sqlite_scene.store, sqlite_scene.deed(), acme.id, "they stay")
    lose(sqlite_scene, acme, ended_on=date(2026, 6, 30))
    losses.reopen(sqlite_scene.store, sqlite_scene.deed(ANA), acme.id, "they stay")
    assert sqlite_scene.again(acme).status == "active"


def test_who_came_back_keeps_the_audit_of_why_they_went(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    lose(sqlite_scene, acme)
    kept = losses.reopen(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, "a new contract", is_won_back=True)
    assert (kept.loss.state, kept.audit and kept.audit.state) == ("won_back", "open")


def test_what_was_said_of_a_loss_is_put_right_by_saying_it_again(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    first = lose(sqlite_scene, acme, words="too dear")
    feelings = Reason(LossReason.FEELINGS, Confidence.VERIFIED)
    new = replace(losses.told(first.loss), reasons=[PRICE, feelings], ended_on=TODAY - timedelta(days=2))
    again = losses.end(sqlite_scene.store, sqlite_scene.deed(), new)
    assert (again.loss.id, again.loss.words) == (first.loss.id, "too dear")
    assert [one["reason"] for one in again.loss.reasons] == ["feelings", "price"]
    assert sqlite_scene.again(acme).lost_on == TODAY - timedelta(days=2)
    assert deeds(sqlite_scene) == ["loss.lost", "loss.correct"]
    with sqlite_scene.look() as session:
        assert len(session.exec(select(LossAudit)).all()) == 1


def test_the_same_request_ends_an_account_once(sqlite_scene: Scene) -> None:
    acme, deed = sqlite_scene.account(), sqlite_scene.deed(request_id=request_id())
    new = NewLoss(acme.id, TODAY, [PRICE])
    losses.end(sqlite_scene.store, deed, new)
    with pytest.raises(Repeated):
        losses.end(sqlite_scene.store, deed, new)
    assert deeds(sqlite_scene) == ["loss.lost"]


def test_an_exit_interview_is_kept_answer_by_answer_and_its_day_cannot_be_to_come(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    said = Exit(TODAY - timedelta(days=1), ExitWay.QUESTIONNAIRE, "Jane Doe", {"why": "Price.", "best": ""})
    with pytest.raises(Refused, match="neither leaving nor lost"):
        exits.note(sqlite_scene.store, sqlite_scene.deed(BEN), acme.id, said)
    lose(sqlite_scene, acme, ended_on=date(2026, 6, 30))
    with pytest.raises(Refused, match="still to come"):
        exits.note(sqlite_scene.store, sqlite_scene.deed(BEN), acme.id, replace(said, on=TODAY + timedelta(days=1)))

    exits.note(sqlite_scene.store, sqlite_scene.deed(BEN), acme.id, said)
    more = replace(said, answers={"best": "Your people."})
    loss = exits.note(sqlite_scene.store, sqlite_scene.deed(ANA), acme.id, more)

    assert loss.exit_answers == {"why": "Price.", "best": "Your people."}
    assert (loss.exit_on, loss.exit_way, loss.exit_with) == (TODAY - timedelta(days=1), "questionnaire", "Jane Doe")
    with sqlite_scene.look() as session:
        [row, _] = session.exec(select(Audit).where(Audit.deed == "loss.exit").order_by(Audit.id)).all()
    assert "Price." not in str(row.after)


def test_what_they_said_in_the_exit_interview_answers_the_warning_at_once_and_a_bare_day_does_not(
    sqlite_scene: Scene,
) -> None:
    acme = sqlite_scene.account()
    lose(sqlite_scene, acme, ended_on=TODAY + timedelta(days=3))
    assert open_nudges(sqlite_scene) == ["leaving"]
    exits.note(sqlite_scene.store, sqlite_scene.deed(), acme.id, Exit(TODAY))
    assert open_nudges(sqlite_scene) == ["leaving"]
    exits.note(sqlite_scene.store, sqlite_scene.deed(), acme.id, replace(HEARD, on=TODAY))
    assert open_nudges(sqlite_scene) == []


def test_an_interview_from_before_it_was_reopened_answers_no_warning(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    lose(sqlite_scene, acme, exit=HEARD)
    losses.reopen(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id, "they signed", is_won_back=True)
    lose(sqlite_scene, acme, ended_on=TODAY + timedelta(days=3), exit=HEARD)
    assert "leaving" in open_nudges(sqlite_scene)


def test_who_is_erased_is_taken_out_of_what_was_said_at_the_end(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account()
    jane = sqlite_scene.contact(acme, "Jane Doe")
    said = Exit(TODAY, ExitWay.CONVERSATION, "Jane Doe", {"why": "Jane felt alone."})
    kept = lose(sqlite_scene, acme, decided_by="Jane Doe", words="Jane Doe: no more.", exit=said)

    erasure.contact(sqlite_scene.store, sqlite_scene.deed(), jane.id)

    with sqlite_scene.look() as session:
        loss = rows.get(session, TEAM, kept.loss.id)
    assert loss is not None
    told = f"{loss.decided_by} {loss.words} {loss.exit_with} {loss.exit_answers}"
    assert "Jane" not in told
    assert "felt alone" in told


def test_a_rescue_that_was_none_opens_no_gate_and_one_under_way_ends_with_the_loss(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(tier=Tier.KEY)
    none = opened(sqlite_scene, acme, 10)
    sqlite_scene.touch(acme, 9)
    rescues.end(sqlite_scene.store, sqlite_scene.deed(), none.id, "dropped", "a misunderstanding")
    with pytest.raises(GateShut):
        lose(sqlite_scene, acme, exit=HEARD)

    rescue(sqlite_scene, acme, 8)
    assert lose(sqlite_scene, acme, exit=HEARD).is_lost
    with sqlite_scene.look() as session:
        states = {one.state for one in session.exec(select(Rescue))}
    assert states == {"dropped", "lost"}
