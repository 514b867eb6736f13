"""What has to be there before a deed can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import select

from bot.endings import Confidence, LossReason, Part, Reason, Side
from bot.intervals import MONTHLY
from bot.policy import Status, Tier, TraitKind
from bot.preferences import Event, Frequency
from bot.work import (
    accounts,
    breakdowns,
    campaigns,
    contacts,
    imports,
    lessons,
    litmus,
    loss_audits,
    losses,
    never_again,
    newcomers,
    nudges,
    openings,
    plans,
    preferences,
    promises,
    remarks,
    rescues,
    traits,
    winbacks,
    wishes,
)
from bot.work.deed import Deed
from storage import litmus as litmus_rows
from storage import people
from storage.tables import Import, IntakeKey, Loss, LossAudit
from tests.work.case import INSIDE, LEA, LOU, MAX, UNTIL, YESSES, Case
from tests.work.scene import ANA, ERIK, NOW, TEAM


def key_of(case: Case) -> str:
    with case.store.read() as session:
        return session.exec(select(IntakeKey.id)).one()


def hear_weekly(case: Case, deed: Deed) -> Any:
    return preferences.set_frequencies(case.store, deed, MAX, {Event.NUDGES: Frequency.WEEKLY})


def gone(case: Case) -> str:
    return contacts.mark_left(case.store, Deed(TEAM, None, NOW), case.contact.id).contact.id


def unsnooze(case: Case, deed: Deed) -> Any:
    nudges.snooze_account(case.store, replace(deed, person_id=None), case.account.id, UNTIL)
    return nudges.unsnooze_account(case.store, deed, case.account.id)


def pride(case: Case) -> traits.NewTrait:
    return traits.NewTrait(case.account.id, TraitKind.PROUD, "their new plant")


def known(case: Case) -> str:
    return traits.know(case.store, Deed(TEAM, None, NOW), pride(case)).trait.id


def danger_of(case: Case) -> rescues.NewRescue:
    return rescues.NewRescue(case.account.id, "the launch failed", lead_id=ANA)


def in_danger(case: Case) -> str:
    return rescues.open_rescue(case.store, Deed(TEAM, None, NOW), danger_of(case)).rescue.id


def said(case: Case) -> remarks.NewRemark:
    return remarks.NewRemark(case.account.id, "who else uses it?")


def asked(case: Case, deed: Deed) -> str:
    """A test in which whoever does the deed is asked."""
    test = litmus.open_test(case.store, Deed(TEAM, None, NOW), case.account.id).test
    with case.store.write() as session:
        if deed.person_id and litmus_rows.view(session, TEAM, test.id, deed.person_id) is None:
            litmus_rows.open_many(session, TEAM, [], [litmus.new_view(deed, test.id, case.account.id, deed.person_id)])
    return test.id


def shaky(case: Case) -> str:
    """A test that was closed with something to do."""
    test = litmus.open_test(case.store, Deed(TEAM, None, NOW), case.account.id).test
    litmus.give_view(case.store, Deed(TEAM, LOU, NOW), test.id, dict.fromkeys(YESSES, "no"))
    return litmus.close_test(case.store, Deed(TEAM, None, NOW), test.id).test.id


def campaign(case: Case) -> str:
    return campaigns.open_campaign(case.store, Deed(TEAM, None, NOW), tuple(Tier)).campaign.id


def promise_of(case: Case) -> promises.NewPromise:
    return promises.NewPromise(case.account.id, "a list", UNTIL)


def promised(case: Case) -> str:
    return promises.make(case.store, Deed(TEAM, None, NOW), promise_of(case)).promise.id


def wish_of(case: Case) -> wishes.NewWish:
    return wishes.NewWish(case.account.id, "a report", MONTHLY, UNTIL)


def wished(case: Case) -> str:
    return wishes.note(case.store, Deed(TEAM, None, NOW), wish_of(case)).wish.id


def settled(case: Case) -> str:
    return promises.keep(case.store, Deed(TEAM, None, NOW), promised(case)).promise.id


def declined(case: Case) -> str:
    return wishes.decline(case.store, Deed(TEAM, None, NOW), wished(case), "no").wish.id


def delivered(case: Case) -> str:
    done = wishes.deliver(case.store, Deed(TEAM, None, NOW), wished(case), wishes.Delivered())
    assert done.delivery is not None
    return done.delivery.id


def broke_of(case: Case) -> breakdowns.NewBreakdown:
    return breakdowns.NewBreakdown(case.account.id, "no export")


def broken(case: Case) -> str:
    return breakdowns.report(case.store, Deed(TEAM, None, NOW), broke_of(case)).breakdown.id


def recovered(case: Case) -> str:
    return breakdowns.recover(case.store, Deed(TEAM, None, NOW), broken(case), "fixed").breakdown.id


def verify(case: Case, deed: Deed) -> Any:
    return breakdowns.verify(case.store, deed, recovered(case), "it ran", client_told=True)


def passed_on(case: Case) -> str:
    return remarks.pass_on(case.store, Deed(TEAM, None, NOW), said(case)).remark.id


def laid(case: Case) -> plans.PlanKept:
    return plans.open_plan(case.store, Deed(TEAM, None, NOW), plans.NewPlan(case.account.id, "onboarding"))


def ending(case: Case, ended_on: date) -> losses.NewLoss:
    reason = Reason(LossReason.PRICE, Confidence.STATED)
    return losses.NewLoss(case.account.id, ended_on, [reason], override_why="they closed shop")


def lost(case: Case) -> str:
    return losses.end(case.store, Deed(TEAM, None, NOW), ending(case, NOW.date())).account.id


def opening(case: Case) -> openings.NewOpening:
    return openings.NewOpening(case.account.id, openings.Kind.UPSELL, "a training")


def noted(case: Case) -> str:
    return openings.note(case.store, Deed(TEAM, None, NOW), opening(case)).opening.id


def decision(case: Case) -> winbacks.Wanted:
    return winbacks.Wanted(lost(case), False, "they paid late")


def taught(case: Case, way: lessons.Way = lessons.Way.COMPUTED) -> lessons.NewLesson:
    return lessons.NewLesson(lost(case), "call more", way, UNTIL, "silent", task="Call?", owner_id=LEA)


def drawn(case: Case, way: lessons.Way = lessons.Way.COMPUTED) -> str:
    return lessons.draw(case.store, Deed(TEAM, None, NOW), taught(case, way)).lesson.id


def answer(case: Case, deed: Deed) -> Any:
    if deed.person_id in INSIDE.values():
        theirs = accounts.NewAccount("Theirs", owner_id=deed.person_id)
        accounts.add(case.store, replace(deed, person_id=None), theirs)
    return lessons.answer(case.store, deed, drawn(case, lessons.Way.ASKED), [])


def to_tell(case: Case) -> never_again.Told:
    drawn(case)
    with case.store.read() as session:
        return never_again.Told(session.exec(select(Loss.id)).one(), "C0HEALTH")


def read(case: Case, deed: Deed) -> Any:
    word = never_again.post(case.store, replace(deed, person_id=None), to_tell(case))
    return never_again.acknowledge(case.store, deed, word.id)


def past(case: Case) -> str:
    new = accounts.NewAccount("Old", status=Status.LOST)
    return accounts.add(case.store, Deed(TEAM, None, NOW), new).account.id


def audited(case: Case) -> str:
    lost(case)
    with case.store.read() as session:
        return session.exec(select(LossAudit.id)).one()


def crowded(case: Case) -> str:
    """An audit of an account with which everybody of ours had to do."""
    audit_id = audited(case)
    with case.store.read() as session:
        everybody = [one.id for one in people.of_ours(session, TEAM) if not one.is_guest]
    accounts.edit(case.store, Deed(TEAM, None, NOW), case.account.id, {"helpers": everybody})
    return audit_id


def led(case: Case) -> str:
    """An audit that Max leads, with a finding."""
    audit_id = audited(case)
    loss_audits.appoint(case.store, Deed(TEAM, None, NOW), audit_id, MAX)
    loss_audits.find(case.store, Deed(TEAM, None, NOW), audit_id, finding())
    return audit_id


def done(case: Case) -> str:
    """An audit that Max led, and that is done."""
    return loss_audits.conclude(case.store, Deed(TEAM, None, NOW), led(case), lambda _s, audit: audit.id).audit.id


def finding() -> loss_audits.Finding:
    return loss_audits.Finding("found", Side.OURS, Part.DELIVERY)


def found(case: Case) -> str:
    with case.store.read() as session:
        return str(session.exec(select(LossAudit)).one().findings[0]["id"])


def decline(case: Case, deed: Deed) -> Any:
    newcomers.meet(case.store, replace(deed, person_id=None), case.account.id, ERIK)
    return newcomers.decline(case.store, deed, case.account.id, ERIK)


def offered(case: Case, deed: Deed) -> str:
    """A list that waits for a word of whoever handed it over."""
    handed = imports.Handed("D0:1", "D0", "a.csv", pasted="Acme")
    imports.hand_over(case.store, TEAM, deed.person_id or "", handed, NOW)
    with case.store.write() as session:
        found = session.exec(select(Import)).one()
        found.step, found.due_at = "offered", None
        return str(found.id)
