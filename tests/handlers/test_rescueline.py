from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rescueline import RescueLine, first_word, parse_rescue


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("", RescueLine()),
        ("the launch failed", RescueLine("the launch failed")),
        ('"we cannot trust you"', RescueLine("we cannot trust you", "we cannot trust you")),
        (
            "the launch failed: “we cannot trust you” lead <@U0BEN|ben> in <#C0WAR|war-room>",
            RescueLine(
                "the launch failed: “we cannot trust you”", "we cannot trust you", lead="U0BEN", channel="C0WAR"
            ),
        ),
        (
            "led by <@U0BEN>, sponsor <@U0CHRIS> helpers <@U0ANA> and <@U0DANA> they are furious",
            RescueLine("they are furious", lead="U0BEN", sponsor="U0CHRIS", helpers=("U0ANA", "U0DANA")),
        ),
        ("furious lead:@ben", RescueLine("furious", lead="@ben")),
        ("they lead the market in cars", RescueLine("they lead the market in cars")),
        ("<@U0BEN> heard it in a call", RescueLine("@U0BEN heard it in a call")),
        ("they said &lt;no&gt; in #general", RescueLine("they said <no> in #general")),
    ],
)
def test_what_happened_is_told_apart_from_who_sees_to_it(line: str, read: RescueLine) -> None:
    assert parse_rescue(line) == read


def test_two_quotations_are_both_kept() -> None:
    assert parse_rescue('they said "never again" and "we are leaving"').words == "never again … we are leaving"


@pytest.mark.parametrize(
    ("line", "word", "rest"),
    [
        ("review: they calmed down", "review", "they calmed down"),
        ("Saved we listened", "saved", "we listened"),
        ("", "", ""),
        ("lost", "lost", ""),
    ],
)
def test_the_first_word_may_say_what_is_wanted(line: str, word: str, rest: str) -> None:
    assert first_word(line) == (word, rest)


@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_makes_it_raise(line: str) -> None:
    parse_rescue(line)
    first_word(line)
