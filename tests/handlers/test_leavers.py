"""One tap says that a contact has left, on a card and on the account's sheet; another takes it back."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from bot.playground.world import Message
from bot.titles import Role
from storage.tables import Contact, Plan
from tests.handlers.office import ANA, BEN, Office


def sheet(office: Office, user: str = ANA) -> Message:
    return office.type("/client show acme", user).ephemerals[-1]


def last_word(office: Office, user: str = ANA) -> Message:
    return office.slack.ephemeral(user)[-1]


def is_gone(office: Office) -> bool:
    with office.store.read() as session:
        return session.exec(select(Contact)).one().left_at is not None


def plan_states(office: Office) -> list[str]:
    with office.store.read() as session:
        return list(session.exec(select(Plan.state)))


def test_on_the_sheet_one_tap_says_it_what_follows_is_told_and_undo_takes_it_back(office: Office) -> None:
    jane = office.contact(office.account(), "Jane Doe", title="CEO")
    office.press(sheet(office, BEN), "contact.left", BEN, jane)
    told = last_word(office, BEN)
    assert is_gone(office)
    for part in (
        "*Jane Doe* is noted as no longer at *Acme Corp*",
        "Open from 13 May on: Jane Doe, the senior person we knew, left today",
        "Find out who follows Jane Doe",
    ):
        assert part in office.read(told)
    assert "contact.left" not in str(sheet(office).blocks)
    office.press(told, "contact.back", BEN, jane)
    assert not is_gone(office)
    assert plan_states(office) == ["dropped"]
    undone = last_word(office, BEN)
    assert undone.ts == told.ts, "it stands in the place of what it undoes"
    assert "*Jane Doe* is at *Acme Corp* as before" in office.read(undone)
    assert "contact.back" not in str(undone.blocks)


def test_the_card_of_a_promise_has_the_button_until_it_is_pressed_and_is_about_the_promise_after_it(
    office: Office,
) -> None:
    jane = office.contact(office.account(owner_id=ANA), "Jane Doe")
    office.says('/client promise Acme Corp to Jane Doe: "a list" by Friday')
    office.wait_days(0.6)
    office.wait_days(0.4)
    [card] = [message for message in office.slack.dm(ANA) if "nudge.keep" in str(message.blocks)]
    office.press(card, "contact.left", ANA, jane)
    office.wait_days(0.01)
    shown = office.slack.world.message(card.channel, card.ts)
    assert shown is not None
    assert ("nudge.keep" in str(shown.blocks), "contact.left" in str(shown.blocks)) == (True, False)
    office.press(shown, "nudge.keep")
    office.wait_days(0.01)
    shown = office.slack.world.message(card.channel, card.ts)
    assert shown is not None
    assert "kept on 13 May, by Ana Souza" in office.read(shown)


def test_on_a_card_one_tap_says_it_and_the_card_shows_it(office: Office) -> None:
    jane = office.contact(office.account(tier="key"), "Jane Doe", roles=[Role.MAIN_CONTACT, Role.INDIRECT])
    office.now += timedelta(days=70)
    office.wait_days(0)
    office.wait_days(1)
    [card] = [message for message in office.slack.dm(ANA) if "contact.left" in str(message.blocks)]
    assert "Jane Doe has left" in str(card.blocks)
    office.press(card, "contact.left", ANA, jane)
    office.press(card, "contact.left", ANA, jane)
    assert is_gone(office)
    assert plan_states(office) == ["open"], "two taps leave one plan"
    assert "That is done already" in office.read(last_word(office))
    office.wait_days(0.01)
    shown = office.slack.world.message(card.channel, card.ts)
    assert shown is not None
    assert "Jane Doe has left, noted on 22 July, by Ana" in office.read(shown)
    assert "contact.left" not in str(shown.blocks)
