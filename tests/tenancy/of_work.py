"""What parameters may be given of what is to be done: promises, wishes, plans, rescues, tests."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from bot.intervals import MONTHLY, ONCE
from bot.policy import Tier
from bot.work.breakdowns import NewBreakdown
from bot.work.plans import NewPlan, NewStep
from bot.work.promises import NewPromise
from bot.work.remarks import NewRemark
from bot.work.rescues import NewRescue
from bot.work.wishes import Delivered, NewWish
from storage.tables import (
    Account,
    LitmusTest,
    Wish,
)
from tests.tenancy.strategies import (
    DAYS,
    PEOPLE,
    Given,
    built,
    id_of,
    ids_of,
    one,
    row_of,
)
from tests.tenancy.twins import ANA, BEN, CHRIS, NOW

WORK: dict[str, Given] = {
    "remarks.pass_on.new": built(
        NewRemark, account_id=id_of("accounts"), text=one("hello"),
        said_by=lambda ids: st.none() | id_of("contacts")(ids),
    ),
    "remarks.address.what": one("", "done"),
    "remarks.hand_over.account": row_of(Account),
    "campaigns.add.kind": one("campaign"),
    "campaigns.add.questions": one(None, {"questions": []}),
    "answering.views.kind": one("campaign", "test"),
    "campaigns.newest.kind": one("campaign", "pulse", "test"),
    **dict.fromkeys(("campaigns.open_campaign.tiers", "campaigns.begin_campaign.tiers"), one(tuple(Tier), [])),
    "campaigns.to_test.tiers": one(["key", "standard", "light"], ["key"], []),
    **dict.fromkeys(("campaigns.open_campaign.due_on", "campaigns.begin_campaign.due_on"), one(None, *DAYS)),
    **dict.fromkeys(("campaigns.end.on", "campaigns.add.due_on", "litmus.begin.due_on"), one(*DAYS)),
    "litmus.open_test.due_on": one(None, *DAYS),
    "litmus.begin.kind": one("campaign", "pulse"),
    "litmus.give_view.words": one("", "x"),
    "litmus.open_many.tests": one([]),
    "litmus.open_many.asked": one([]),
    "litmus.supersede.but": id_of("litmus_tests"),
    "litmus.many.ids": ids_of("litmus_tests"),
    "litmus.weakest.among": one(["shaky", "at-risk"], ["strong", "sound", "shaky", "at-risk"]),
    "litmus.before.test": row_of(LitmusTest),
    "litmus.touching.owners": lambda ids: st.builds(lambda id_: {id_: ANA}, id_of("accounts")(ids)),
    "litmus.coverage.tier": one("key", "standard"),
    "pulse.tell.how": one("", "a feeling"),
    "promises.make.new": built(
        NewPromise, account_id=id_of("accounts"), text=one("hello"), due_on=one(*DAYS), contact_id=id_of("contacts"),
        owner_id=one(None, BEN),
    ),
    "promises.keep.on": one(None, NOW.date()),
    **dict.fromkeys(("promises.keep.note", "promises.not_kept.note", "promises.release.note"), one("x")),
    **dict.fromkeys(("promises.move.note", "breakdowns.recover.what", "breakdowns.verify.proof"), one("x")),
    **dict.fromkeys(("promises.move.due_on", "wishes.change.due_on"), one(None, *DAYS)),
    "promises.tally.since": one(*DAYS),
    "wishes.note.new": built(
        NewWish, account_id=id_of("accounts"), text=one("hello"), every=one(MONTHLY, ONCE), first_on=one(*DAYS),
        contact_id=id_of("contacts"), owner_id=one(None, BEN),
    ),
    "wishes.deliver.what": one(Delivered(), Delivered(touched_at=NOW, note="x")),
    "breakdowns.report.new": built(NewBreakdown, account_id=id_of("accounts"), text=one("hello")),
    **dict.fromkeys(
        [f"{noun}.hand_over.{part}" for noun in ("promises", "wishes", "breakdowns", "keepers")
         for part in ("before", "after")],
        one(ANA, BEN, None),
    ),
    "wishes.interval_of.wish": row_of(Wish),
    "rescues.open_rescue.new": built(
        NewRescue, account_id=id_of("accounts"), why=one("they are angry"), words=one("", "never again"),
        lead_id=one(None, *PEOPLE), helpers=one([], [BEN]),
    ),
    "rescues.change.changes": one({"lead_id": CHRIS}, {"helpers": [BEN]}, {"words": "again"}, {"channel_id": "C0X"}),
    "rescues.end.state": one("saved", "dropped"),
    "rescues.over_as_lost.why": one("", "price"),
    "rescues.goes_on.stands": one("a new team"),
    "plans.open_plan.new": built(
        NewPlan, account_id=id_of("accounts"), playbook=one("onboarding", "relationship", "x"), lead_id=one(None, CHRIS)
    ),
    **dict.fromkeys(
        ("plans.add_step.new", "laying.add_to.new", "steps.row.new"),
        built(
            NewStep, text=one("call"), owner_id=one(None, *PEOPLE),
            contact_id=lambda ids: st.none() | id_of("contacts")(ids),
        ),
    ),
    **dict.fromkeys(("plans.edit_plan.from_text", "plans.edit_plan.to"), one("", "x")),
    "laying.lay.playbook_key": one("onboarding", "x"),
    **dict.fromkeys(("laying.lay.from_text", "laying.lay.to"), one("", "x")),
    "laying.lay.only": one(None, ["kickoff"]),
    "laying.finish.state": one("done", "dropped"),
    **dict.fromkeys(("plans.hand_over.old", "plans.hand_over.new"), one(*PEOPLE)),
    "steps.settled.state": one("done", "skipped"),
    "steps.settled.said": one("", "x"),
    "steps.row.position": one(3),
    "steps.day.due_on": one(None, DAYS[2]),
    **dict.fromkeys(("ringing.close.rule", "ringing.close.how"), one("quiet")),
    "ringing.close.said": one("", "x"),
    "votes.by_rule.since": one(None, {}, {"quiet": NOW - timedelta(days=1)}),
}  # fmt: skip
