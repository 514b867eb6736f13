"""Promises, wishes and breakdowns by what people do: the commands, the cards and the lists."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.playground.modals import View
from bot.playground.world import Message
from storage.tables import Breakdown, Delivery, Promise, Touch, Wish
from tests.handlers.office import ANA, BEN, CHRIS, DANA, ERIK, GENERAL, SHARED, Office


def only(office: Office, table: Any) -> Any:
    with office.store.read() as session:
        [one] = session.exec(select(table))
    return one


def none(office: Office, table: Any) -> bool:
    with office.store.read() as session:
        return session.exec(select(table)).all() == []


def filled(view: View, field: str) -> Any:
    [block] = [block for block in view.blocks if block.get("block_id", "").partition(":")[0] == field]
    values = [value for name, value in block["element"].items() if name.startswith("initial_")]
    return (values[0]["value"] if isinstance(values[0], dict) else values[0]) if values else None


def opened(office: Office, line: str, user: str = ANA, channel: str = GENERAL) -> View:
    view = office.type(line, user, channel).view
    assert view is not None
    return view


def pressed(office: Office, action_id: str, user: str = ANA) -> View:
    view = office.press(office.slack.ephemeral(user)[-1], action_id, user).view
    assert view is not None
    return view


def card(office: Office, action_id: str, user: str = ANA) -> Message:
    """The day's message that has a button."""
    [told] = [message for message in office.slack.dm(user) if f'"{action_id}"' in str(message.blocks).replace("'", '"')]
    return told


def last(office: Office, user: str = ANA) -> str:
    return office.read(office.slack.ephemeral(user)[-1])


def test_a_promise_in_one_line_and_who_sees_to_it(office: Office) -> None:
    office.contact(office.account(owner_id=ANA))
    told = office.says('/client promise Acme Corp to Jane Doe: "the new price list" by Friday', BEN)
    assert "we promised Jane Doe “the new price list” by 15 May" in told
    assert f"<@{BEN}> sees to it" in told
    one = only(office, Promise)
    assert (one.text, one.side, one.owner_id, str(one.due_on)) == ("the new price list", "ours", BEN, "2026-05-15")


def test_what_they_promised_is_followed_up_by_the_owner(office: Office) -> None:
    jane = office.contact(office.account(owner_id=ANA))
    told = office.says("/client promise Acme Jane Doe: the brand files by 3 June", BEN)
    assert "Jane Doe promised us “the brand files” by 3 June" in told
    assert f"<@{ANA}> follows it up" in told
    assert (only(office, Promise).side, only(office, Promise).contact_id) == ("theirs", jane)


@pytest.mark.parametrize(
    ("line", "problem", "text"),
    [
        ("/client promise Acme Corp call them back", "", "call them back"),
        ('/client promise Acme Corp "call" by 31 June', "“31 June” is not a date", "call"),
        ('/client promise Acme Corp "call" by 1 May', "has gone by", "call"),
        ('/client promise Acme Corp to Joe: "call" by Friday', "I am not sure who `Joe` is", "call"),
        ('/client promise Acme Corp "call" soonish by Friday', "I could not make out `soonish`", "call"),
        ('/client promise Acme Corp "call" by Friday @nobody', "I am not sure who “@nobody” is", "call"),
    ],
)
def test_what_is_missing_or_in_doubt_is_asked_for_and_nothing_typed_is_lost(
    office: Office, line: str, problem: str, text: str
) -> None:
    acme = office.account()
    view = opened(office, line)
    assert (filled(view, "text"), problem in str(view.blocks), none(office, Promise)) == (text, True, True)
    assert office.submit(view, due_on="2026-05-20").ok
    one = only(office, Promise)
    assert (one.account_id, one.text, str(one.due_on)) == (acme, text, "2026-05-20")


def test_without_words_all_promises_are_listed_and_a_new_one_is_made_from_there(office: Office) -> None:
    office.account()
    assert "No promise to or from *Acme Corp* is on record" in office.says("/client promise Acme Corp")
    view = pressed(office, "promise.new")
    assert "Erik Lund" in office.submit(view, text="a list", due_on="2026-05-20", owner=ERIK).errors["owner"]
    assert office.submit(view, text="a list", due_on="2026-05-20", side="theirs", owner=None).ok
    assert only(office, Promise).side == "theirs"
    assert "Promises with Acme Corp: 1 open" in office.says("/client promise Acme Corp")


def test_without_an_account_it_is_asked_for_and_in_a_linked_channel_it_is_known(office: Office) -> None:
    acme = office.account(channels=[SHARED])
    assert filled(opened(office, "/client promise"), "account") is None
    office.says('/client promise "a list" by Friday', channel=SHARED)
    assert only(office, Promise).account_id == acme


def test_in_doubt_about_the_account_buttons_carry_on_with_all_that_was_typed(office: Office) -> None:
    office.account("Acme North")
    south = office.account("Acme South")
    assert "Which one?" in office.type('/client promise Acme "a list" by Friday').text
    office.press(office.slack.ephemeral(ANA)[-1], "account.pick.1")
    assert (only(office, Promise).account_id, only(office, Promise).text) == (south, "a list")


def test_kept_in_time_takes_one_press_on_the_card(office: Office) -> None:
    office.touch(office.account(owner_id=ANA))
    office.says('/client promise Acme Corp "a list" by Friday')
    office.wait_days(0.6)
    office.wait_days(0.4)
    assert "We promised them “a list” by 15 May 2026" in office.read(card(office, "nudge.keep"))
    office.press(card(office, "nudge.keep"), "nudge.keep")
    assert (only(office, Promise).state, only(office, Promise).settled_by) == ("kept", ANA)
    assert "✓ Kept on 13 May" in last(office)
    office.wait_days(0.1)
    assert any("kept on 13 May, by Ana Souza" in office.read(message) for message in office.slack.dm(ANA))


def test_kept_after_its_day_asks_when_and_says_how_late(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client promise Acme Corp "a list" by tomorrow')
    office.wait_days(3)
    office.type("/client promise Acme Corp")
    assert office.submit(pressed(office, "promise.keep"), on="2026-05-14").ok
    assert "✓ Kept on 14 May, 1 day after its day" in last(office)


def test_not_kept_needs_a_word_counts_and_says_kindly_how_to_tell_them(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client promise Acme Corp "a list" by Friday')
    view = pressed(office, "promise.break")
    assert "Please say what happened" in str(office.submit(view, note=" ").errors)
    assert office.submit(view, note="the printer was ill").ok
    told = last(office)
    assert "Tell them before they ask, by voice rather than in writing" in told
    assert "/touch" in told
    assert "1 not kept" in office.says("/client promise Acme Corp")
    why = office.says("/client why Acme Corp")
    assert "*Broken promise*" in why
    assert "1 promise of ours was not kept in the last 365 days" in why
    assert "Not kept: we promised “a list”" in why


def test_where_they_know_already_nobody_is_told_to_tell_them(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client promise Acme Corp "a list" by Friday')
    assert office.submit(pressed(office, "promise.break"), note="ill", told=["yes"]).ok
    assert "Good that they know" in last(office)


def test_what_both_let_go_is_no_broken_promise(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client promise Acme Corp "a list" by Friday')
    assert office.submit(pressed(office, "promise.break"), note="not needed", outcome="released").ok
    assert only(office, Promise).state == "released"
    assert "Broken promise" not in office.says("/client why Acme Corp")


def test_what_was_pressed_by_mistake_is_reopened_from_the_answer_and_from_the_list(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client promise Acme Corp "a list" by Friday')
    for _ in range(2):
        office.press(office.slack.ephemeral(ANA)[-1], "promise.keep")
        assert only(office, Promise).state == "kept"
        office.press(office.slack.ephemeral(ANA)[-1], "promise.reopen")
        assert only(office, Promise).state == "open"
        assert "Open again: we promised them “a list” by 15 May" in last(office)
    assert office.submit(pressed(office, "promise.break"), note="ill").ok
    assert "1 not kept" in office.says("/client promise Acme Corp")
    office.press(office.slack.ephemeral(ANA)[-1], "promise.reopen")
    assert "Promises with Acme Corp: 1 open" in office.says("/client promise Acme Corp")


def test_a_wish_and_what_broke_are_reopened_where_they_were_settled(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client wish Acme Corp "a report" once by Friday')
    assert office.submit(pressed(office, "wish.deliver"), log=["yes"]).ok
    office.press(office.slack.ephemeral(ANA)[-1], "wish.take_back")
    assert "Taken back: they would like “a report” once is due by 15 May. The touch that was logged" in last(office)
    assert none(office, Delivery)
    assert office.submit(pressed(office, "wish.decline"), why="no figures").ok
    office.type("/client wish Acme Corp")
    office.press(office.slack.ephemeral(ANA)[-1], "wish.reopen")
    assert "Open again: they would like “a report” once; it is due by 15 May" in last(office)
    office.says("/client broke Acme Corp the export failed")
    assert office.submit(pressed(office, "breakdown.recover"), words="restarted").ok
    assert office.submit(pressed(office, "breakdown.verify"), words="it ran", told="yes").ok
    assert office.submit(pressed(office, "breakdown.again"), words="it was another one").ok
    assert (only(office, Breakdown).state, only(office, Wish).state) == ("open", "open")


def test_it_is_moved_and_given_to_somebody_else(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client promise Acme Corp "a list" by Friday')
    assert office.submit(pressed(office, "promise.move"), due_on="2026-06-02", owner=BEN, note="they agreed").ok
    one = only(office, Promise)
    assert (str(one.due_on), one.owner_id, one.moved) == ("2026-06-02", BEN, 1)
    assert "another day was agreed 1 time" in office.says("/client promise Acme Corp")


def test_who_it_does_not_concern_cannot_settle_it_and_guests_promise_nothing(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client promise Acme Corp "a list" by Friday')
    office.type("/client promise Acme Corp", BEN)
    assert office.press(office.slack.ephemeral(BEN)[-1], "promise.keep", BEN).view is None
    assert "can say what became of a promise" in last(office, BEN)
    office.type('/client promise Acme Corp "a car" by Friday', DANA)
    assert only(office, Promise).text == "a list"


def test_whoever_it_was_given_to_hears_of_it_and_not_the_accounts_owner(office: Office) -> None:
    office.touch(office.account(owner_id=ANA))
    office.says('/client promise Acme Corp "a list" by tomorrow @ben', CHRIS)
    office.wait_days(0.6)
    office.wait_days(0.4)
    assert "a list" in office.read(card(office, "nudge.keep", BEN))
    assert not any("a list" in office.read(message) for message in office.slack.dm(ANA))


def test_nothing_of_it_is_ever_posted_in_the_clients_channel(office: Office) -> None:
    office.account(channels=[SHARED], owner_id=ANA)
    office.says('/client promise "a list" by Friday', channel=SHARED)
    office.says('/client wish "a report" once by Friday', channel=SHARED)
    office.says('/client broke "the export"', channel=SHARED)
    for _ in range(12):
        office.wait_days(1)
    assert [message for message in office.slack.messages(SHARED) if message.by_app] == []


def test_a_wish_in_one_line_is_delivered_and_logged_and_the_next_day_follows(office: Office) -> None:
    office.account(owner_id=ANA)
    told = office.says('/client wish Acme Corp "a usage report" monthly from 20 May')
    assert "would like “a usage report” monthly" in told
    assert "The first is due by 20 May" in told
    assert office.submit(pressed(office, "wish.deliver"), note="the May one").ok
    assert "The next is due by 20 June. It is logged as a touch, too." in last(office)
    assert (only(office, Wish).state, only(office, Delivery).note) == ("open", "the May one")
    touch = only(office, Touch)
    assert (touch.kind, touch.note, only(office, Delivery).touch_id) == (
        "delivery",
        "a usage report: the May one",
        touch.id,
    )


def test_a_delivery_that_is_logged_may_be_one_of_their_wishes(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client wish Acme Corp "a usage report" monthly from 14 May')
    office.says("/touch Acme Corp delivery: the May report")
    assert "Was it one of these?" in last(office)
    logged = office.slack.ephemeral(ANA)[-1]
    office.press(logged, "wish.was.0")
    office.press(logged, "wish.was.0")
    assert "noted as delivered today already" in last(office)
    assert str(only(office, Wish).due_on) == "2026-06-14"
    assert only(office, Delivery).touch_id is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('/client wish Acme Corp "a report"', ""),
        ('/client wish Acme Corp "a report" now and then', "“now and then” is no rhythm that I can read"),
        ('/client wish Acme Corp "a report" once', ""),
        ('/client wish Acme Corp "a report" monthly from 1 May', "has gone by"),
    ],
)
def test_a_wish_without_a_rhythm_or_a_day_opens_the_form(office: Office, line: str, problem: str) -> None:
    office.account()
    view = opened(office, line)
    assert filled(view, "text") == "a report"
    assert problem in str(view.blocks)
    assert office.submit(view, every="quarterly", first_on="2026-06-01").ok
    assert (only(office, Wish).every, str(only(office, Wish).due_on)) == (3, "2026-06-01")


def test_a_wish_rings_on_its_day_is_changed_and_declined_with_a_reason(office: Office) -> None:
    office.touch(office.account(owner_id=ANA))
    office.says('/client wish Acme Corp "a usage report" monthly from 13 May')
    office.wait_days(1)
    assert "would like “a usage report” monthly; it is due by 13 May 2026" in office.read(card(office, "nudge.deliver"))
    view = office.press(card(office, "nudge.rewish"), "nudge.rewish").view
    assert view is not None
    assert office.submit(view, every="weekly", due_on="2026-06-01").ok
    assert (only(office, Wish).unit, str(only(office, Wish).due_on)) == ("week", "2026-06-01")
    office.type("/client wish Acme Corp")
    view = pressed(office, "wish.decline")
    assert "Please say why" in str(office.submit(view, why=" ").errors)
    assert office.submit(view, why="we have no such figures").ok
    assert "tell them kindly, and why" in last(office)
    assert "Declined: “a usage report”" in office.says("/client wish Acme Corp")


def test_what_broke_is_recovered_and_verified_on_the_card(office: Office) -> None:
    office.touch(office.account(owner_id=ANA))
    told = office.says('/client broke Acme Corp "the nightly export failed" on Monday', BEN)
    assert "something of ours broke on 11 May: “the nightly export failed”" in told
    assert f"<@{ANA}> sees to it" in told
    office.wait_days(1)
    view = office.press(card(office, "nudge.recover"), "nudge.recover").view
    assert view is not None
    assert "what was done" in str(office.submit(view, words=" ").errors)
    assert office.submit(view, words="a second run each night").ok
    assert "Nobody has verified it yet" in last(office)
    office.type("/client broke Acme Corp")
    view = pressed(office, "breakdown.verify")
    assert office.submit(view, words="three nights ran", told="yes").ok
    one = only(office, Breakdown)
    assert (one.state, one.client_told, one.verified_by) == ("verified", True, ANA)
    assert "the client knows: three nights ran" in office.says("/client broke Acme Corp")


def test_what_does_not_work_yet_is_said_and_what_broke_is_given_away(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says("/client broke Acme Corp the export failed")
    assert office.submit(pressed(office, "breakdown.give"), owner=BEN).ok
    assert only(office, Breakdown).owner_id == BEN
    office.type("/client broke Acme Corp")
    assert office.submit(pressed(office, "breakdown.recover"), words="restarted").ok
    office.type("/client broke Acme Corp")
    assert office.submit(pressed(office, "breakdown.again"), words="it failed again").ok
    assert (only(office, Breakdown).state, only(office, Breakdown).recovery) == ("open", "it failed again")


def test_all_that_is_open_is_seen_in_show_why_and_upcoming(office: Office) -> None:
    office.touch(office.account(owner_id=ANA))
    office.says('/client promise Acme Corp "a list" by Friday')
    office.says('/client wish Acme Corp "a report" monthly from 20 May')
    office.says('/client broke Acme Corp "the export failed"')
    shown = office.says("/client show Acme Corp")
    for words in ("1 promise of ours, by 15 May", "1 wish, the next by 20 May", "1 breakdown to put right"):
        assert words in shown
    why = office.says("/client why Acme Corp")
    for rule in ("*Promise*", "*Wish*", "*Breakdown* · ○ early"):
        assert rule in why
    assert "Promise ○ early" in office.says("/client upcoming")


def test_what_people_type_stays_text(office: Office) -> None:
    office.account(owner_id=ANA)
    for verb in ("promise", "wish", "broke"):
        told = office.says(f'/client {verb} Acme Corp "&lt;!channel&gt; *b* `c` <@U0BEN>" monthly by Friday')
        assert "<!channel>" not in told
        assert "<@U0BEN>" not in told
