"""A client in danger, by what people do: the command, the cards, the board and its forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.playground.modals import View
from bot.playground.seen import Seen
from bot.policy import Status, Tier
from bot.views.forms import loss as loss_forms
from storage import rescues
from storage.tables import Account, Rescue
from tests.handlers.office import ANA, BEN, CHRIS, DANA, ELSEWHERE, ERIK, GENERAL, HEALTH, Office

OPEN = '/client rescue Acme Corp the launch failed: "we cannot trust you"'


@pytest.fixture
def acme(office: Office) -> str:
    """A key account of Ana's; warnings go to the health channel."""
    office.type(f"/client settings channel <#{HEALTH}>", CHRIS)
    return office.account(owner_id=ANA, tier=Tier.KEY)


def kept(office: Office) -> list[Rescue]:
    with office.store.read() as session:
        return rescues.listed(session, office.team_id, 9)


def status(office: Office, account_id: str) -> str:
    with office.store.read() as session:
        account = session.get(Account, (office.team_id, account_id))
    assert account is not None
    return account.status


def form(seen: Seen) -> View:
    assert seen.view is not None, seen.text
    return seen.view


def to(office: Office, user: str) -> list[str]:
    return [office.read(message) for message in office.slack.dm(user)]


def in_channel(office: Office, channel: str = HEALTH) -> list[str]:
    return [office.read(message) for message in office.slack.messages(channel) if message.user == "U0TEND"]


def board(office: Office, user: str = ANA) -> Any:
    office.type("/client rescue Acme Corp", user)
    return office.slack.ephemeral(user)[-1]


def test_anybody_opens_one_in_a_line_and_it_is_heard_at_once(office: Office, acme: str) -> None:
    told = office.says(f"{OPEN} sponsor @chris", BEN)
    assert f"It is open: <@{ANA}>, <@{CHRIS}> and <#{HEALTH}> hear of it now." in told
    assert "Speak with them by" in told
    [one] = kept(office)
    assert (one.why, one.words) == ("the launch failed", "we cannot trust you")
    assert (one.lead_id, one.sponsor_id, one.opened_by) == (ANA, CHRIS, BEN)
    assert status(office, acme) == Status.RESCUE

    office.wait_days(0)
    assert any("They said “we cannot trust you”" in words for words in to(office, ANA))
    assert any("You are asked to stand behind this rescue" in words for words in to(office, CHRIS))
    assert any("They said “we cannot trust you”" in words for words in in_channel(office))


def test_without_a_reason_a_form_opens_and_without_an_account_an_empty_one(office: Office, acme: str) -> None:
    assert "What happened?" in str(form(office.type("/client rescue")).blocks)
    view = form(office.type("/client rescue Acme Corp"))
    option = {"text": {"type": "plain_text", "text": "Acme Corp"}, "value": acme}
    assert office.submit(view, account=option, why="they are furious", lead=BEN, helpers=[CHRIS]).ok
    [one] = kept(office)
    assert (one.why, one.lead_id, one.helpers) == ("they are furious", BEN, [CHRIS])


def test_the_card_logs_the_talk_and_the_clock_stops(office: Office, acme: str) -> None:
    office.type(OPEN, BEN)
    office.wait_days(0)
    card = next(m for m in office.slack.dm(ANA) if "nudge.board" in str(m.blocks))
    view = form(office.press(card, "nudge.did"))
    assert office.submit(view).ok
    assert "✓ Spoken with" in office.read(board(office))
    office.wait_days(0.01)
    assert any("spoken to on 12 May" in words for words in to(office, ANA))


def test_the_board_takes_a_review_a_measure_and_the_end(office: Office, acme: str) -> None:
    office.type(OPEN, BEN)
    view = form(office.press(board(office), "rescue.review"))
    assert office.submit(view, stands="they calmed down", next_step="Ben visits them").ok
    view = form(office.press(board(office), "rescue.step"))
    measure = {"text": {"type": "plain_text", "text": "x"}, "value": "measure"}
    assert office.submit(view, text="a second pair of eyes", kind=measure).ok
    shown = office.read(board(office))
    assert "How it stands: they calmed down" in shown
    assert "*Measures* ▱▱▱▱▱▱▱▱▱▱ 0 of 1 done" in shown
    saved = {"text": {"type": "plain_text", "text": "x"}, "value": "saved"}
    view = form(office.press(board(office), "rescue.end"))
    assert "What worked" in str(office.submit(view, how=saved, worked=" ").errors)
    assert office.submit(view, how=saved, worked="we listened first").ok
    assert status(office, acme) == Status.ACTIVE
    listed = office.says("/client rescues")
    assert "1 of 1 saved (100%)" in listed
    assert "we listened first" in listed
    office.wait_days(0.01)
    assert any("✓ saved" in words for words in to(office, BEN))


def test_what_is_typed_while_one_is_under_way_is_not_lost(office: Office, acme: str) -> None:
    office.type(OPEN, BEN)
    view = form(office.type('/client rescue Acme Corp they called again: "are you there?"'))
    assert 'they called again: "are you there?"' in str(view.blocks)
    assert "under way already" in str(view.blocks)
    assert '"we will see"' in str(form(office.type('/client rescue Acme Corp review they said "we will see"')).blocks)
    assert len(kept(office)) == 1


def test_the_end_by_loss_is_said_where_the_gate_is(office: Office, acme: str) -> None:
    office.type(OPEN, BEN)
    assert form(office.type("/client rescue Acme Corp lost")).callback_id == loss_forms.END
    lost = {"text": {"type": "plain_text", "text": "x"}, "value": "lost"}
    view = form(office.press(board(office), "rescue.end"))
    asked = office.submit(view, how=lost, worked="too late").view
    assert asked is not None
    assert asked.callback_id == loss_forms.END
    assert kept(office)[0].state == "open"
    assert status(office, acme) == Status.RESCUE


def test_what_was_tried_is_not_lost_on_the_way_through_the_gate(office: Office, acme: str) -> None:
    def over(tried: str, ended_on: str) -> Seen:
        lost = {"text": {"type": "plain_text", "text": "x"}, "value": "lost"}
        view = form(office.press(board(office, CHRIS), "rescue.end", CHRIS))
        return office.submit(form(office.submit(view, CHRIS, how=lost, worked=tried)), CHRIS, ended_on=ended_on)

    office.type(OPEN, BEN)
    assert over("a new team", "2026-05-30").ok
    assert "How it stands: a new team" in office.read(board(office, CHRIS))
    over("a call came too late", "2026-05-10")
    asked = office.slack.views(CHRIS)[-1]
    office.submit(asked, CHRIS, reasons_stated=["price"])
    asked = office.slack.views(CHRIS)[-1]
    assert office.submit(asked, CHRIS, override_why="they closed shop").ok
    assert (kept(office)[0].state, kept(office)[0].worked) == ("lost", "a call came too late")


def test_what_is_wrong_in_a_form_is_said_at_its_field_without_an_id(office: Office, acme: str) -> None:
    office.type(OPEN)
    view = form(office.press(board(office), "rescue.change"))
    wrong = office.submit(view, channel=ELSEWHERE).errors["channel"]
    assert wrong == "I cannot see that channel. If it is the right one, invite me there first: /invite @Tend"
    view = form(office.press(board(office), "rescue.change"))
    assert "Erik Lund is from another company" in office.submit(view, sponsor=ERIK).errors["sponsor"]
    view = form(office.press(board(office), "rescue.step"))
    assert "is a day to come" in office.submit(view, text="call them", due_on="2026-05-01").errors["due_on"]


def test_it_is_never_spoken_of_where_people_of_another_company_are(office: Office, acme: str) -> None:
    told = office.says(f"{OPEN} in #acme-shared")
    assert "People of another company are in" in told
    assert kept(office) == []


def test_a_channel_that_was_chosen_hears_of_it_first(office: Office, acme: str) -> None:
    office.type(f"{OPEN} in #general", BEN)
    office.wait_days(0)
    assert any("They said “we cannot trust you”" in words for words in in_channel(office, GENERAL))
    assert in_channel(office) == []


def test_the_sheet_for_the_talk_has_their_words_and_what_to_leave(office: Office, acme: str) -> None:
    office.contact(acme, "Jane Doe", title="CEO")
    office.type('/heard Acme Corp big: "the third time this year"')
    office.type(OPEN, BEN)
    office.press(board(office), "rescue.prepare")
    sheet = office.read(office.slack.ephemeral(ANA)[-1])
    for part in ("we cannot trust you", "the third time this year", "Jane Doe", "What is better left"):
        assert part in sheet


def test_guests_open_none_and_who_is_not_in_it_does_not_end_it(office: Office, acme: str) -> None:
    office.type(OPEN, DANA)
    assert kept(office) == []
    office.type(OPEN, BEN)
    office.press(board(office, BEN), "rescue.end", BEN)
    assert "can end a rescue" in office.read(office.slack.ephemeral(BEN)[-1])


def test_where_signals_gather_a_card_opens_one_with_what_it_says(office: Office, acme: str) -> None:
    meeting = {"next_on": (office.now + timedelta(days=2)).date()}
    office.touch(acme, 0, temperature=-2, **meeting)
    office.type('/heard Acme Corp big: "the third time this year"')
    office.wait_days(8)
    office.wait_days(1)
    card = next(m for m in office.slack.dm(ANA) if "nudge.rescue" in str(m.blocks))
    assert "3 signals that they may be about to leave" in office.read(card)
    view = form(office.press(card, "nudge.rescue"))
    assert "3 signals that they may be about to leave" in str(view.blocks)
    assert office.submit(view).ok
    assert [one.account_id for one in kept(office)] == [acme]
    office.wait_days(0.01)
    assert any("rescue opened on 21 May" in words for words in to(office, ANA))


def test_the_card_shows_the_board_and_takes_a_review(office: Office, acme: str) -> None:
    office.type(OPEN, BEN)
    office.wait_days(0)
    card = next(m for m in office.slack.dm(ANA) if "nudge.board" in str(m.blocks))
    office.press(card, "nudge.board")
    assert "Rescue: Acme Corp" in office.read(office.slack.ephemeral(ANA)[-1])
    assert office.submit(form(office.press(card, "nudge.review")), stands="nobody picks up").ok
    assert "How it stands: nobody picks up" in office.read(board(office))


def test_why_and_show_tell_of_it(office: Office, acme: str) -> None:
    office.type(OPEN, BEN)
    assert "in rescue" in office.says("/client show Acme Corp")
    why = office.says("/client why Acme Corp")
    assert "4 working hours to the first contact, key tier" in why
    assert "“we cannot trust you” (not spoken with yet)" in why
