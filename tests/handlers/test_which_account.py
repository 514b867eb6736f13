"""Where a line can be read as more than one account, it is asked which; nothing is changed on a guess."""

from __future__ import annotations

from sqlmodel import select

from bot.playground.world import Message
from storage.tables import Account, Touch
from tests.handlers.office import ANA, Office


def test_a_word_that_goes_on_with_another_name_is_asked_about(office: Office) -> None:
    hart, longer = office.account("Hart"), office.account("Hart Lost Ltd")
    seen = office.type("/client edit Hart Lost")
    assert "could be 2 accounts" in seen.text
    assert seen.message is not None
    press(office, seen.message, "Hart Lost Ltd")
    assert office.slack.views(ANA)[-1].content["callback_id"] == "form.account_edit"
    assert (status(office, hart), status(office, longer)) == ("active", "active")
    assert "/client lost Hart:" in press(office, seen.message, "Hart")
    assert (status(office, hart), status(office, longer)) == ("active", "active")


def test_a_name_in_quotes_ends_where_the_quotes_do(office: Office) -> None:
    office.account("Hart")
    office.account("Hart Lost Ltd")
    assert "/client lost Hart:" in office.says('/client edit "Hart" lost')
    assert "/client lost Hart Lost Ltd:" in office.says("/client edit Hart Lost Ltd lost")


def test_the_beginning_of_a_name_is_no_change_of_it(office: Office) -> None:
    office.account("Hart Lost Ltd", aliases=["hl"])
    assert office.type("/client edit hart lost").view is not None
    office.says("/client edit hart lost tier:key")
    assert "/client leaving Hart Lost Ltd until" in office.says("/client edit hl leaving")
    assert "tier key" in office.says("/client show hl")


def press(office: Office, message: Message, label: str) -> str:
    """Press the button with this label, and read what comes."""
    buttons = [one for block in message.blocks for one in block.get("elements", ()) if one["type"] == "button"]
    [button] = [one for one in buttons if one["text"]["text"] == label]
    return office.press(message, button["action_id"]).text


def logged(office: Office, account_id: str) -> list[str]:
    """The notes of an account's touches."""
    with office.store.read() as session:
        return [touch.note for touch in session.exec(select(Touch).where(Touch.account_id == account_id))]


def status(office: Office, account_id: str) -> str:
    with office.store.read() as session:
        found = session.get(Account, (office.team_id, account_id))
    assert found is not None
    return found.status


def test_a_touch_is_not_logged_for_a_client_whose_name_another_goes_on_with(office: Office) -> None:
    hart, longer = office.account("Hart"), office.account("Hart Lost Ltd")
    for button, account_id, note in (("Hart Lost Ltd", longer, "all fine"), ("Hart", hart, "Lost call: all fine")):
        seen = office.type("/touch Hart Lost call: all fine")
        assert "could be 2 accounts" in seen.text
        assert seen.message is not None
        press(office, seen.message, button)
        assert logged(office, account_id) == [note]


def test_a_name_that_a_comma_or_colon_ends_goes_on_with_nothing(office: Office) -> None:
    hart, longer = office.account("Hart"), office.account("Hart Lost Ltd")
    office.says("/touch Hart, lost sleep over it: call")
    office.says("/touch Hart: lost sleep over it")
    office.says("/touch call with Jane at Hart Lost: hello")
    assert logged(office, longer) == []
    assert len(logged(office, hart)) <= 1


def test_the_beginning_of_a_name_is_all_of_it_in_a_touch_too(office: Office) -> None:
    longer = office.account("Hart Lost Ltd")
    assert "Logged: call" in office.says("/touch hart lost call: all fine")
    assert logged(office, longer) == ["all fine"]
