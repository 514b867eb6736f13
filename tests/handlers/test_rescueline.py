from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rescueline import RescueLine, first_word, parse_rescue, told


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("", RescueLine()),
        ("the launch failed", RescueLine("the launch failed")),
        ('"we cannot trust you"', RescueLine("we cannot trust you", "we cannot trust you")),
        (
            "the launch failed: “we cannot trust you” lead <@U0BEN|ben> in <#C0WAR|war-room>",
            RescueLine("the launch failed", "we cannot trust you", lead="U0BEN", channel="C0WAR"),
        ),
        ('lead <@U0BEN> they rang, "never again".', RescueLine("they rang", "never again", lead="U0BEN")),
        ('furious :fire: "never again" "we go"', RescueLine("furious :fire:", "never again … we go")),
        (': "never again"', RescueLine("never again", "never again")),
        ('the "gold" launch failed', RescueLine('the "gold" launch failed', "gold")),
        ('"never again" since Monday', RescueLine('"never again" since Monday', "never again")),
        ("the launch failed:", RescueLine("the launch failed:")),
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
    line = 'they said "never again" and "we are leaving"'
    assert parse_rescue(line) == RescueLine(line, "never again … we are leaving")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('they calmed down: "we will see"', 'they calmed down: "we will see"'),
        ('"we will see"', "we will see"),
        ('lead <@U0BEN> they said "yes"', 'they said "yes"'),
        ("", ""),
    ],
)
def test_how_a_rescue_stands_keeps_its_quotations(line: str, said: str) -> None:
    assert told(line) == said


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
    told(line)
    first_word(line)
