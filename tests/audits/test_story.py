from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import select

from bot.audits import reporting
from bot.audits.story import Happened, Left, Moment, Story, Undone, told
from bot.audits.turning import Talk
from bot.intervals import ONCE
from bot.nudges.sweep import sweep
from bot.views import audit_words
from bot.work import accounts, breakdowns, contacts, losses, nudges, promises, remarks, wishes
from bot.work.breakdowns import NewBreakdown
from bot.work.losses import NewLoss
from bot.work.promises import NewPromise
from bot.work.remarks import NewRemark
from bot.work.wishes import NewWish
from storage.engine import Store
from storage.tables import Nudge
from tests.work.scene import ANA, BEN, CHRIS, NOW, TEAM, Scene, scene
from tests.work.test_losses import PRICE

DAY = date(2026, 3, 2)


def test_a_story_is_told_in_order_from_the_first_day_to_the_end() -> None:
    story = told(
        DAY,
        DAY + timedelta(days=90),
        [Talk(DAY), Talk(DAY + timedelta(days=9)), Talk(DAY + timedelta(days=99))],
        [Moment(DAY + timedelta(days=50), Happened.SAID, "hello"), Moment(DAY + timedelta(days=5), Happened.STAFFING)],
        [],
    )
    assert [moment.what for moment in story.moments] == [
        Happened.BEGAN, Happened.STAFFING, Happened.LAST_TALK, Happened.SAID, Happened.ENDED,
    ]  # fmt: skip
    assert story.talks == 2  # what is logged of the time after the end is none of it
    assert [moment.what for moment in story.around(DAY + timedelta(days=45))] == [Happened.SAID]


def test_what_was_left_again_and_again_is_told_once_with_its_first_day() -> None:
    left = [Undone(DAY + timedelta(days=days), Left.UNTOUCHED, "quiet") for days in (30, 0, 60)]
    [one] = told(DAY, DAY + timedelta(days=90), [], [], left).undone
    assert (one.on, one.count) == (DAY, 3)
    assert audit_words.undone(one) == "A warning had no answer for days: Quiet (3 times), first on 2 March 2026"


def test_every_moment_and_everything_that_was_left_has_words() -> None:
    for happened in Happened:
        detail = "exports" if happened is Happened.SIGNS else "quiet due" if happened is Happened.WARNED else ""
        assert audit_words.moment(Moment(DAY, happened, "words", detail))
    for left in Left:
        assert audit_words.undone(Undone(DAY, left, "quiet")).endswith("on 2 March 2026")


def story_of(at: Scene, account_id: str) -> Story:
    reason = NewLoss(account_id, NOW.date(), [PRICE])
    kept = losses.end(at.store, at.deed(CHRIS), reason)
    with at.look() as session:
        return reporting.story(session, kept.account, kept.loss)


def test_what_was_overlooked_is_found_in_the_log(sqlite_store: Store) -> None:
    at = scene(sqlite_store)
    acme = at.account()
    jane = at.contact(acme, "Jane Doe", title="CFO")
    at.touch(acme, 80, contacts=[jane.id])
    then = replace(at.deed(), now=at.ago(40))
    remarks.pass_on(at.store, then, NewRemark(acme.id, "who else uses it?"))
    broken = promises.make(at.store, then, NewPromise(acme.id, "the price list", (NOW - timedelta(days=30)).date()))
    promises.not_kept(at.store, at.deed(), broken.promise.id, "forgotten")
    wishes.note(at.store, then, NewWish(acme.id, "a usage report", ONCE, (NOW - timedelta(days=20)).date()))
    breakdowns.report(at.store, then, NewBreakdown(acme.id, "the export failed"))
    contacts.mark_left(at.store, replace(at.deed(), now=at.ago(5)), jane.id)
    accounts.set_owner(at.store, at.deed(CHRIS), acme.id, BEN)
    with at.look() as session:
        quiet = session.exec(select(Nudge.id).where(Nudge.rule == "quiet", Nudge.team_id == TEAM)).all()[-1]
    nudges.snooze(at.store, at.deed(ANA), quiet, (NOW + timedelta(days=30)).date(), "busy")
    while sweep(at.store, NOW):
        pass

    story = story_of(at, acme.id)

    undone = {one.what: one.text for one in story.undone}
    assert undone[Left.SAID] == "who else uses it?"
    assert undone[Left.NOT_KEPT] == "the price list"
    assert undone[Left.WISH] == "a usage report"
    assert undone[Left.BROKE] == "the export failed"
    assert undone[Left.SNOOZED] == "quiet"
    assert Left.STANDING in undone
    happened = {moment.what: moment for moment in story.moments}
    assert happened.keys() >= {
        Happened.SAID, Happened.NOT_KEPT, Happened.BROKE, Happened.STAFFING, Happened.CONTACT_LEFT, Happened.WARNED,
    }  # fmt: skip
    assert happened[Happened.CONTACT_LEFT].detail == "CFO"
    words = " ".join(audit_words.moment(moment) for moment in story.moments)
    assert not {"Ana", "Ben", "Jane"} & {*words.split()}
