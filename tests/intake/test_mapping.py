from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.intake.files import NOUNS
from bot.intake.mapping import Meaning, fields, guess, guess_columns
from bot.intake.sheet import Sheet, parse
from bot.intake.synonyms import LAST_NAME, SYNONYMS


def meant(header: str, *rows: str, name: str = "") -> tuple[str, dict[str, str]]:
    """The noun, and our columns by theirs."""
    sheet = parse("\n".join([header, *(rows or ("," * header.count(",") + "x",))]))
    meaning = guess(sheet, name)
    return meaning.noun, {sheet.header[place]: ours for ours, place in meaning.columns.items()}


@pytest.mark.parametrize(
    ("header", "noun", "columns"),
    [
        ("Client,Yearly profit", "accounts", {"Client": "name", "Yearly profit": "annual_profit"}),
        ("Company,Owner e-mail,ARR", "accounts", {"Company": "name", "Owner e-mail": "owner", "ARR": "annual_value"}),
        ("CUSTOMER NAME,Account Manager,Currency", "accounts",
         {"CUSTOMER NAME": "name", "Account Manager": "owner", "Currency": "currency"}),
        ("client,customers since", "accounts", {"client": "name", "customers since": "client_since"}),
        ("Account,Name,E-Mail,Job Title", "contacts",
         {"Account": "account", "Name": "name", "E-Mail": "email", "Job Title": "title"}),
        ("First Name,Last Name,Company", "contacts",
         {"First Name": "name", "Last Name": LAST_NAME, "Company": "account"}),
        ("Company,Date,Subject,Contact", "touches",
         {"Company": "account", "Date": "occurred_at", "Subject": "note", "Contact": "contacts"}),
        ("Customer,When,Notes", "touches", {"Customer": "account", "When": "occurred_at", "Notes": "note"}),
        ("name", "accounts", {"name": "name"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_what_people_call_them(header: str, noun: str, columns: Mapping[str, str]) -> None:
    assert meant(header) == (noun, columns)


@pytest.mark.parametrize("noun", NOUNS)
def test_what_we_export_is_known_column_by_column(noun: str) -> None:
    ours = NOUNS[noun].columns.all
    sheet = Sheet(list(ours), [])
    assert guess_columns(sheet, noun).columns == {name: place for place, name in enumerate(ours)}
    assert guess(sheet).noun == noun


@pytest.mark.parametrize("noun", NOUNS)
def test_every_column_of_ours_has_words_for_it(noun: str) -> None:
    assert {*SYNONYMS[noun]} - {LAST_NAME} == {*NOUNS[noun].columns.all}
    assert set(fields(noun)) == {*SYNONYMS[noun]}


def test_no_column_of_theirs_is_two_of_ours() -> None:
    for noun in NOUNS:
        places = list(guess_columns(Sheet(["Company", "Name", "Owner", "Date"], []), noun).columns.values())
        assert len(places) == len(set(places))


def test_a_column_that_is_called_like_ours_and_holds_something_else_is_not_ours() -> None:
    assert meant("Account,Status,Owner", "Acme,Customer,Ana", "Globex,Prospect,Ben") == (
        "accounts", {"Account": "name", "Owner": "owner"},
    )  # fmt: skip
    assert meant("Account,Status", "Acme,Active", "Globex,lost", "Initech,?")[1]["Status"] == "status"


def test_the_name_of_the_file_decides_where_the_columns_do_not() -> None:
    assert meant("Foo,Bar", name="x.csv") == ("accounts", {})
    assert meant("Foo,Bar", name="contacts 2026.csv") == ("contacts", {})


def test_what_has_nothing_to_do_with_clients_is_missing_what_it_needs() -> None:
    assert guess(parse("Foo,Bar\n1,2\n")).missing == ["name"]


def test_first_and_last_name_are_one_name() -> None:
    sheet = parse("First name,Surname,Company\nJane,Doe,Acme\nCher,,Acme\n")
    assert [row.cells["name"] for row in guess(sheet).rows(sheet)] == ["Jane Doe", "Cher"]


def test_one_currency_is_for_all_amounts_beside_which_none_stands() -> None:
    sheet = parse("name,annual_value,currency,profit\nAcme,5,,\nGlobex,6,USD,\nInitech,,,\nHooli,,,7\n")
    rows = Meaning("accounts", guess(sheet).columns, "EUR").rows(sheet)
    assert [row.cells.get("currency", "") for row in rows] == ["EUR", "USD", "", "EUR"]
