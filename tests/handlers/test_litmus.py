"""Litmus tests, campaigns and the pulse, by what people do: commands, buttons, forms and messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from sqlmodel import col, select

from bot.exporting.archive import export_account, export_workspace
from bot.litmus.questions import ours
from bot.playground.modals import View
from bot.playground.world import Message
from bot.work import litmus as work
from bot.work import settings
from bot.work.deed import Deed, Refused
from bot.work.permission import NotAllowed
from handlers import campaigns, pulse
from handlers import litmus as handlers
from handlers.visit import Visit
from storage import people
from storage.tables import LitmusTest, Step, Worry
from tests.handlers.office import ANA, BEN, CHRIS, HEALTH, Office

KEYS = [one.key for one in ours().asked]
SECRET = "they dislike our invoices"


def answers(say: str = "yes", **others: str) -> dict[str, str]:
    return {**dict.fromkeys(KEYS, say), **others}


def acme(office: Office, **fields: Any) -> str:
    """Ana's, whose lead is Chris; Ben called them, too."""
    account_id = office.account("Acme", **fields)
    settings.set_lead(office.store, Deed(office.team_id, CHRIS, office.now), ANA, CHRIS)
    for user in (ANA, BEN):
        office.says("/touch Acme call yesterday", user)
    return account_id


def opened_by_ana(office: Office, account_id: str) -> str:
    """A test of an account, opened by Ana."""
    return work.open_test(office.store, office.deed(), account_id).test.id


def give(office: Office, test_id: str, user: str, said: Mapping[str, str], words: str = "") -> None:
    work.give_view(office.store, Deed(office.team_id, user, office.now), test_id, said, words)


def last(office: Office) -> LitmusTest:
    with office.store.read() as session:
        return session.exec(select(LitmusTest).order_by(col(LitmusTest.opened_at).desc())).all()[0]


def asked(office: Office, user: str) -> Message:
    """The message in which somebody is asked."""
    told = [(one, office.read(one)) for one in office.slack.dm(user)]
    [message] = [one for one, words in told if "stay with us" in words or "Thank you, that was" in words]
    return message


def visit(office: Office, user: str) -> Visit:
    """A request of somebody's, whatever their button says."""
    with office.store.read() as session:
        person = people.get(session, office.team_id, user)
    assert person is not None
    return Visit(office.tend, office.team_id, person, office.now, uuid4().hex)


def form(office: Office, where: Message | View | None, action_id: str, user: str) -> View:
    assert where is not None
    view = office.press(where, action_id, user).view
    assert view is not None
    return view


def inputs(view: View) -> set[str]:
    return {block["block_id"] for block in view.blocks if block["type"] == "input"}


def words_to(office: Office, user: str) -> str:
    return "\n".join(office.read(message) for message in office.slack.dm(user))


def test_from_the_command_to_the_result_with_a_minute_from_each(office: Office) -> None:
    acme(office)
    untested = office.type("/client litmus Acme")
    assert "There was no litmus test of *Acme* yet." in untested.text
    opening = form(office, untested.message, "litmus.open", ANA)
    assert f"<@{ANA}> and <@{BEN}>" in str(opening.blocks)
    opened = office.submit(opening, due_on="2026-05-26")
    assert "I ask 2 people for their view of *Acme*, each by themselves, until 26 May" in opened.text
    office.wait_days(0.25)

    view = form(office, asked(office, BEN), "litmus.next", BEN)
    assert len([block for block in view.blocks if block["type"] == "input"]) == len(KEYS) + 1
    thanks = office.submit(view, BEN, **answers("partly"), words=SECRET)
    assert "Thank you, that is your view of *Acme*" in thanks.text
    view = form(office, asked(office, ANA), "litmus.next", ANA)
    assert "told as the owner's view" in str(view.blocks)
    assert "That was the last one: the test is closed." in office.submit(view, ANA, **answers("yes")).text

    office.wait_days(1)
    for user in (ANA, CHRIS):
        told = words_to(office, user)
        assert "Litmus test of Acme" in told
        assert "of 100" in told
        assert "the owner's view: yes" in told
        assert SECRET in told
    assert "Litmus test of Acme" not in words_to(office, BEN)
    assert last(office).band == "shaky"


def test_the_message_that_asks_says_what_became_of_it(office: Office) -> None:
    test_id = opened_by_ana(office, acme(office))
    office.wait_days(0.25)
    message = asked(office, BEN)
    give(office, test_id, BEN, answers())
    office.wait_days(0.25)
    assert "Thank you, that was all" in office.read(office.slack.dm(BEN)[-1])
    assert message.ts == asked(office, BEN).ts


def test_a_view_can_be_changed_until_the_test_is_closed_and_no_later(office: Office) -> None:
    test_id = opened_by_ana(office, acme(office))
    give(office, test_id, BEN, answers("no"), SECRET)
    underway = office.type("/client litmus Acme", BEN)
    view = form(office, underway.message, "litmus.give", BEN)
    assert SECRET in str(view.blocks)
    work.close_test(office.store, office.deed(), test_id)
    late = office.submit(view, BEN, **answers())
    assert "That test is closed" in f"{late.text}{late.errors}"


WAYS = (
    "/client litmus Acme", "/client litmus", "/client why Acme", "/client show Acme", "/client upcoming",
    "/client touches Acme", "/client remarks Acme", "/client pulse", "/client mine", "/client digest",
)  # fmt: skip


def test_nobody_sees_what_others_answered_nor_what_it_comes_to_before_it_is_closed(office: Office) -> None:
    """By commands, Home, messages, buttons and exports; not the owner, not the lead, not an admin."""
    account_id = acme(office)
    test_id = opened_by_ana(office, account_id)
    give(office, test_id, BEN, answers("no"), SECRET)
    office.wait_days(8)
    seen = [office.says(line, user) for user in (ANA, CHRIS) for line in WAYS]
    seen += [words_to(office, user) for user in (ANA, CHRIS)]
    for user in (ANA, CHRIS):
        office.slack.open_home(user)
        home = office.slack.home(user)
        assert home is not None
        seen.append(json.dumps(home.content))
    asking = form(office, asked(office, ANA), "litmus.next", ANA)
    seen.append(json.dumps(asking.blocks))
    for user in (ANA, CHRIS):
        with pytest.raises(Refused, match="nothing to do about this test"):
            handlers.plan(visit(office, user), test_id)
    told = "\n".join(seen)
    assert SECRET not in told
    assert "of 100" not in told
    assert "does not hold" not in told.lower()
    with office.store.read() as session:
        test = session.get(LitmusTest, (office.team_id, test_id))
        assert test is not None
        assert (test.given, test.result, test.band, test.score) == (1, None, None, None)


def test_no_export_tells_a_view_nor_what_somebody_worries_about(office: Office, tmp_path: Any) -> None:
    account_id = acme(office)
    test_id = opened_by_ana(office, account_id)
    give(office, test_id, BEN, answers("no"), SECRET)
    office.submit(
        form(office, office.type("/client pulse").message, "pulse.tell", ANA), accounts=[account_id], how="hush"
    )
    export_workspace(office.store, office.team_id, tmp_path / "all.zip", office.now)
    export_account(office.store, office.team_id, account_id, tmp_path / "one.zip", office.now)
    for name in ("all.zip", "one.zip"):
        with ZipFile(tmp_path / name) as archive:
            told = b"".join(archive.read(one) for one in archive.namelist()).decode()
            views = [json.loads(line) for line in archive.read("litmus_views.jsonl").splitlines()]
        assert SECRET not in told
        assert "hush" not in told
        assert {view["person_id"] for view in views} == {ANA, BEN}
        assert {view["answers"] for view in views} == {None}


def test_who_was_not_asked_gives_no_view_by_the_button_of_somebody_who_was(office: Office) -> None:
    account_id = office.account("Acme")
    test_id = opened_by_ana(office, account_id)
    office.wait_days(0.25)
    for user in (BEN, CHRIS):
        with pytest.raises(Refused, match="you were not among them"):
            handlers.give(visit(office, user), test_id)
        with pytest.raises(Refused, match="no view of yours"):
            handlers.next_view(visit(office, user), last(office).campaign_id)
    for button in (handlers.close, handlers.plan):
        with pytest.raises(NotAllowed):
            button(visit(office, BEN), test_id)


def test_words_are_read_by_who_keeps_the_account_and_who_gave_a_view_and_without_a_name(office: Office) -> None:
    account_id = acme(office)
    test_id = opened_by_ana(office, account_id)
    give(office, test_id, BEN, answers("partly"), SECRET)
    work.close_test(office.store, office.deed(), test_id)
    for user in (ANA, BEN, CHRIS):
        said = office.says("/client litmus Acme", user)
        assert SECRET in said
        assert "Ben" not in said


def test_a_reminder_comes_to_that_person_alone_with_the_form_behind_its_button(office: Office) -> None:
    settings.set_alert_channel(office.store, Deed(office.team_id, CHRIS, office.now), HEALTH)
    test_id = opened_by_ana(office, acme(office))
    give(office, test_id, ANA, answers())
    office.wait_days(7)
    office.wait_days(1)
    [card] = [one for one in office.slack.dm(BEN) if "nudge.view" in str(one.blocks)]
    assert "would like the view of" in office.read(card)
    assert form(office, card, "nudge.view", BEN).blocks
    assert "litmus" not in " ".join(office.read(one) for one in office.slack.messages(HEALTH)).lower()
    assert "would like the view of" not in words_to(office, ANA)


def test_what_does_not_hold_is_put_on_the_plan_by_one_button_and_once(office: Office) -> None:
    account_id = acme(office)
    test_id = opened_by_ana(office, account_id)
    give(office, test_id, BEN, answers("yes", renew="no"))
    work.close_test(office.store, office.deed(), test_id)
    told = office.type("/client litmus Acme").ephemerals[-1]
    planned = office.press(told, "litmus.plan", ANA)
    assert "Ask who decides what would make them sign again" in planned.text
    assert "on the plan already" in office.press(told, "litmus.plan", ANA).text
    with office.store.read() as session:
        keys = [step.key for step in session.exec(select(Step))]
    assert "litmus_renew" in keys
    assert len(keys) == len(set(keys))


def test_a_lead_tests_the_portfolio_and_everybody_goes_from_one_client_to_the_next(office: Office) -> None:
    acme(office)
    office.account("Globex", owner_id=BEN)
    start = form(office, office.type("/client litmus", CHRIS).message, "campaign.start", CHRIS)
    opened = office.submit(start, CHRIS, due_on="2026-05-26", why="It is May.")
    assert "I test 2 accounts and ask 2 people, each in one message" in opened.text
    office.wait_days(0.25)
    view = form(office, asked(office, BEN), "litmus.next", BEN)
    assert "Acme" in str(view.blocks)
    of_acme = inputs(view)
    following = office.submit(view, BEN, **answers()).view
    assert following is not None
    assert "Globex" in str(following.blocks)
    assert of_acme.isdisjoint(inputs(following)), "Slack would keep what was said of Acme"
    progress = office.says("/client litmus", CHRIS)
    assert "▰▰▰▱▱▱▱▱▱▱ 1 of 3 views" in progress
    assert "Thank you" in office.submit(following, BEN, **answers("no")).text
    office.wait_days(16)
    office.wait_days(0.01)
    told = words_to(office, CHRIS)
    assert "The litmus tests since 12 May are closed: 2 of 3 views." in told
    assert "Globex" in told
    [of_ben] = [words for one in office.slack.dm(BEN) if "Of 100" in (words := office.read(one))]
    assert "Globex" in of_ben
    assert "Acme" not in of_ben
    overview = office.says("/client litmus", CHRIS)
    assert "2 of 2 accounts tested in 12 months" in overview
    assert "*Globex*: ● at risk" in overview


def test_a_member_opens_no_campaign_by_anybody_s_button(office: Office) -> None:
    acme(office)
    assert "campaign.start" in str(office.type("/client litmus", CHRIS))
    assert "campaign.start" not in str(office.type("/client litmus", BEN))
    with pytest.raises(NotAllowed, match="Only a lead or an admin can test all accounts at once"):
        campaigns.starting(visit(office, BEN), "")


def test_the_last_test_closes_on_its_day_and_the_next_is_due_a_year_on(office: Office) -> None:
    test_id = opened_by_ana(office, acme(office))
    give(office, test_id, BEN, answers())
    office.wait_days(15)
    assert last(office).state == "closed"
    office.wait_days(0.01)
    assert "1 of 2 views" in words_to(office, ANA)
    office.now += timedelta(days=300)
    assert "The last litmus test was on 27 May 2026" in office.says("/client why Acme")


def test_an_owner_says_in_private_what_they_would_worry_about_and_their_lead_reads_it(office: Office) -> None:
    account_id = acme(office)
    office.account("Globex", owner_id=BEN)
    asking = office.type("/client pulse", CHRIS).message
    assert asking is not None
    office.press(asking, "pulse.ask", CHRIS)
    office.wait_days(0.25)
    [question] = [one for one in office.slack.dm(ANA) if "worry about" in office.read(one)]
    view = form(office, question, "pulse.tell", ANA)
    refused = office.submit(view, accounts=[account_id])
    assert "a word is enough" in f"{refused.errors}"
    assert "Only you and your lead can read this." in office.submit(view, accounts=[account_id], how=SECRET).text
    assert SECRET in office.says("/client pulse", ANA)
    assert SECRET in office.says("/client pulse", CHRIS)
    assert SECRET not in office.says("/client pulse", BEN)
    for line in WAYS:
        assert SECRET not in office.says(line, BEN)
    office.wait_days(0.25)
    assert "Thank you: you have said" in words_to(office, ANA)
    assert "▰▰▰▰▰▱▱▱▱▱ 1 of 2 owners answered" in office.says("/client pulse", CHRIS)


def test_owners_are_asked_by_themselves_once_a_quarter_and_an_admin_ends_that(office: Office) -> None:
    acme(office)
    office.wait_days(0.1)
    assert "I ask all owners by myself on 10 August" in office.says("/client pulse", CHRIS)
    assert "by myself" not in office.says("/client pulse", BEN)
    off = office.type("/client settings pulse_every_days 0", CHRIS).view
    assert off is not None
    assert office.submit(off, CHRIS).ok
    assert "by myself" not in office.says("/client pulse", CHRIS)
    on = office.type("/client settings pulse_every_days default", CHRIS).view
    assert on is not None
    assert office.submit(on, CHRIS).ok
    office.wait_days(90)
    office.wait_days(0.5)
    [question] = [one for one in office.slack.dm(ANA) if "worry about" in office.read(one)]
    assert '"pulse.tell"' in str(question.blocks).replace("'", '"')
    assert "0 of 1 owner answered" in office.says("/client pulse", CHRIS)


def test_a_worry_ends_when_its_owner_says_so_and_is_nobody_else_s_to_say(office: Office) -> None:
    account_id = acme(office)
    view = form(office, office.type("/client pulse").message, "pulse.tell", ANA)
    office.submit(view, accounts=[account_id], how=SECRET)
    again = form(office, office.type("/client pulse").message, "pulse.tell", ANA)
    assert SECRET in str(again.blocks)
    assert "and about 1 no more" in office.submit(again, accounts=[], how="").text
    with office.store.read() as session:
        [worry] = session.exec(select(Worry))
    assert worry.ended_at == office.now
    with pytest.raises(Refused, match="You own no account"):
        pulse.answering(visit(office, BEN), "")


@pytest.mark.parametrize(
    ("line", "told"), [("/client litmus Acne", "Acme"), ("/client litmus Nobody Ltd", "/client add")]
)
def test_an_account_that_is_none_is_asked_for(office: Office, line: str, told: str) -> None:
    office.account("Acme")
    assert told in office.says(line)
