from __future__ import annotations

from pathlib import Path

import pytest

from bot.intake import csv_files
from bot.intake.csv_files import Columns, Row
from bot.work.deed import Refused

COLUMNS = Columns(("name",), ("tier", "note"))


def rows(text: str) -> list[Row]:
    return list(csv_files.rows(text.splitlines(keepends=True), COLUMNS))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_in_the_header(delimiter: str) -> None:
    assert rows(f"name{delimiter}tier\nAcme{delimiter}key\n") == [Row(2, {"name": "Acme", "tier": "key"})]


def test_a_header_of_one_column_needs_no_delimiter() -> None:
    assert rows("name\nAcme; and Sons\n") == [Row(2, {"name": "Acme; and Sons"})]


def test_header_names_may_be_written_freely() -> None:
    assert rows(" Name ,TIER\nAcme,key\n")[0].cells == {"name": "Acme", "tier": "key"}


def test_lines_are_counted_through_quoted_line_breaks_and_blank_lines() -> None:
    found = rows('name,note\nAcme,"one\ntwo"\n\n,\nGlobex,three\n')
    assert [(row.line, row.cells["name"]) for row in found] == [(2, "Acme"), (6, "Globex")]
    assert found[0].cells["note"] == "one\ntwo"


def test_what_would_be_alive_in_a_terminal_is_in_no_cell_and_no_refusal() -> None:
    assert rows("na\x07me\n\x1b[31mAc\x00me\x1b[0m\n")[0].cells == {"name": "[31mAcme[0m"}
    with pytest.raises(Refused, match="“x” is not a column"):
        rows("name,\x1bx\nAcme,\n")


def test_a_short_row_has_no_cell_for_the_rest() -> None:
    assert rows("name,tier\nAcme\n")[0].cells == {"name": "Acme"}


def test_a_long_row_is_a_problem_of_its_own() -> None:
    first, second = rows("name,tier\nAcme,key,more\nGlobex,key\n")
    assert first.problem == "it has 3 cells where the first line has 2"
    assert second.problem == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty"),
        ("tier\nkey\n", "names no column “name”"),
        ("name,colour\nAcme,red\n", "“colour” is not a column"),
        ("name,name\nAcme,Acme\n", "“name” is there twice"),
        ('"name\nAcme\n', "Line 1: it cannot be read"),
    ],
)
def test_what_is_no_such_file_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        rows(text)
    assert sentence in str(refused.value)


def test_what_breaks_the_format_is_a_problem_of_its_own_row() -> None:
    found = rows('name,tier\n"Acme" Corp,key\nGlobex,key\n"Initech,key\n')
    assert [(row.line, row.cells.get("name"), row.problem[:17]) for row in found] == [
        (2, None, "it cannot be read"),
        (3, "Globex", ""),
        (4, None, "it cannot be read"),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nÅcme\n".encode("utf-8-sig"))
    assert next(csv_files.read(path, COLUMNS)).cells == {"name": "Åcme"}


def test_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nÅcme\n".encode("latin-1"))
    with pytest.raises(Refused, match="save it as “CSV UTF-8”"):
        list(csv_files.read(path, COLUMNS))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file"):
        list(csv_files.read(tmp_path / "none.csv", COLUMNS))
