"""Mistakes in TOML that people write are told with the line they stand on."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from bot.toml_text import Mistakes, line_of, read


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    size: Annotated[int, Field(strict=True, ge=0)] = 0
    way: Literal["up", "down"] = "up"


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    parts: list[Part] = []
    last: Part | None = None


def mistakes(text: str) -> list[str]:
    with pytest.raises(Mistakes) as found:
        read(text, Whole)
    assert str(found.value) == "\n".join(found.value.sentences)
    return found.value.sentences


def test_what_is_right_is_read() -> None:
    whole = read('title = "x"\n[[parts]]\nname = "a"\nsize = 3\n[last]\nname = "z"\n', Whole)
    assert (whole.title, whole.parts[0].size, whole.last and whole.last.name) == ("x", 3, "z")


def test_every_mistake_is_told_at_once_in_the_order_of_lines() -> None:
    text = 'title = "x"\n\n[[parts]]\nname = "a"\nsiz = 3\n\n[[parts]]\nway = "left"\nsize = -1\n[last]\n'
    assert mistakes(text) == [
        "Line 5: “siz” is not known here; did you mean “size”?",
        "Line 7: “name” is missing.",
        "Line 8: “left” is no “way”; it is one of up or down.",
        "Line 9: “size”: input should be greater than or equal to 0; it says “-1”.",
        "Line 10: “name” is missing.",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('title = "x"\nsize = \n', "Line 2: this is not TOML: Invalid value."),
        ('title = "x"\n[[parts]\n', "Line 2: this is not TOML: Expected ']]' at the end of an array declaration."),
        ('title = "x', "Line 1: this is not TOML: Unterminated string."),
        ('title = "x"\ntitle = "y"\n', "Line 2: this is not TOML: Cannot overwrite a value."),
        ("", "Line 1: “title” is missing."),
        ("title = 3", "Line 1: “title”: input should be a valid string; it says “3”."),
        ('title = "x"\nnothing_like_it = 1', "Line 2: “nothing_like_it” is not known here."),
    ],
)
def test_each_kind_of_mistake_has_a_sentence(text: str, told: str) -> None:
    assert mistakes(text) == [told]


def test_what_looks_like_a_table_within_a_long_string_is_none() -> None:
    text = 'title = """\n[[parts]]\nname = 3\n"""\n[[parts]]\nname = "a"\n[[parts]]\n'
    assert mistakes(text) == ["Line 7: “name” is missing."]


def test_what_a_comment_quotes_is_no_long_string() -> None:
    assert mistakes('title = "x"\n# """ here\n[[parts]]\n') == ["Line 3: “name” is missing."]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("title",), 1),
        (("parts", 0), 2),
        (("parts", 1, "name"), 5),
        (("parts", 1, "deep", "key"), 7),
        (("parts", 1, "deep"), 6),
        (("parts", 0, "rest", 0), 3),
        (("nowhere",), 1),
    ],
)
def test_a_line_is_found_by_the_keys_and_numbers_that_lead_to_it(path: tuple[str | int, ...], line: int) -> None:
    text = 'title = "x"\n[[parts]]\nrest.x = 1\n[[parts]]\n"name" = 2\n[parts.deep]\nkey = 1\n'
    if path == ("parts", 0, "rest", 0):
        line = 2
    assert line_of(text, path) == line


def sentences(text: str) -> list[str]:
    try:
        read(text, Whole)
    except Mistakes as found:
        return found.sentences
    return []


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_or_told_with_a_line(text: str) -> None:
    told = sentences(text)
    assert all(sentence.startswith("Line ") for sentence in told)
    numbers = [int(sentence[5:].partition(":")[0]) for sentence in told]
    assert all(1 <= number <= max(1, len(text.splitlines())) for number in numbers)
