from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intervals import MONTHLY, ONCE, Interval
from handlers.brokeline import BrokeLine, parse_broke
from handlers.dates import read_date
from handlers.promiseline import PromiseLine, parse_promise
from handlers.wishline import WishLine, parse_wish

TUESDAY = date(2026, 5, 12)
FRIDAY = date(2026, 5, 15)


def promised(line: str) -> PromiseLine:
    return parse_promise(line, TUESDAY, read_date)


def wished(line: str) -> WishLine:
    return parse_wish(line, TUESDAY, read_date)


def broke(line: str) -> BrokeLine:
    return parse_broke(line, TUESDAY, read_date)


@pytest.mark.parametrize(
    "line",
    [
        '"send the list" by Friday',
        "send the list by Friday",
        ': "send the list" by Friday',
        "“send the list” until fri",
        '"send the list": by 15 May',
    ],
)
def test_what_we_promised_by_when(line: str) -> None:
    said = promised(line)
    assert (said.is_theirs, said.who, said.words, said.due_on) == (False, "", "send the list", FRIDAY)


@pytest.mark.parametrize(
    ("line", "is_theirs", "who"),
    [
        ('they "send it" by Friday', True, ""),
        ("they: send it by Friday", True, ""),
        ("they will send it by Friday", True, ""),
        ('theirs: "send it" by Friday', True, ""),
        ('from Jane Doe: "send it" by Friday', True, "Jane Doe"),
        ('Jane Doe: "send it" by Friday', True, "Jane Doe"),
        ("Jane Doe: send it by Friday", True, "Jane Doe"),
        ('"send it" from Jane Doe by Friday', True, "Jane Doe"),
        ('to Jane Doe: "send it" by Friday', False, "Jane Doe"),
        ('"send it" to Jane Doe by Friday', False, "Jane Doe"),
        ('we: "send it" by Friday', False, ""),
    ],
)
def test_whose_promise_it_is_and_who_of_theirs(line: str, is_theirs: bool, who: str) -> None:
    said = promised(line)
    assert (said.is_theirs, said.who, said.words, said.due_on) == (is_theirs, who, "send it", FRIDAY)


def test_whoever_is_mentioned_behind_it_sees_to_it() -> None:
    assert promised('"send it" by Friday <@U0BEN|ben>').people == ("U0BEN",)
    assert promised("send it @ben by Friday").people == ("@ben",)
    assert promised("send <@U0BEN|ben> the list by Friday").words == "send @ben the list"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("call back", "call back"),
        ("send it to Jane by 3 June", "send it to Jane"),
        ("stand by them by Friday", "stand by them"),
        ("come by the office", "come by the office"),
        ("send it by the next full moon", "send it by the next full moon"),
    ],
)
def test_words_without_quotes_end_where_nothing_but_a_day_follows(line: str, words: str) -> None:
    assert promised(line).words == words


def test_a_day_that_cannot_be_read_is_kept_behind_quotes() -> None:
    said = promised('"send it" by 31 June')
    assert (said.words, said.due_text, said.due_on) == ("send it", "31 June", None)


@pytest.mark.parametrize(
    ("line", "every", "first_on"),
    [
        ('"a report" monthly', MONTHLY, None),
        ("a report monthly", MONTHLY, None),
        ('"a report" every 2 weeks from 1 June', Interval(2, "week"), date(2026, 6, 1)),
        ("a report every 2 weeks starting 1 June", Interval(2, "week"), date(2026, 6, 1)),
        ('"a report" once by Friday', ONCE, FRIDAY),
        ('"a report"', None, None),
    ],
)
def test_what_they_would_like_and_how_often(line: str, every: Interval | None, first_on: date | None) -> None:
    said = wished(line)
    assert (said.words, said.every, said.first_on) == ("a report", every, first_on)


def test_several_quotations_are_words_and_nothing_behind_them_is_lost() -> None:
    said = promised('"one" and "two" by Friday')
    assert (said.words, said.due_on) == ('"one" and "two"', FRIDAY)
    assert promised('"send it" please by Friday').unread == "please"
    assert promised('"send it" by Friday since 3 May').unread == "since 3 May"
    assert wished('"a report" monthly until Christmas').unread == "until Christmas"
    assert broke('"the export" by Friday').unread == "by Friday"
    assert promised('"send it" to Jane by Friday @ben').unread == ""


def test_whose_wish_it_is_and_a_rhythm_that_is_none() -> None:
    assert wished('Jane: "a report" monthly').who == "Jane"
    assert wished('"a report" for Jane monthly').who == "Jane monthly"
    assert wished('"a report" monthly for Jane').who == "Jane"
    said = wished('"a report" now and then')
    assert (said.every_text, said.every) == ("now and then", None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ('"the export failed" on Monday', date(2026, 5, 11)),
        ("the export failed yesterday", date(2026, 5, 11)),
        ("the export failed", None),
        ('"the export failed" since 1 May', date(2026, 5, 1)),
    ],
)
def test_what_broke_and_when(line: str, day: date | None) -> None:
    said = broke(line)
    assert (said.words, said.broke_on) == ("the export failed", day)


def test_a_colon_is_part_of_what_broke() -> None:
    assert broke("the export: it failed").words == "the export: it failed"


@pytest.mark.parametrize("line", ["", "   ", ":"])
def test_nothing_is_nothing(line: str) -> None:
    assert (promised(line).is_empty, wished(line).is_empty, broke(line).is_empty) == (True, True, True)


PIECES = st.sampled_from(
    [
        '"a list"',
        "send",
        "by",
        "Friday",
        ":",
        "to",
        "Jane",
        "<@U0BEN|ben>",
        "monthly",
        "every",
        "2",
        "weeks",
        "they",
        '"',
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=9).map(" ".join))
def test_no_line_ever_fails(line: str) -> None:
    for parse in (promised, wished, broke):
        said = parse(line)
        assert said.is_empty or line.strip()
