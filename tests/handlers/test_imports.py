from __future__ import annotations

import pytest

from bot.importing import fetch
from bot.intake.decoding import EXCEL
from bot.views import imports as views
from bot.work import imports
from bot.work.deed import Deed, Refused
from storage import accounts, people
from storage.tables import Contact
from tests.handlers import lists
from tests.handlers.lists import CLIENTS, choose, drop, press, said, thread, words
from tests.handlers.office import ANA, BEN, DANA, ERIK, Office


def test_a_file_is_understood_shown_and_tried_before_anything_is_changed(office: Office) -> None:
    card = drop(office, CLIENTS)

    told = words(office, card)
    for part in ("2 rows of accounts", "Company → name", "Globex", "2 would be added", "Import 2 rows"):
        assert part in told
    assert lists.names(office) == []


def test_import_brings_it_in_and_says_so_in_the_message_and_below_it(any_office: Office) -> None:
    office = any_office
    card = drop(office, CLIENTS)
    press(office, card, "start")

    assert lists.names(office) == ["Acme", "Globex"]
    assert "is imported: 2 added" in words(office, card)
    assert ["2 added" in office.read(one) for one in thread(office, card)] == [True]
    with office.store.read() as session:
        acme = accounts.by_key(session, office.team_id, "acme")
    assert acme is not None
    assert (acme.tier, acme.owner_id) == ("key", ANA)


def test_the_same_file_again_adds_nothing(office: Office) -> None:
    press(office, drop(office, CLIENTS), "start")
    again = drop(office, CLIENTS)

    assert "All of it is on record already" in words(office, again)
    assert "Import 2 rows" not in words(office, again)
    assert lists.names(office) == ["Acme", "Globex"]


def test_the_import_is_in_the_audit_log_with_who_and_how_many(office: Office) -> None:
    press(office, drop(office, CLIENTS), "start")

    [deed] = lists.audited(office, "import")
    assert deed.person_id == lists.ADMIN
    counts = {"added": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert deed.after == {"file": "clients.csv", "noun": "accounts", **counts}


def test_pressed_twice_it_is_imported_once(office: Office) -> None:
    drop(office, CLIENTS)
    import_id, deed = lists.row(office).id, Deed(office.team_id, lists.ADMIN, office.now)
    imports.begin(office.store, deed, import_id)

    with pytest.raises(Refused, match="under way already"):
        imports.begin(office.store, deed, import_id)


def test_once_it_is_imported_there_is_nothing_to_press(office: Office) -> None:
    card = drop(office, CLIENTS)
    press(office, card, "start")

    assert "Import 2 rows" not in words(office, card)


def test_what_would_stay_out_is_said_with_its_line_and_comes_as_a_file_to_be_put_right(office: Office) -> None:
    card = drop(
        office, "Customer,Tier,Account manager\nAcme,gold,nobody@x.test\nGlobex,light,nobody@x.test\nInitech,key,\n"
    )
    told = words(office, card)
    assert "1 would be added, 2 would stay out" in told
    for part in ("line 2: Nobody of ours", "“gold” is not a tier", "line 3: Nobody of ours"):
        assert part in told

    press(office, card, "start")
    file, result = thread(office, card)
    assert "“gold” is not a tier" in office.read(result)
    assert file.files[0].name == "clients-left-out.csv"
    put_right = (file.files[0].content or b"").decode().replace("gold", "key").replace("nobody@x.test", "Ana Souza")
    press(office, drop(office, put_right, "clients-left-out.csv"), "start")
    assert lists.names(office) == ["Acme", "Globex", "Initech"]


def test_with_many_lines_that_would_stay_out_all_of_them_come_as_a_file_at_once(office: Office) -> None:
    card = drop(office, "name,owner\n" + "".join(f"Client {n},nobody\n" for n in range(30)))

    assert "+20 more, in the file" in words(office, card)
    [file] = thread(office, card)
    assert (file.files[0].content or b"").decode("utf-8-sig").count("Nobody of ours") == 30


def test_contacts_and_touches_are_told_by_what_their_columns_are_called(office: Office) -> None:
    office.account("Acme")
    contacts = drop(office, "First name,Last name,Company,E-mail,Job title\nJane,Doe,Acme,jane@acme.test,CFO\n")
    assert "1 row of contacts" in words(office, contacts)
    press(office, contacts, "start")
    touches = drop(office, "Date;Customer;Contact;Subject;Type\n2026-04-01;acme;Jane Doe;renewal;call\n")
    assert "1 row of touches" in words(office, touches)
    press(office, touches, "start")

    assert lists.names(office, Contact) == ["Jane Doe"]
    assert lists.notes(office) == ["renewal"]


def test_the_columns_can_be_chosen_where_they_cannot_be_guessed(office: Office) -> None:
    card = drop(office, "Wer;Was\nAcme;key\n")
    assert "I could not tell which column is *name*" in words(office, card)

    card = choose(office, card, column_name="0", column_tier="1")
    assert "1 would be added" in words(office, card)
    press(office, card, "start")
    assert lists.names(office) == ["Acme"]


def test_amounts_without_a_currency_take_one_for_all_of_them(office: Office) -> None:
    card = drop(office, "Client,ARR\nAcme,120000\n")
    assert "you can name one for all of them" in words(office, card)
    view = office.press(card, "import.columns", lists.ADMIN).view
    assert view is not None
    assert "three letters" in str(office.submit(view, lists.ADMIN, default_currency="euros").errors)

    card = lists.send(office, view, default_currency="eur")
    assert "Amounts without a currency are EUR" in words(office, card)
    press(office, card, "start")
    with office.store.read() as session:
        acme = accounts.by_key(session, office.team_id, "acme")
    assert acme is not None
    assert (acme.annual_value_minor, acme.currency) == (12_000_000, "EUR")


def test_not_now_leaves_it(office: Office) -> None:
    card = drop(office, CLIENTS)
    press(office, card, "leave")
    office.slack.until(lambda: "is left as it is" in words(office, card), lists.WAIT_S)

    assert lists.names(office) == []
    assert lists.row(office).step == "done"


@pytest.mark.parametrize("user", [ANA, BEN])
def test_whoever_may_not_import_is_told_kindly_who_can(office: Office, user: str) -> None:
    told = words(office, drop(office, CLIENTS, user=user))

    assert "Only an admin can import a file; ask Chris Meyer." in told
    assert "/client add" in told
    assert lists.row(office).step == "done"


@pytest.mark.parametrize("user", [DANA, ERIK])
def test_guests_and_people_of_other_companies_are_refused(office: Office, user: str) -> None:
    told = words(office, drop(office, CLIENTS, user=user))

    assert "Only members of this workspace can do that" in told
    assert "Chris" not in told


def test_who_is_no_admin_any_more_cannot_press(office: Office) -> None:
    lists.make_admin(office, ANA)
    card = drop(office, CLIENTS, user=ANA)
    with office.store.write() as session:
        people.lock(session, office.team_id, ANA).role = "member"  # type: ignore[union-attr]

    assert "Only an admin" in press(office, card, "start", user=ANA)
    assert lists.names(office) == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("clients.xlsx", b"PK\x03\x04...", EXCEL.split(":")[0]),
        ("clients.csv", b"PK\x03\x04...", "That is a spreadsheet"),
        ("photo.png", b"\x89PNG", fetch.NOT_CSV),
        ("page.csv", b"<!DOCTYPE html><html>", "That is a web page"),
        ("noise.csv", bytes(range(256)), "there is no text in it"),
        ("blank.csv", b"\n\n", "There is nothing in it"),
        ("header.csv", b"name,tier\n", "no rows below it"),
        ("wide.csv", (",".join(f"c{n}" for n in range(101)) + "\n1\n").encode(), "101 columns"),
        ("quote.csv", b'name,"ti\nAcme', "Line 1: it cannot be read"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(office: Office, name: str, content: bytes, reason: str) -> None:
    told = words(office, drop(office, content, name))

    assert reason in told
    assert "Nothing was changed" in told
    assert [one.files for one in said(office)] == [[]]


def test_a_file_that_is_too_large_is_not_even_fetched(office: Office) -> None:
    told = words(office, drop(office, b"name\n" + b"x" * fetch.MOST_BYTES))

    assert "larger than 5 MB" in told
    assert office.slack.calls("download") == []


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("name\nMüller\n".encode(), ""),
        ("name\nMüller\n".encode("utf-8-sig"), ""),
        ("name\nMüller\n".encode("utf-16"), ""),
        ("name\nMüller\n".encode("cp1252"), "read as Windows-1252, which is a guess"),
    ],
)
def test_letters_are_read_in_whatever_encoding_and_a_guess_is_said(office: Office, content: bytes, note: str) -> None:
    card = drop(office, content)

    assert "Müller" in words(office, card)
    assert note in words(office, card)
    assert ("guess" in words(office, card)) is bool(note)


@pytest.mark.parametrize("fault", ["500", "html", "429", "reset_before"])
def test_a_file_that_slack_does_not_give_is_tried_again_when_asked(office: Office, fault: str) -> None:
    office.slack.faults.add("download", fault, times=1)
    card = drop(office, CLIENTS)
    assert "Slack did not give me" in words(office, card)

    press(office, card, "again")
    assert "2 would be added" in words(office, card)


def test_a_file_that_was_taken_back_meanwhile_is_asked_for_again(office: Office) -> None:
    card = drop(office, CLIENTS)
    office.slack.faults.add("files.info", "file_deleted", times=1)
    press(office, card, "start")

    assert "not in Slack any more" in words(office, card)
    assert lists.names(office) == []


def test_where_slack_does_not_take_the_file_of_what_stayed_out_the_lines_are_said_all_the_same(office: Office) -> None:
    card = drop(office, "name,tier\nAcme,gold\nGlobex,key\n")
    office.slack.faults.add("files.completeUploadExternal", "500", times=None)
    press(office, card, "start")

    [result] = thread(office, card)
    assert "line 2: “gold”" in office.read(result)
    assert "did not take a file" in office.read(result)
    assert lists.names(office) == ["Globex"]


def test_a_long_import_is_told_of_as_it_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.importing.progress.EVERY_S", 0.0)
    card = drop(office, "name\n" + "".join(f"Client {n}\n" for n in range(120)))
    press(office, card, "start")

    told = [str(call.args.get("text")) for call in office.slack.calls("chat.update")]
    assert [text for text in told if "importing" in text and "so far" in text] == [
        f"I am importing *clients.csv*: {handled} of 120 rows so far …" for handled in (50, 100, 120)
    ]
    assert len(lists.names(office)) == 120
    assert len(said(office)) == 1


def test_several_files_at_once_are_a_list_each(office: Office) -> None:
    dm, heard = office.slack.world.dm(lists.ADMIN).id, office.slack.socket.acknowledgements
    office.slack.share(lists.ADMIN, dm, {"a.csv": b"name\nAcme\n", "b.csv": b"name\nGlobex\n"})
    office.slack.until(lambda: office.slack.socket.acknowledgements > heard, lists.WAIT_S)
    assert office.tend.imports.rest(lists.WAIT_S)

    assert sorted(one.text for one in said(office)) == ["*a.csv*: 1 row of accounts.", "*b.csv*: 1 row of accounts."]


def test_an_offer_is_good_for_a_week(office: Office) -> None:
    card = drop(office, CLIENTS)
    office.wait_days(8)

    assert "I do not have that list any more" in press(office, card, "start")


def test_the_command_says_how_and_only_to_who_may(office: Office) -> None:
    assert "Drop a CSV file into our direct message" in office.says("/client import", lists.ADMIN)
    assert "Only an admin can import" in office.says("/client import", ANA)
    assert views.label("occurred_at") in office.says("/client import", lists.ADMIN)


def test_another_kind_of_list_lays_the_form_out_anew(office: Office) -> None:
    office.account("Acme")
    card = drop(office, "account,name\nAcme,Jane\n", "list.csv")
    assert "1 row of contacts" in words(office, card)
    view = office.press(card, "import.columns", lists.ADMIN).view
    assert view is not None

    laid_out = office.slack.press(lists.ADMIN, view, "import_noun", "accounts").view
    assert laid_out is not None
    card = lists.send(office, laid_out, column_name="1")
    assert "1 row of accounts" in words(office, card)
    press(office, card, "start")
    assert lists.names(office) == ["Acme", "Jane"]


def test_slack_sends_a_page_to_sign_in_where_the_file_may_not_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.importing.fetch._bearer", lambda _: "Bearer xoxb-other")

    assert "not where I may read it" in words(office, drop(office, CLIENTS))
    assert [call.ok for call in office.slack.calls("download")] == [False]


def test_our_token_goes_to_slack_alone(office: Office) -> None:
    client = office.tend.slack.of(office.team_id)
    for address in ("http://files.evil.test/a.csv", "https://127.0.0.1/a.csv", "file:///etc/passwd"):
        with pytest.raises(Refused, match="outside of Slack"):
            fetch.read(client, fetch.File("a.csv", address), lambda: None)


def test_an_event_that_is_told_twice_is_one_list(office: Office) -> None:
    office.slack.socket.repeat(2)
    drop(office, CLIENTS)
    office.slack.until(lambda: office.slack.socket.acknowledgements >= 2, lists.WAIT_S)
    assert office.tend.imports.rest(lists.WAIT_S)

    assert len(said(office)) == 1
    lists.row(office)


def test_what_stayed_out_begins_no_formula_when_it_comes_back(office: Office) -> None:
    card = drop(office, 'name,tier\n"=HYPERLINK(1)",gold\nAcme,key\n')
    press(office, card, "start")

    content = (thread(office, card)[0].files[0].content or b"").decode("utf-8-sig")
    assert "\n'=HYPERLINK(1),gold,2," in content


def test_names_of_files_and_of_columns_come_to_no_life(office: Office) -> None:
    card = drop(office, "name,<!channel> *x*\n<@U0BEN>,1\n", "<!here>.csv")

    told = str([block.get("text") for block in card.blocks]) + card.text
    assert "<!" not in told
    assert "&lt;!here&gt;.csv" in told


def test_where_slack_takes_no_tables_the_first_rows_are_said_in_words(office: Office) -> None:
    office.slack.faults.refuse_blocks("data_table")
    card = drop(office, CLIENTS)

    assert "Globex" in words(office, card)
    assert "data_table" not in [block["type"] for block in card.blocks]
    press(office, card, "start")
    assert lists.names(office) == ["Acme", "Globex"]


def test_ten_thousand_lines_are_tried_and_those_that_stay_out_are_told_of(office: Office) -> None:
    for number in range(10):
        office.account(f"Client {number}")
    lines = [f"Client {n % 10},2026-01-{n % 28 + 1:02},note {n}" for n in range(9_990)]
    card = drop(office, "\n".join(["Account,Date,Note", *lines, *["Nobody,2026-01-01,x"] * 10]), "touches.csv")

    told = words(office, card)
    assert "10,000 rows of touches" in told
    assert "9,990 would be added, 10 would stay out" in told
    assert "line 9,992: No account is called “Nobody”" in told
