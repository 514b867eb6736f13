from __future__ import annotations

import pytest

from bot.intake.sheet import parse
from bot.work.deed import Refused


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_cells_are_separated_by_what_the_first_line_uses(sign: str) -> None:
    sheet = parse(f"name{sign}tier\nAcme{sign}key\n")
    assert (sheet.header, sheet.records[0].cells) == (["name", "tier"], ["Acme", "key"])


def test_blank_lines_before_between_and_behind_are_no_rows_and_lines_are_counted_all_the_same() -> None:
    sheet = parse("\n\nname;tier\n\nAcme;key\n;\nGlobex;\n\n")
    assert [(record.line, record.cells[0]) for record in sheet.records] == [(5, "Acme"), (7, "Globex")]


def test_a_cell_of_several_lines_counts_as_many() -> None:
    sheet = parse('name,note\n"Acme","one\ntwo"\nGlobex,three\n')
    assert [record.line for record in sheet.records] == [2, 4]


def test_the_line_in_which_excel_notes_the_separator_is_none_of_the_list() -> None:
    sheet = parse("sep=;\r\nname;tier\r\nAcme;key\r\n")
    assert (sheet.header, sheet.records[0].line) == (["name", "tier"], 3)


def test_a_column_without_a_name_has_a_number_and_empty_ones_at_the_end_are_none() -> None:
    sheet = parse("name,,tier,,\nAcme,x,key,,\n")
    assert sheet.header == ["name", "Column 2", "tier"]
    assert sheet.rows(["name", "", "tier"])[0].cells == {"name": "Acme", "tier": "key"}


def test_a_row_with_more_than_the_first_line_has_says_so() -> None:
    [row] = parse("name,tier\nAcme,key,more\n").rows(["name", "tier"])
    assert row.problem == "it has 3 cells where the first line has 2"


def test_a_row_that_cannot_be_read_says_so_and_the_others_are_read() -> None:
    first, *_ = parse('name,tier\n"Acme"x,key\nGlobex,key\n').rows(["name", "tier"])
    assert "cannot be read" in first.problem


def test_a_guard_before_a_formula_is_taken_off() -> None:
    [row] = parse("name\n'=Acme\n").rows(["name"])
    assert row.cells == {"name": "=Acme"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing in it"),
        ("\n \n", "nothing in it"),
        ("name,tier\n", "no rows below"),
        ('"x"y\nz', "Line 1: it cannot"),
    ],
)
def test_what_is_no_list_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        parse(text)
