"""What every parameter of every function may be given: by its name, or by function and name where that differs.

A new function whose parameters are all named here is tried without further ado; another one has to be told how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.endings import Confidence, LossReason, Part, Reason, Side
from bot.intervals import MONTHLY, ONCE
from bot.playbooks import ours
from bot.policy import Counts, Direction, Kind, Policy, Tier
from bot.preferences import Event, Frequency
from bot.rules.knobs import proposals
from bot.work.accounts import NewAccount
from bot.work.breakdowns import NewBreakdown
from bot.work.contacts import NewContact
from bot.work.deed import Deed
from bot.work.exits import Exit
from bot.work.imports import Handed
from bot.work.lessons import NewLesson, Way
from bot.work.loss_audits import Finding
from bot.work.losses import NewLoss
from bot.work.never_again import Told
from bot.work.openings import Kind as OpeningKind
from bot.work.openings import NewOpening
from bot.work.plans import NewPlan, NewStep
from bot.work.promises import NewPromise
from bot.work.remarks import NewRemark
from bot.work.rescues import NewRescue
from bot.work.slips import Slips
from bot.work.times import counting, pairs
from bot.work.traits import NewTrait
from bot.work.winbacks import Wanted
from bot.work.wishes import Delivered, NewWish
from storage import rows
from storage.digests import Scope, Span
from storage.tables import (
    Account,
    Campaign,
    Contact,
    Import,
    Lesson,
    LitmusTest,
    Loss,
    LossAudit,
    Message,
    Opening,
    Person,
    Plan,
    Request,
    Rescue,
    RescueReview,
    Step,
    Touch,
    Winback,
    Wish,
)
from tests.tenancy.twins import ANA, BEN, CHRIS, DANA, KEYS, NOW, TEAM, Row, acme_of, installation, seat, touch_of

Ids = Mapping[str, Sequence[str]]  # of our workspace's rows, by table; the other workspace has the same
Given = Callable[[Ids], st.SearchStrategy[Any]]

_MOMENTS = [NOW + timedelta(days=days) for days in (-500, -100, -50, -36, 0, 20, 400)]
_DAYS = [date(2026, 5, 1), date(2026, 6, 1), date(2026, 8, 9)]
_PEOPLE = [ANA, BEN, CHRIS, DANA, "U0NOBODY"]
_SPANS = [[], [(date(2026, 8, 1), date(2026, 8, 9))], [(date(2026, 12, 24), date(2026, 12, 31))]]
_ALL_PAIRS = [(kind.value, way.value) for kind in Kind for way in Direction]
_RULES = ["quiet", "senior", "neglect", "meeting", "single_thread"]
_DOCUMENTS = ("newest", "version", "versions", "current", "put", "switch", "bring_back")
_CONTACT, _MET = pairs(Policy(), Counts.CONTACT), pairs(Policy(), Counts.MET)


def _one(*values: Any) -> Given:
    return lambda _: st.sampled_from(values)


def _id(table: str) -> Given:
    return lambda ids: st.sampled_from([*ids[table], "nowhere"])


def _ids(table: str) -> Given:
    return lambda ids: st.one_of(
        st.just(list(ids[table])), st.lists(st.sampled_from(ids[table]), max_size=3, unique=True)
    )


def _row(of: Any) -> Given:
    return lambda ids: st.sampled_from([Row(of, (id_,)) for id_ in ids[of.__tablename__]])


def _rows(of: Any) -> Given:
    return lambda ids: st.lists(_row(of)(ids), min_size=1, max_size=3, unique_by=lambda row: row.key)


def _built(make: Callable[..., Any], **parts: Given) -> Given:
    return lambda ids: st.builds(make, **{name: given(ids) for name, given in parts.items()})


class _Forgetful(Slips):
    """The same ones are given twice, and are as they were."""

    def of(self, check: Callable[[], Any]) -> Any:
        return Slips().of(check)


def _deed(person_id: str | None, request_id: str | None) -> Deed:
    return Deed(TEAM, person_id, NOW, request_id)


def _new_touch(account_id: str, days: int, contact_id: str, person_id: str, external_id: str | None) -> Any:
    return touch_of(account_id, days, contacts=[contact_id], people=[person_id], external_id=external_id)


def _touch(account_id: str) -> Touch:
    said: dict[str, Any] = {"kind": "call", "direction": "two-way", "logged_by": ANA, "source": "csv"}
    return Touch(team_id=TEAM, id="new", account_id=account_id, occurred_at=NOW, logged_at=NOW, **said)


def _shout(_row: Any, value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _link(message_id: str, nudge_id: str) -> dict[str, Any]:
    return {"message_id": message_id, "nudge_id": nudge_id, "level": "due", "heard_as": "lead", "because": ""}


_deeds = _built(_deed, person_id=_one(CHRIS, ANA, DANA, None), request_id=_one(None, "request-1", "request-2"))
_touches = _built(
    _new_touch, account_id=_id("accounts"), days=_one(0, 30, 400), contact_id=_id("contacts"), person_id=_one(*_PEOPLE),
    external_id=_one(None, "acme", "globex ltd", "9"),
)  # fmt: skip
_account_changes = _one(
    {"name": "Acme"}, {"name": "Newer"}, {"aliases": ["ac", "x"]}, {"domains": ["acme.test", "x.test"]},
    {"lost_on": NOW.date()},
    {"channels": ["C0ACME", "C0X"]}, {"helpers": [BEN]}, {"owner_id": CHRIS}, {"owner_id": None}, {"tier": "light"},
)  # fmt: skip
_contact_changes = _one({"name": "Jane Doe"}, {"title": "CEO"}, {"email": "jane@acme.test"}, {"level": "manager"})

ARGUMENTS: dict[str, Given] = {
    "team_id": _one(TEAM),
    "deed": _deeds,
    "now": _one(NOW, NOW + timedelta(days=30)),
    "limit": _one(1, 5, 500),
    "size": _one(1, 500),
    "most": _one(1, 3),
    "scope": lambda ids: st.one_of(
        st.sampled_from([Scope(), Scope(owner_ids=[ANA, BEN])]),
        st.builds(Scope, owner_ids=st.none(), account_id=_id("accounts")(ids)),
    ),
    "span": _one(*(Span(since, NOW) for since in _MOMENTS[:5])),
    "moments": _one([NOW - timedelta(days=20), NOW - timedelta(days=10), NOW]),
    "today": _one(NOW.date()),
    "offset": _one(0, 1),
    "newest": _one(1, 9),
    **dict.fromkeys(("until", "moment", "at", "since", "before", "when"), _one(*_MOMENTS)),
    "account_id": _id("accounts"),
    "contact_id": _id("contacts"),
    "touch_id": _id("touches"),
    "nudge_id": _id("nudges"),
    "remark_id": _id("remarks"),
    "trait_id": _id("traits"),
    "remark_ids": _ids("remarks"),
    "rescue_id": _id("rescues"),
    "rescue_ids": _ids("rescues"),
    "rescue": _row(Rescue),
    "review": _row(RescueReview),
    "review_id": _id("rescue_reviews"),
    "sponsor_id": _one(None, CHRIS),
    "stands": _one("so so"),
    "next_step": _one("", "a visit"),
    "worked": _one("we listened"),
    "campaign_id": _id("campaigns"),
    "test_id": _id("litmus_tests"),
    "view_id": _id("litmus_views"),
    "promise_id": _id("promises"),
    "promise_ids": _ids("promises"),
    "delivery_id": _id("deliveries"),
    "outsider": _one("Jane Roe", "x"),
    "wish_id": _id("wishes"),
    "wish_ids": _ids("wishes"),
    "breakdown_id": _id("breakdowns"),
    "breakdown_ids": _ids("breakdowns"),
    "plan_id": _id("plans"),
    "plan_ids": _ids("plans"),
    "step_id": _id("steps"),
    "playbook": _one(None, "relationship", "onboarding"),
    "plan": _row(Plan),
    "step": _row(Step),
    "about": lambda ids: st.none() | _id("contacts")(ids),
    "due_on": _one(None, _DAYS[2]),
    "outcome": _one("", "well"),
    "slips": _one(None),
    "dropped": _one(True, False),
    "client_told": _one(True, False),
    "note": _one("", "done"),
    "loss_id": _id("losses"),
    "lesson_id": _id("lessons"),
    "lesson_ids": _ids("lessons"),
    "lesson": _row(Lesson),
    "word_id": _id("never_agains"),
    "winback_id": _id("winbacks"),
    "opening_id": _id("openings"),
    "winback": _row(Winback),
    "opening": _row(Opening),
    "loss_ids": _ids("losses"),
    "audit_id": _id("loss_audits"),
    "loss": _row(Loss),
    "audit": _row(LossAudit),
    "message_id": _id("messages"),
    **dict.fromkeys(("person_id", "owner_id", "lead_id", "recipient", "slack_user_id"), _one(*_PEOPLE)),
    **dict.fromkeys(("ids", "account_ids"), _ids("accounts")),
    "contact_ids": _ids("contacts"),
    "touch_ids": _ids("touches"),
    "nudge_ids": _ids("nudges"),
    **dict.fromkeys(("person_ids", "hearers"), _ids("people")),
    "channel_id": _one("C0ACME", "C0ALERT", "C0X"),
    "channel_ids": _one([], ["C0ACME"], ["C0X"]),
    **dict.fromkeys(("channels.renamed.old", "account_parts.rename_channel.old"), _one("C0ACME", "C0ALERT", "C0X")),
    **dict.fromkeys(("channels.renamed.new", "account_parts.rename_channel.new"), _one("C0NEW")),
    "channels.choose.chosen": _one(None, {"hears": "due", "rules": {"quiet": "nothing"}}),
    "addresses": _one([], ["jane@acme.test", "x@acme.test"]),
    "key_id": _id("intake_keys"),
    "calendar_of": _one(None, ANA),
    "calendars.put.sealed": _one("sealed"),
    "calendars.put.host": _one("x.test"),
    "calendars.plan.wanted": lambda ids: st.builds(lambda id_: {id_: _DAYS}, _id("accounts")(ids)),
    "calendars.plan.today": _one(NOW.date()),
    "domain": _one("acme.test", "x.test"),
    "domains": _one([], ["acme.test"], ["x.test", "y.test"]),
    "by_key": _one({}, {"ac": "ac"}, {"x": "X"}),
    **dict.fromkeys(("name_key", "prefix", "part", "after_key"), _one("", "a", "ac", "acme", "globex", "jane doe")),
    "name_keys": _one([], ["acme"], ["globex", "x"]),
    "among": _one({"acme", "ac", "x"}, set()),
    "typed": _one("", "acme", "Acm", "globx", "jane", "jane@acme.test", "u0ana", ANA, "x"),
    "emails": _one(["jane@acme.test"], []),
    "slack_user_ids": _one(["U0ERIK"], []),
    "words": _one((), ["jane"], ["acme"]),
    "text": _one("", "acme and globex ltd", "Newer"),
    "link": _one("https://x.test/m", "x"),
    "email": _one("u0ana@x.test", "x@x.test"),
    "statuses": _one(["active"], ["lost", "active"]),
    "rule": _one(*_RULES),
    "subject": _one(""),
    "spans": _one(*_SPANS),
    "closed": _one(*_SPANS),
    **dict.fromkeys(("contact", "talks", "pairs", "meets"), _one(_CONTACT, _MET, _ALL_PAIRS)),
    "reach": _one(_ALL_PAIRS),
    "quiet_kinds": _one(["note"], []),
    "currency": _one("EUR", "USD"),
    "than_minor": _one(0.0, 200_000.0),
    "counting": _one(counting(Policy())),
    "policy": _one(Policy()),
    "zone": _one(UTC),
    "day": _one(*_DAYS),
    "kept_by": _one(None, "new"),
    "source": _one("command"),
    "external_id": _one("acme", "9"),
    "external_ids": _one(["acme", "9"], []),
    "slot": _one("daily:9", "notice:1", "x"),
    "slots": _one("daily:", "digest:"),
    "kind": _one("daily", "notice"),
    "body": _one({"about": "say", "text": "x"}),
    "by": _one("me", "x"),
    "request_id": _one("request-1", "x"),
    "result_id": _one(None, "x"),
    "enterprise_id": _one(""),
    "skip_locked": _one(False),
    "useful": _one(True, False),
    "tz": _one("Europe/London"),
    "bot_user_id": _one("U0TEND"),
    "name": _one("Newer"),
    "title": _one("CFO"),
    "why": _one("gone"),
    "account": _row(Account),
    "touch": _row(Touch),
    "person": _row(Person),
    "locked": _rows(Account),
    "kept": _row(Message),
    "others": _rows(Message),
    "met": _ids("contacts"),
    "reason": _one("", "busy"),
    "what": _one("the owner"),
    "subject_id": _one(None, ANA),
    "after": _one(None, {"x": 1}),
    "is_bot": _one(False), "is_guest": _one(False, True), "is_stranger": _one(False), "is_admin": _one(True, False),
    "deactivated_at": _one(None, NOW),
    "seen_at": _one(NOW),
    "first": _one(_DAYS[0]),
    "last": _one(_DAYS[1]),
    "days": _one([0, 1], None),
    "value": _one(3, None),
    "hour": _one(7, None),
    "chosen": _one({Event.NUDGES: Frequency.WEEKLY}, {Event.LEAD: None}),
    "preferences.mute.until": _one(date(2026, 5, 20), None),
    "tier": _one(*Tier),
    "direction": _one(*Direction),
    "clocks_of": _one({"senior": 30}, None),
    "proposal": _one(*proposals("quiet", Policy(), 0, 20)),
    "moved_by": _id("nudges"),
    "logger": _one(ANA),
    "history": _one(False),
    "installation": _one(installation),  # a function: a row belongs to one session alone
    "people": _one([], [ANA]),
    "contacts": _ids("contacts"),
    "owner_ids": _one(None, [ANA, BEN], []),
    "bounds": _one(_MOMENTS[1:]),
    "spoken": _one([_MOMENTS[4], _MOMENTS[1]]),
    "names": _one(1, 9),
    "mark_ids": _ids("home_marks"),
    "import_id": _id("imports"),
    "file_id": _one(None, "F1"),
    "pasted": _one("", "Acme"),
    "steps": _one(["check"], ["offered"]),
    "imports.change.values": _one({"step": "offered"}, {"due_at": None}),
    "counts": _one({"accounts": 2}),
    "noun": _one("accounts"),
    "columns": _one({"name": 0}),
    "handed": _one(Handed("D0CHRIS:3", "D0CHRIS", "b.csv", "F1"), Handed("D0CHRIS:1", "D0CHRIS", "a.csv")),
    "done": _row(Import),
    "place": _one("mine:1", "quiet:2"),
    **dict.fromkeys(("is_wide", "shared"), _one(True, False)),
    "opened_at": _one(NOW),
    "shown": _one("", "fingerprint"),
    # where a name says another thing
    "lists.coming.after": _one(*_MOMENTS),
    "portfolio.by_age_and_silence.since": _one([(_DAYS[0], NOW), (date(2020, 1, 1), _MOMENTS[0])]),
    "portfolio.sole_lines.people": _one(1, 9),
    "accounts.add.new": _one(acme_of("Newer", "new.test", "C0NEW"), acme_of("Acme", "x.test", "C0X"), NewAccount("Y")),
    "accounts.insert.new": _one(acme_of("Newer", "new.test", "C0NEW"), acme_of("Y", "acme.test", "C0ACME")),
    "contacts.add.new": _built(NewContact, account_id=_id("accounts"), name=_one("Jane Doe", "Kim Lee")),
    "contacts.insert.new": _built(NewContact, account_id=_id("accounts"), name=_one("Jane Doe", "Kim Lee")),
    "traits.know.new": _built(NewTrait, account_id=_id("accounts"), kind=_one("proud"), text=_one("x", "their plant")),
    "traits.many.ids": _ids("traits"),
    "staffing.many.ids": _ids("staffing_changes"),
    "staffing.add.place": _one("owner", "helper"),
    "staffing.of_account.places": _one(("owner", "helper")),
    **dict.fromkeys(("staffing.add.before_id", "staffing.add.after_id"), _one(ANA, None)),
    "staffing.note_changes.before": _one({"owner_id": ANA}),
    "staffing.note_changes.after": _one({"owner_id": BEN}, {"tier": "key"}),
    "facts.told.telling": _one(_MET, _ALL_PAIRS),
    "remarks.pass_on.new": _built(
        NewRemark, account_id=_id("accounts"), text=_one("hello"), said_by=lambda ids: st.none() | _id("contacts")(ids)
    ),
    "remarks.address.what": _one("", "done"),
    "losses.end.new": _built(
        NewLoss, account_id=_id("accounts"), ended_on=_one(NOW.date(), _DAYS[2]), override_why=_one("told"),
        reasons=_one([Reason(LossReason.PRICE, Confidence.STATED)]),
    ),
    "leader_id": _one(*_PEOPLE),
    "finding_id": _one("f1"),
    "finding_ids": _one(["f1"], ["f1", "f2"]),
    "loss_audits.find.new": _one(Finding("found", Side.OURS, Part.DELIVERY)),
    "loss_audits.conclude.write": _one(lambda _session, audit: audit.id),
    "loss_audits.conclude.turning_on": _one(None, _DAYS[0]),
    "losses.reopen.is_won_back": _one(True, False),
    "gating.ending.ended_on": _one(*_DAYS),
    "losses.reopen.state": _one("withdrawn"),
    "losses.was_rescued.done": _one(*_MOMENTS),
    "losses.close_audit.state": _one("done"),
    "exits.note.new": _one(Exit(_DAYS[0], answers={"why": "price"})),
    "accounts.put.values": _one({"tier": "light"}, {"owner_id": BEN}),
    **dict.fromkeys(("audit.since.deed", "audit.newest_of.deed"), _one("account.edit")),
    "audit.deeds_to.subject_ids": _ids("plans"),
    "audit.of_nouns.nouns": _one(["account", "touch"]),
    "ties.touching.undone": _ids("touches"),
    "remarks.hand_over.account": _row(Account),
    "answers": _one(dict.fromkeys(KEYS, "no"), {}),
    "campaign": _row(Campaign),
    "campaigns.add.kind": _one("campaign"),
    "campaigns.add.questions": _one(None, {"questions": []}),
    "answering.views.kind": _one("campaign", "test"),
    "campaigns.newest.kind": _one("campaign", "pulse", "test"),
    **dict.fromkeys(("campaigns.open_campaign.tiers", "campaigns.begin_campaign.tiers"), _one(tuple(Tier), [])),
    "campaigns.to_test.tiers": _one(["key", "standard", "light"], ["key"], []),
    **dict.fromkeys(("campaigns.open_campaign.due_on", "campaigns.begin_campaign.due_on"), _one(None, *_DAYS)),
    **dict.fromkeys(("campaigns.end.on", "campaigns.add.due_on", "litmus.begin.due_on"), _one(*_DAYS)),
    "litmus.open_test.due_on": _one(None, *_DAYS),
    "litmus.begin.kind": _one("campaign", "pulse"),
    "litmus.give_view.words": _one("", "x"),
    "litmus.open_many.tests": _one([]),
    "litmus.open_many.asked": _one([]),
    "litmus.supersede.but": _id("litmus_tests"),
    "litmus.many.ids": _ids("litmus_tests"),
    "litmus.weakest.among": _one(["shaky", "at-risk"], ["strong", "sound", "shaky", "at-risk"]),
    "litmus.before.test": _row(LitmusTest),
    "litmus.touching.owners": lambda ids: st.builds(lambda id_: {id_: ANA}, _id("accounts")(ids)),
    "litmus.coverage.tier": _one("key", "standard"),
    "pulse.tell.how": _one("", "a feeling"),
    "promises.make.new": _built(
        NewPromise, account_id=_id("accounts"), text=_one("hello"), due_on=_one(*_DAYS), contact_id=_id("contacts"),
        owner_id=_one(None, BEN),
    ),
    "promises.keep.on": _one(None, NOW.date()),
    **dict.fromkeys(("promises.keep.note", "promises.not_kept.note", "promises.release.note"), _one("x")),
    **dict.fromkeys(("promises.move.note", "breakdowns.recover.what", "breakdowns.verify.proof"), _one("x")),
    **dict.fromkeys(("promises.move.due_on", "wishes.change.due_on"), _one(None, *_DAYS)),
    "promises.tally.since": _one(*_DAYS),
    "wishes.note.new": _built(
        NewWish, account_id=_id("accounts"), text=_one("hello"), every=_one(MONTHLY, ONCE), first_on=_one(*_DAYS),
        contact_id=_id("contacts"), owner_id=_one(None, BEN),
    ),
    "wishes.deliver.what": _one(Delivered(), Delivered(touched_at=NOW, note="x")),
    "every": _one(None, MONTHLY),
    "breakdowns.report.new": _built(NewBreakdown, account_id=_id("accounts"), text=_one("hello")),
    **dict.fromkeys(
        [f"{noun}.hand_over.{part}" for noun in ("promises", "wishes", "breakdowns", "keepers")
         for part in ("before", "after")],
        _one(ANA, BEN, None),
    ),
    "touches.put.new": _touches,
    "wishes.interval_of.wish": _row(Wish),
    "lessons.draw.new": _built(
        NewLesson, account_id=_id("accounts"), text=_one("call more"), way=_one(*Way), due_on=_one(_DAYS[1]),
        condition=_one("silent"), task=_one("call"),
    ),
    "lessons.end.outcome": _one("", "done"),
    "lessons.end.dropped": _one(True, False),
    "lessons.end.state": _one("done", "dropped"),
    "lesson_tasks.lay.key": _one("hit"),
    "lesson_tasks.lay.text": _one("call"),
    "lesson_tasks.answered.asked": _row(Step),
    "lesson_tasks.answered.said": _one("true of 1"),
    "never_again.post.told": _built(Told, loss_id=_id("losses"), channel_id=_one("C0ALERT")),
    "winbacks.decide.said": _built(
        Wanted, account_id=_id("accounts"), wanted=_one(True, False), why=_one("why"), next_on=_one(_DAYS[2])
    ),
    "winbacks.reopened.is_back": _one(True, False),
    "winbacks.end.state": _one("back", "closed"),
    "winbacks.open_row.decide_by": _one(_DAYS[1]),
    "winbacks.open_row.keeper_id": _one(ANA),
    "openings.note.new": _built(NewOpening, account_id=_id("accounts"), kind=_one(*OpeningKind), text=_one("Lyon?")),
    "openings.asked.outcome": _one("", "yes"),
    "openings.end.outcome": _one("yes"),
    "openings.end.state": _one("asked"),
    "aftermath.begin.loss": _row(Loss),
    "exports.note_lessons.what": _one({"losses": 1}),
    "rescues.open_rescue.new": _built(
        NewRescue, account_id=_id("accounts"), why=_one("they are angry"), words=_one("", "never again"),
        lead_id=_one(None, *_PEOPLE), helpers=_one([], [BEN]),
    ),
    "rescues.change.changes": _one({"lead_id": CHRIS}, {"helpers": [BEN]}, {"words": "again"}, {"channel_id": "C0X"}),
    "rescues.end.state": _one("saved", "dropped"),
    "rescues.over_as_lost.why": _one("", "price"),
    "rescues.goes_on.stands": _one("a new team"),
    "plans.open_plan.new": _built(
        NewPlan, account_id=_id("accounts"), playbook=_one("onboarding", "relationship", "x"), lead_id=_one(None, CHRIS)
    ),
    **dict.fromkeys(
        ("plans.add_step.new", "laying.add_to.new", "steps.row.new"),
        _built(
            NewStep, text=_one("call"), owner_id=_one(None, *_PEOPLE),
            contact_id=lambda ids: st.none() | _id("contacts")(ids),
        ),
    ),
    **dict.fromkeys(("plans.edit_plan.from_text", "plans.edit_plan.to"), _one("", "x")),
    "laying.lay.playbook_key": _one("onboarding", "x"),
    **dict.fromkeys(("laying.lay.from_text", "laying.lay.to"), _one("", "x")),
    "only": _one(["kickoff"], []),
    "own": _one([NewStep("call")], []),
    "laying.lay.only": _one(None, ["kickoff"]),
    "laying.finish.state": _one("done", "dropped"),
    **dict.fromkeys(("plans.hand_over.old", "plans.hand_over.new"), _one(*_PEOPLE)),
    "steps.settled.state": _one("done", "skipped"),
    "steps.settled.said": _one("", "x"),
    "steps.row.position": _one(3),
    "steps.day.due_on": _one(None, _DAYS[2]),
    **dict.fromkeys(("ringing.close.rule", "ringing.close.how"), _one("quiet")),
    "ringing.close.said": _one("", "x"),
    **dict.fromkeys([f"documents.{name}.kind" for name in _DOCUMENTS], _one("playbook")),
    "documents.put.text": _one(ours("closing")),
    **dict.fromkeys(("on", "documents.switch.on"), _one(True, False)),
    "number": _one(0, 1, 2),
    "key": _one("rescue", "x"),
    "touches.log.new": _touches,
    "touches.edit.new": _touches,
    "touches.check.new": _touches,
    "touches.check.before": _row(Touch),
    **dict.fromkeys(("touches.amend.how", "touches.join.how"), _one(lambda standing: replace(standing, note="x"))),
    "sources.set_source.source": _one("channel", "text"),
    "sources.set_source.on": _one(True, False),
    "nudges.log.new": _touches,
    "nudges.already_did.new": _touches,
    "accounts.edit.changes": _account_changes,
    "accounts.change.changes": _account_changes,
    "account_fields.check.changes": _account_changes,
    "account_fields.check.slips": lambda _: st.builds(_Forgetful),
    "account_fields.check.before": _one({"name": "Acme", "helpers": [], "owner_id": None}),
    "contacts.edit.changes": _contact_changes,
    "contacts.change.changes": _contact_changes,
    "contacts.change.contact": _row(Contact),
    "contacts.leave.contact": _row(Contact),
    "find.person.typed": _one("", "u0ana", "U0ANA", "<@U0BEN>", "u0ben@x.test", "u0bem", "x"),
    "people.many.ids": _ids("people"),
    "contacts.many.ids": _ids("contacts"),
    "touches.many.ids": _ids("touches"),
    "nudges.many.ids": _ids("nudges"),
    "meetings.drop.ids": _ids("meetings"),
    "closures.change.account": _row(Account),
    "settings.set_policy.name": _one("budget", "daily_hour"),
    "settings.change.changes": _one({"budget": 3}, {"counts": {"email/to-client": []}}),
    "settings.set_role.name": _one("admin", "member"),
    "settings.set_counts.kind": _one(*Kind),
    "settings.set_counts.what": _one(None, [Counts.REACH]),
    "nudges.snooze.until": _one(*_DAYS[1:]),
    "nudges.snooze_account.until": _one(*_DAYS[1:]),
    "permission.allow.what": _one("account.edit", "settings.policy", "touch.edit", "touch.log"),
    "desk.record.what": _one("account.edit"),
    "desk.record.before": _one(None, {"x": 1}),
    "audit.add.deed": _one("account.edit"),
    "audit.add.before": _one(None, {"x": 1}),
    "audit.last_of.deed": _one("settings.policy", "settings.lead"),
    "audit.permit.deed": _one("erase", "forget"),
    "votes.by_rule.since": _one(None, {}, {"quiet": NOW - timedelta(days=1)}),
    "outbox.open_seats.rows": _one([seat()], [{**seat(), "slot": "x"}]),
    "outbox.queue.rows": _one([], [{"recipient": ANA, "slot": "digest:2026-W20", "not_before": NOW}]),
    "outbox.hang.rows": lambda ids: st.lists(
        st.builds(_link, message_id=_id("messages")(ids), nudge_id=_id("nudges")(ids)), max_size=1
    ),
    "touches.add.touches": lambda ids: st.builds(
        lambda id_: [(_touch(id_), [ANA], [])], st.sampled_from(ids["accounts"])
    ),
    "upsert.insert_or_skip.table": _one(Request),
    "upsert.insert_or_skip.row": _one({"team_id": TEAM, "request_id": "request-1", "done_at": NOW}),
    "upsert.insert_each_or_skip.table": _one(Request),
    "upsert.insert_each_or_skip.rows": _one([{"team_id": TEAM, "request_id": "request-1", "done_at": NOW}]),
    "upsert.insert_or_update.table": _one(Request),
    "upsert.insert_or_update.row": _one({"team_id": TEAM, "request_id": "request-1", "done_at": NOW, "result_id": "x"}),
    "upsert.insert_or_update.key": _one(("team_id", "request_id")),
    "upsert.insert_or_update.change": _one(("result_id",)),
    "rows.of_account.table": _one(*rows.tables()),
    "rows.of_workspace.table": _one(*rows.tables()),
    "forgetting.is_gone.by": _one(NOW),
    "erasure.replace_id.old": _one(ANA, "nowhere"),
    "erasure.replace_id.new": _one("U0GHOST"),
    "erasure.rewrite.change": _one(_shout),
    "erasure.audited.subject_id": _one(ANA, "nowhere"),
    "installations.remove.before": _one(*_MOMENTS),
}  # fmt: skip


def given(function: str, parameter: str) -> Given:
    """How to give a parameter of a function (`accounts.get`). Raises `KeyError` where nobody has said."""
    return ARGUMENTS.get(f"{function}.{parameter}") or ARGUMENTS[parameter]
