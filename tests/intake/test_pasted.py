from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.pasted import is_list, read


@pytest.mark.parametrize(
    "text",
    [
        "Acme\nGlobex",
        "• Acme\n• Globex Ltd.",
        "1. Acme\n2. Globex",
        "Acme, ana@brightside.test\nGlobex",
        "Acme; key\nGlobex; light",
        "Acme\tU0ANABC\nGlobex\tU0BENABC",
        "Company, Owner\nAcme, Ana Souza",
        "Acme, key",
        "```\nAcme\nGlobex\n```",
    ],
)
def test_lines_of_names_are_a_list(text: str) -> None:
    assert is_list(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "Acme",
        "what can you do?",
        "Hi Tend, how are you",
        "Hello!\nWhat can you do?",
        "I spoke with them yesterday and they are fine\nthey want more",
        "Acme:\nthey called",
        "/touch Acme call\n/touch Globex call",
        "Acme is done. All of it is fine.\nGlobex",
    ],
)
def test_what_people_write_otherwise_is_none(text: str) -> None:
    assert not is_list(text)


def test_what_stands_behind_the_name_is_told_by_what_it_is() -> None:
    sheet = read("Acme, ana@brightside.test, key, 120000, EUR, 2020-01-31\nGlobex, ben@brightside.test, light,,,")
    assert sheet.header == ["name", "owner", "tier", "annual_value", "currency", "client_since"]


def test_in_whatever_order() -> None:
    assert read("Acme; key; @Ana Souza\nGlobex; light; ").header == ["name", "tier", "owner"]
    assert read("Acme; 5; ana@x.test\nGlobex; 7; ").header == ["name", "annual_value", "owner"]
    assert read("Acme; key; light\nGlobex; light; key").header == ["name", "tier", "Column 3"]


def test_the_second_of_which_nothing_is_known_is_the_owner() -> None:
    assert read("Acme, Ana Souza\nGlobex, Ben Okafor").header == ["name", "owner"]


def test_the_first_line_may_name_them() -> None:
    sheet = read("Customer, Account manager\nAcme, Ana")
    assert (sheet.header, [record.line for record in sheet.records]) == (["Customer", "Account manager"], [2])


def test_lines_are_those_of_the_message() -> None:
    assert [(record.line, record.cells) for record in read("- Acme\n\n- Globex").records] == [
        (1, ["Acme"]), (3, ["Globex"]),
    ]  # fmt: skip


@given(st.text(max_size=100))
def test_whatever_is_written_can_be_asked_about_and_read(text: str) -> None:
    if is_list(text):
        assert read(text).header[0]


def test_an_amount_may_have_its_currency_beside_it_in_one_cell() -> None:
    sheet = read("Acme, key, 120 000 EUR, @ana\nGlobex, light, 5000, @ben\nInitech, light, 7000usd, @ana")

    assert sheet.header == ["name", "tier", "annual_value", "currency", "owner"]
    assert [record.cells[2:4] for record in sheet.records] == [["120 000", "EUR"], ["5000", ""], ["7000", "usd"]]
    assert read("Acme, key\nA1 Ltd, key").records[1].cells == ["A1 Ltd", "key"]
