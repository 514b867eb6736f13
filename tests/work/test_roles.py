from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

import bot.work
from bot.endings import Confidence, LossReason, Part, Reason, Side
from bot.intervals import MONTHLY
from bot.litmus.questions import ours as litmus_questions
from bot.playbooks import ours
from bot.policy import Counts, Direction, Kind, Policy, Status, Tier, TraitKind
from bot.preferences import Event, Frequency
from bot.rules.knobs import Proposal, proposals
from bot.work import (
    accounts,
    breakdowns,
    calendars,
    campaigns,
    channels,
    contacts,
    documents,
    erasure,
    exits,
    exports,
    findings,
    imports,
    intake_keys,
    lessons,
    litmus,
    litmus_steps,
    loss_audits,
    losses,
    never_again,
    newcomers,
    nudges,
    openings,
    plans,
    preferences,
    promises,
    pulse,
    remarks,
    rescues,
    settings,
    sources,
    touches,
    traits,
    winbacks,
    wishes,
    wishes_again,
)
from bot.work.deed import Deed
from bot.work.permission import NotAllowed
from bot.work.roles import DEALS, Need
from storage import litmus as litmus_rows
from storage import people
from storage.engine import Store
from storage.tables import Account, Contact, Import, IntakeKey, Loss, LossAudit, Nudge, Touch
from tests.work.scene import ANA, BEN, CHRIS, DANA, ERIK, GONE, NOW, TEAM, Scene, fresh
from tests.work.scene import scene as set_up

MAX, LOU, BEA, SAM, LEA = "U0MAX", "U0LOU", "U0BEA", "U0SAM", "U0LEA"
OUTSIDE = {"guest": DANA, "stranger": ERIK, "gone": GONE, "nobody known": "U0WHO"}
INSIDE = {
    "member": MAX, "logger": LOU, "owner": ANA, "backup": BEA, "sponsor": SAM, "lead": BEN, "lead by hand": LEA,
    "admin": CHRIS,
}  # fmt: skip
ABOVE = {"lead", "lead by hand", "admin"}
KEEPERS = {"owner", "backup", "sponsor"} | ABOVE
MAY = {
    Need.OURS: set(INSIDE),
    Need.SELF: {"member"} | ABOVE,
    Need.LOGGER: {"logger"} | KEEPERS,
    Need.KEEPER: KEEPERS,
    Need.HOLDER: KEEPERS,
    Need.LEAD: ABOVE,
    Need.LEADER: {"member"},
    Need.ADMIN: {"admin"},
}


class Case:
    """The workspace of `lay_out`, in a file of its own."""

    def __init__(self, store: Store) -> None:
        self.scene, self.store = Scene(store), store
        with store.read() as session:
            self.account = session.exec(select(Account)).one()
            self.contact = session.exec(select(Contact)).one()
            self.touch = session.exec(select(Touch)).one()

    def new_touch(self) -> touches.NewTouch:
        return self.scene.new_touch(self.account, days_ago=1)

    @property
    def nudge_id(self) -> str:
        with self.store.read() as session:
            return session.exec(select(Nudge.id).where(Nudge.rule == "quiet")).one()

    @property
    def orphan(self) -> Account:
        new = accounts.NewAccount("Orphan")
        return accounts.add(self.store, self.scene.deed(None), new).account

    @property
    def proposal(self) -> Proposal:
        return proposals("quiet", Policy(), 0, 20)[0]


Do = Callable[[Case, Deed], Any]
UNTIL = date(2026, 6, 1)
UNTIL_NOW = NOW.date() - timedelta(days=1)
YESSES = dict.fromkeys((one.key for one in litmus_questions().asked), "yes")
EMAIL = (Kind.EMAIL, Direction.TO_CLIENT, [Counts.REACH])
CASES: list[tuple[str, Callable[..., Any], Do]] = [
    ("touch.log", touches.log, lambda c, d: touches.log(c.store, d, c.new_touch())),
    ("touch.log", nudges.log, lambda c, d: nudges.log(c.store, d, c.nudge_id, c.new_touch())),
    ("touch.log", nudges.already_did, lambda c, d: nudges.already_did(c.store, d, c.nudge_id, c.new_touch())),
    ("touch.edit", touches.edit, lambda c, d: touches.edit(c.store, d, c.touch.id, c.new_touch())),
    ("touch.edit", touches.amend, lambda c, d: touches.amend(c.store, d, c.touch.id, lambda now: now)),
    ("touch.join", touches.join, lambda c, d: touches.join(c.store, d, c.touch.id, lambda now: now)),
    ("touch.undo", touches.undo, lambda c, d: touches.undo(c.store, d, c.touch.id)),
    ("contact.add", contacts.add, lambda c, d: contacts.add(c.store, d, contacts.NewContact(c.account.id, "Kim Lee"))),
    ("contact.add", newcomers.meet, lambda c, d: newcomers.meet(c.store, d, c.account.id, ERIK)),
    ("contact.decline", newcomers.decline, lambda c, d: decline(c, d)),
    ("contact.edit", contacts.edit, lambda c, d: contacts.edit(c.store, d, c.contact.id, {"title": "CFO"})),
    ("contact.left", contacts.mark_left, lambda c, d: contacts.mark_left(c.store, d, c.contact.id)),
    ("contact.back", contacts.bring_back, lambda c, d: contacts.bring_back(c.store, d, gone(c))),
    ("contact.erase", erasure.contact, lambda c, d: erasure.contact(c.store, d, c.contact.id)),
    ("person.erase", erasure.person, lambda c, d: erasure.person(c.store, d, MAX)),
    ("nudge.take", nudges.take, lambda c, d: nudges.take(c.store, d, c.nudge_id)),
    ("nudge.vote", nudges.vote, lambda c, d: nudges.vote(c.store, d, c.nudge_id, useful=True)),
    ("account.snooze", nudges.snooze, lambda c, d: nudges.snooze(c.store, d, c.nudge_id, UNTIL)),
    ("account.snooze", nudges.snooze_account, lambda c, d: nudges.snooze_account(c.store, d, c.account.id, UNTIL)),
    ("account.unsnooze", nudges.unsnooze_account, lambda c, d: unsnooze(c, d)),
    ("account.add", accounts.add, lambda c, d: accounts.add(c.store, d, accounts.NewAccount("New"))),
    ("account.adopt", accounts.set_owner, lambda c, d: accounts.set_owner(c.store, d, c.orphan.id, d.person_id)),
    ("account.edit", accounts.edit, lambda c, d: accounts.edit(c.store, d, c.account.id, {"tier": "light"})),
    ("account.closures", accounts.edit, lambda c, d: accounts.edit(c.store, d, c.account.id, {}, [(UNTIL, UNTIL)])),
    ("account.edit", accounts.set_owner, lambda c, d: accounts.set_owner(c.store, d, c.account.id, MAX)),
    ("account.edit", accounts.link_channel, lambda c, d: accounts.link_channel(c.store, d, c.account.id, "C0ACME")),
    ("account.edit", channels.renamed, lambda c, d: channels.renamed(c.store, d, "C0", "C1")),
    ("account.sources", sources.set_source, lambda c, d: sources.set_source(c.store, d, c.account.id, "text", True)),
    ("account.edit", accounts.unlink_channel, lambda c, d: accounts.unlink_channel(c.store, d, c.account.id, "C0")),
    ("settings.away", settings.set_away, lambda c, d: settings.set_away(c.store, d, MAX, UNTIL, UNTIL)),
    ("settings.working_days", settings.set_working_days, lambda c, d: settings.set_working_days(c.store, d, MAX, [1])),
    ("settings.preferences", preferences.mute, lambda c, d: preferences.mute(c.store, d, MAX, UNTIL)),
    ("settings.preferences", preferences.set_hour, lambda c, d: preferences.set_hour(c.store, d, MAX, 7)),
    ("settings.preferences", preferences.set_frequencies, lambda c, d: hear_weekly(c, d)),
    ("settings.lead", settings.set_lead, lambda c, d: settings.set_lead(c.store, d, MAX, LEA)),
    ("settings.lead", settings.set_lead, lambda c, d: settings.set_lead(c.store, d, MAX, None)),
    ("settings.new_lead", settings.set_lead, lambda c, d: settings.set_lead(c.store, d, MAX, LOU)),
    ("settings.role", settings.set_role, lambda c, d: settings.set_role(c.store, d, MAX, "admin")),
    ("settings.alert_channel", settings.set_alert_channel, lambda c, d: settings.set_alert_channel(c.store, d, "C0")),
    ("settings.policy", settings.set_policy, lambda c, d: settings.set_policy(c.store, d, "budget", 3)),
    ("settings.policy", settings.change, lambda c, d: settings.change(c.store, d, {"budget": 3})),
    ("settings.tier", settings.set_tier, lambda c, d: settings.set_tier(c.store, d, Tier.KEY, {"senior": 30})),
    ("settings.counts", settings.set_counts, lambda c, d: settings.set_counts(c.store, d, *EMAIL)),
    ("import", imports.choose, lambda c, d: imports.choose(c.store, d, offered(c, d), "accounts", {"name": 0})),
    ("import", imports.begin, lambda c, d: imports.begin(c.store, d, offered(c, d))),
    ("import", imports.try_again, lambda c, d: imports.try_again(c.store, d, offered(c, d))),
    ("import", imports.leave, lambda c, d: imports.leave(c.store, d, offered(c, d))),
    ("export", exports.note, lambda c, d: exports.note(c.store, d, {"accounts": 1})),
    ("trait.know", traits.know, lambda c, d: traits.know(c.store, d, pride(c))),
    ("trait.forget", traits.forget, lambda c, d: traits.forget(c.store, d, known(c))),
    ("remark.pass_on", remarks.pass_on, lambda c, d: remarks.pass_on(c.store, d, said(c))),
    ("remark.answer", remarks.address, lambda c, d: remarks.address(c.store, d, passed_on(c))),
    ("remark.answer", remarks.decline, lambda c, d: remarks.decline(c.store, d, passed_on(c), "no")),
    (
        "plan.open",
        plans.open_plan,
        lambda c, d: plans.open_plan(c.store, d, plans.NewPlan(c.account.id, "relationship")),
    ),
    ("plan.edit", plans.edit_plan, lambda c, d: plans.edit_plan(c.store, d, laid(c).plan.id, "here", "there")),
    ("plan.end", plans.end_plan, lambda c, d: plans.end_plan(c.store, d, laid(c).plan.id)),
    ("step.add", plans.add_step, lambda c, d: plans.add_step(c.store, d, laid(c).plan.id, plans.NewStep("call"))),
    ("step.add", plans.add_steps, lambda c, d: plans.add_steps(c.store, d, laid(c).plan.id, ["meal"])),
    ("step.do", plans.do_step, lambda c, d: plans.do_step(c.store, d, laid(c).steps[0].id)),
    ("step.skip", plans.skip_step, lambda c, d: plans.skip_step(c.store, d, laid(c).steps[0].id, "no")),
    ("step.move", plans.move_step, lambda c, d: plans.move_step(c.store, d, laid(c).steps[0].id, due_on=UNTIL)),
    ("opening.note", openings.note, lambda c, d: openings.note(c.store, d, opening(c))),
    ("opening.end", openings.asked, lambda c, d: openings.asked(c.store, d, noted(c))),
    ("opening.end", openings.drop, lambda c, d: openings.drop(c.store, d, noted(c))),
    ("winback.decide", winbacks.decide, lambda c, d: winbacks.decide(c.store, d, decision(c))),
    ("lesson.draw", lessons.draw, lambda c, d: lessons.draw(c.store, d, taught(c))),
    ("lesson.look", lessons.look, lambda c, d: lessons.look(c.store, d, drawn(c))),
    ("lesson.answer", lessons.answer, lambda c, d: answer(c, d)),
    ("lesson.end", lessons.end, lambda c, d: lessons.end(c.store, d, drawn(c))),
    ("lesson.export", exports.note_lessons, lambda c, d: exports.note_lessons(c.store, d, {})),
    ("never_again.post", never_again.post, lambda c, d: never_again.post(c.store, d, to_tell(c))),
    ("never_again.read", never_again.acknowledge, lambda c, d: read(c, d)),
    ("document.put", documents.put, lambda c, d: documents.put(c.store, d, "playbook", ours("rescue") + "#")),
    ("document.put", documents.switch, lambda c, d: documents.switch(c.store, d, "playbook", "rescue", on=False)),
    ("document.put", documents.bring_back, lambda c, d: documents.bring_back(c.store, d, "playbook", "rescue", 0)),
    ("loss.record", losses.end, lambda c, d: losses.end(c.store, d, ending(c, UNTIL))),
    ("loss.override", losses.end, lambda c, d: losses.end(c.store, d, ending(c, NOW.date()))),
    ("loss.reopen", losses.reopen, lambda c, d: losses.reopen(c.store, d, lost(c), "mistake")),
    ("loss.past", accounts.add, lambda c, d: accounts.add(c.store, d, accounts.NewAccount("Old", status=Status.LOST))),
    ("audit.appoint", loss_audits.begin, lambda c, d: loss_audits.begin(c.store, d, past(c))),
    ("audit.appoint", loss_audits.appoint, lambda c, d: loss_audits.appoint(c.store, d, audited(c), MAX)),
    ("audit.appoint", loss_audits.invite, lambda c, d: loss_audits.invite(c.store, d, crowded(c), "Jane Roe")),
    ("audit.lead", loss_audits.find, lambda c, d: loss_audits.find(c.store, d, led(c), finding())),
    ("audit.lead", loss_audits.drop, lambda c, d: loss_audits.drop(c.store, d, led(c), found(c))),
    ("audit.spare", findings.spare, lambda c, d: findings.spare(c.store, d, done(c), found(c))),
    ("audit.lead", loss_audits.conclude, lambda c, d: loss_audits.conclude(c.store, d, led(c), lambda _s, a: a.id)),
    ("loss.exit", exits.note, lambda c, d: exits.note(c.store, d, lost(c), exits.Exit(NOW.date()))),
    ("litmus.open", litmus.open_test, lambda c, d: litmus.open_test(c.store, d, c.account.id)),
    ("litmus.view", litmus.give_view, lambda c, d: litmus.give_view(c.store, d, asked(c, d), YESSES)),
    ("litmus.close", litmus.close_test, lambda c, d: litmus.close_test(c.store, d, asked(c, d))),
    ("litmus.campaign", campaigns.open_campaign, lambda c, d: campaigns.open_campaign(c.store, d, tuple(Tier))),
    ("litmus.campaign", campaigns.close_campaign, lambda c, d: campaigns.close_campaign(c.store, d, campaign(c))),
    ("litmus.plan", litmus_steps.put_on_plan, lambda c, d: litmus_steps.put_on_plan(c.store, d, shaky(c))),
    ("pulse.ask", pulse.ask, lambda c, d: pulse.ask(c.store, d)),
    ("pulse.tell", pulse.tell, lambda c, d: pulse.tell(c.store, d, [])),
    ("remark.answer", remarks.give, lambda c, d: remarks.give(c.store, d, passed_on(c), LOU)),
    ("rescue.open", rescues.open_rescue, lambda c, d: rescues.open_rescue(c.store, d, danger_of(c))),
    ("rescue.review", rescues.review, lambda c, d: rescues.review(c.store, d, in_danger(c), "so so")),
    ("rescue.change", rescues.change, lambda c, d: rescues.change(c.store, d, in_danger(c), {"words": "no"})),
    ("rescue.end", rescues.end, lambda c, d: rescues.end(c.store, d, in_danger(c), "saved", "a call")),
    ("promise.make", promises.make, lambda c, d: promises.make(c.store, d, promise_of(c))),
    ("promise.settle", promises.keep, lambda c, d: promises.keep(c.store, d, promised(c))),
    ("promise.settle", promises.not_kept, lambda c, d: promises.not_kept(c.store, d, promised(c), "ill")),
    ("promise.settle", promises.release, lambda c, d: promises.release(c.store, d, promised(c), "gone")),
    ("promise.settle", promises.reopen, lambda c, d: promises.reopen(c.store, d, settled(c))),
    ("promise.settle", promises.move, lambda c, d: promises.move(c.store, d, promised(c), due_on=UNTIL)),
    ("wish.note", wishes.note, lambda c, d: wishes.note(c.store, d, wish_of(c))),
    ("wish.deliver", wishes.deliver, lambda c, d: wishes.deliver(c.store, d, wished(c), wishes.Delivered())),
    ("wish.change", wishes.decline, lambda c, d: wishes.decline(c.store, d, wished(c), "no")),
    ("wish.change", wishes_again.reopen, lambda c, d: wishes_again.reopen(c.store, d, declined(c))),
    ("wish.change", wishes_again.take_back, lambda c, d: wishes_again.take_back(c.store, d, delivered(c))),
    ("wish.change", wishes.change, lambda c, d: wishes.change(c.store, d, wished(c), due_on=UNTIL)),
    ("breakdown.report", breakdowns.report, lambda c, d: breakdowns.report(c.store, d, broke_of(c))),
    ("breakdown.recover", breakdowns.recover, lambda c, d: breakdowns.recover(c.store, d, broken(c), "fixed")),
    ("breakdown.recover", breakdowns.give, lambda c, d: breakdowns.give(c.store, d, broken(c), LOU)),
    ("breakdown.reopen", breakdowns.reopen, lambda c, d: breakdowns.reopen(c.store, d, recovered(c), "again")),
    ("breakdown.verify", breakdowns.verify, lambda c, d: verify(c, d)),
    ("calendar.put", calendars.put, lambda c, d: calendars.put(c.store, d, MAX, "sealed", "x.test")),
    ("calendar.put", calendars.remove, lambda c, d: calendars.remove(c.store, d, MAX)),
    ("calendar.put", calendars.plan, lambda c, d: calendars.plan(c.store, d, MAX, {c.account.id: [UNTIL]}, NOW.date())),
    ("intake.key", intake_keys.make, lambda c, d: intake_keys.make(c.store, d, "Form")),
    ("intake.key", intake_keys.revoke, lambda c, d: intake_keys.revoke(c.store, d, key_of(c))),
    ("settings.turn", settings.turn, lambda c, d: settings.turn(c.store, d, c.proposal)),
]
#: Deeds that are tried apart: nobody is an admin where one becomes the first.
APART = {"settings.first_admin"}
#: Deeds that only a person can do.
PERSONAL = ("nudge.", "litmus.view", "lesson.answer", "never_again.read")
#: Deeds for which something else is done first.
PREPARED = {
    "audit.appoint",
    "audit.lead",
    "audit.spare",
    "litmus.view",
    "litmus.close",
    "litmus.campaign",
    "litmus.plan",
    "rescue.review",
    "rescue.change",
    "rescue.end",
    "promise.settle",
    "wish.deliver",
    "wish.change",
    "breakdown.recover",
    "breakdown.reopen",
    "breakdown.verify",
    "loss.exit",
    "loss.reopen",
    "opening.end",
    "winback.decide",
    "lesson.draw",
    "lesson.look",
    "lesson.answer",
    "lesson.end",
    "never_again.post",
    "never_again.read",
    "plan.edit",
    "plan.end",
    "step.add",
    "step.do",
    "step.skip",
    "step.move",
    "remark.answer",
    "trait.forget",
    "account.adopt",
    "account.unsnooze",
    "contact.decline",
    "contact.back",
    "import",
}


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


def told(session: Any, id_: str, **fields: Any) -> None:
    flags = dict.fromkeys(("is_bot", "is_guest", "is_stranger", "is_admin"), False)
    said = {"name": id_.title(), "email": None, "tz": "UTC", "deactivated_at": None, "seen_at": NOW, **flags, **fields}
    people.told(session, TEAM, id_, **said)


def everything(case: Case) -> list[Any]:
    """Every row of every table."""
    with case.store.engine.connect() as connection:
        return [connection.execute(table.select()).all() for table in SQLModel.metadata.sorted_tables]


def allowed(case: Case, do: Do, person_id: str | None) -> bool:
    try:
        do(case, case.scene.deed(person_id))
    except NotAllowed:
        return False
    return True


def lay_out(store: Store) -> None:
    """A workspace in which everybody stands somewhere: a key account, silent for a month; Ben leads Max."""
    scene = set_up(store)
    with store.write() as session:
        for id_ in (MAX, LOU, BEA, SAM, LEA):
            told(session, id_)
        people.lock(session, TEAM, LEA).role = "lead"  # type: ignore[union-attr]
        people.lock(session, TEAM, MAX).lead_id = BEN  # type: ignore[union-attr]
    account = scene.account(owner_id=ANA, backup_id=BEA, sponsor_id=SAM, tier=Tier.KEY, channels=["C0"])
    scene.contact(account)
    scene.touch(account, days_ago=30, by=LOU)
    intake_keys.make(store, scene.deed(None), "CRM")


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which everybody stands somewhere."""
    folder = tmp_path_factory.mktemp("roles")
    store = fresh(folder, sqlite_template)
    lay_out(store)
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    store.close()
    return folder / "tend.db"


@contextmanager
def case_of(template: Path, folder: Path) -> Iterator[Case]:
    store = fresh(folder, template)
    yield Case(store)
    store.close()
    for file in folder.glob("tend.db*"):
        file.unlink()


@pytest.mark.parametrize("who", [*INSIDE, *OUTSIDE])
def test_everybody_may_do_what_the_table_says_and_no_more(template: Path, tmp_path: Path, who: str) -> None:
    person_id = {**INSIDE, **OUTSIDE}[who]
    found, told = {}, {}
    for number, (deed, _, do) in enumerate(CASES):
        with case_of(template, tmp_path) as case:
            found[number, deed] = allowed(case, do, person_id)
        told[number, deed] = who in MAY[DEALS[deed].need]
    assert found == told


def test_whatever_is_refused_leaves_nothing_behind(template: Path, tmp_path: Path) -> None:
    for deed, _, do in CASES:
        if deed not in PREPARED:
            with case_of(template, tmp_path) as case:
                before = everything(case)
                assert not allowed(case, do, DANA)
                assert everything(case) == before, deed


def test_the_command_line_may_do_all(template: Path, tmp_path: Path) -> None:
    for deed, _, do in CASES:
        if not deed.startswith(PERSONAL):
            with case_of(template, tmp_path) as case:
                do(case, case.scene.deed(None))


def test_every_function_that_does_a_deed_is_tried() -> None:
    modules = [importlib.import_module(f"bot.work.{found.name}") for found in pkgutil.iter_modules(bot.work.__path__)]
    deeds = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == module.__name__
        and list(inspect.signature(function).parameters)[:2] == ["store", "deed"]
    }
    assert deeds == {function for _, function, _ in CASES}


def test_every_line_of_the_table_is_tried() -> None:
    assert {deed for deed, _, _ in CASES} | APART == set(DEALS)
