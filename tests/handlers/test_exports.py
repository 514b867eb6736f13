from __future__ import annotations

import pytest

from bot.exporting import in_slack
from bot.playground.world import Message
from tests.handlers import lists
from tests.handlers.lists import press, said
from tests.handlers.office import ANA, GENERAL, Office


def export(office: Office, line: str) -> Message:
    """Somebody asks for files, and has them; the message that they came in."""
    before = len(said(office))
    office.says(f"/client export {line}", lists.ADMIN)
    office.slack.until(lambda: len(said(office)) > before, lists.WAIT_S)
    return said(office)[-1]


def texts(message: Message) -> dict[str, str]:
    return {file.name: (file.content or b"").decode("utf-8-sig") for file in message.files}


def test_a_noun_comes_as_a_file_into_the_direct_message_of_whoever_asks(office: Office) -> None:
    office.account("Müller & Söhne", tier="key")
    assert "our direct message" in office.says("/client export accounts", lists.ADMIN)
    office.slack.until(lambda: said(office), lists.WAIT_S)

    [message] = said(office)
    assert "1 account" in message.text
    assert "\nMüller & Söhne,key," in texts(message)["accounts.csv"]
    assert office.slack.messages(GENERAL) == []


def test_all_of_it_comes_in_one_message(office: Office) -> None:
    acme = office.account("Acme")
    office.contact(acme, "Jane Doe")
    office.touch(acme, note="hello")

    message = export(office, "all")
    assert list(texts(message)) == ["accounts.csv", "contacts.csv", "touches.csv"]
    assert "1 account, 1 contact and 1 touch" in message.text


def test_any_noun_comes_as_a_file(office: Office) -> None:
    office.account("Acme")
    office.says('/client promise Acme "a list of all sites" by 1 June')
    message = export(office, "promises")
    assert message.text == "Here: 1 promise."
    assert ",a list of all sites,ours," in texts(message)["promises.csv"]


def test_more_than_ten_files_come_in_more_than_one_message(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_slack, "_TOGETHER", 2)
    acme = office.account("Acme")
    office.contact(acme, "Jane Doe")
    office.touch(acme, note="hello")
    export(office, "all")
    office.slack.until(lambda: len(said(office)) > 1, lists.WAIT_S)
    first, second = said(office)
    assert [list(texts(one)) for one in (first, second)] == [["accounts.csv", "contacts.csv"], ["touches.csv"]]
    assert second.text.startswith("Here: 1 touch. Changed in a spreadsheet and dropped here again, ")


def test_what_was_exported_goes_in_again_and_changes_nothing(office: Office) -> None:
    acme = office.account("Acme", annual_value_minor=12_000_000, currency="EUR", aliases=["ac"])
    office.touch(acme, note="hello")
    for name, content in texts(export(office, "all")).items():
        if name != "contacts.csv":
            assert "on record already" in lists.words(office, lists.drop(office, content, name))


def test_excel_is_told_that_it_is_utf_8(office: Office) -> None:
    office.account("Müller")

    assert (export(office, "accounts").files[0].content or b"").startswith(b"\xef\xbb\xbf")


def test_no_cell_begins_a_formula(office: Office) -> None:
    office.account("=HYPERLINK(1)")
    text = texts(export(office, "accounts"))["accounts.csv"]

    assert "\n'=HYPERLINK(1)," in text
    card = lists.drop(office, text.replace("standard", "key"), "accounts.csv")
    press(office, card, "start")
    assert lists.names(office) == ["=HYPERLINK(1)"]


def test_who_takes_what_away_is_in_the_audit_log(office: Office) -> None:
    office.account("Acme")
    export(office, "accounts")

    [deed] = lists.audited(office, "export")
    assert (deed.person_id, deed.after) == (lists.ADMIN, {"accounts": 1})


def test_only_admins_export(office: Office) -> None:
    assert "Only an admin can export" in office.says("/client export all", ANA)
    assert office.slack.calls("files.getUploadURLExternal") == []


@pytest.mark.parametrize("line", ["", "nonsense", "accounts please"])
def test_what_there_is_to_export_is_told(office: Office, line: str) -> None:
    assert "accounts, contacts, touches, remarks," in office.says(f"/client export {line}", lists.ADMIN)


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_where_slack_does_not_take_it_whoever_asked_is_told(office: Office, method: str) -> None:
    office.slack.faults.add(method, "500", times=1)
    office.says("/client export accounts", lists.ADMIN)

    def heard() -> bool:
        return any("did not take the file" in one.text for one in office.slack.ephemeral(lists.ADMIN))

    office.slack.until(heard, lists.WAIT_S)
