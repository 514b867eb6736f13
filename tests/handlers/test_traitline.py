from __future__ import annotations

from datetime import date

import pytest

from bot.policy import TraitKind
from handlers.dates import read_date
from handlers.traitline import TraitLine, parse_trait

TODAY = date(2026, 5, 12)
PROUD, MILESTONE = TraitKind.PROUD, TraitKind.MILESTONE
ANNIVERSARY, BURDEN = TraitKind.ANNIVERSARY, TraitKind.BURDEN


def parsed(line: str) -> TraitLine:
    return parse_trait(line, TODAY, read_date)


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ('proud "their new plant"', PROUD, "their new plant"),
        ('proud of "their new plant"', PROUD, "their new plant"),
        ("proud of their new plant", PROUD, "their new plant"),
        ("Proud: of “their new plant”", PROUD, "their new plant"),
        ("proud of opening on 3 May", PROUD, "opening on 3 May"),
        ("burden late payers &amp; three approvals", BURDEN, "late payers & three approvals"),
        ("burden: late payers", BURDEN, "late payers"),
        (': milestone "1,000th order"', MILESTONE, "1,000th order"),
        ("they like cake", None, "they like cake"),
        ('"proud parents"', None, "proud parents"),
    ],
)
def test_the_kind_stands_first_and_the_rest_are_their_words(line: str, kind: TraitKind | None, words: str) -> None:
    assert parsed(line) == TraitLine(kind, words)


@pytest.mark.parametrize(
    ("line", "words", "day"),
    [
        ('anniversary "founded" on 12 May 1998', "founded", date(1998, 5, 12)),
        ("anniversary founded 12 May 1998", "founded", date(1998, 5, 12)),
        ("anniversary founded since 1898-05-12", "founded", date(1898, 5, 12)),
        ("birthday of the firm on 1 March", "of the firm", date(2026, 3, 1)),
        ("milestone new plant opens on 3 June", "new plant opens", date(2026, 6, 3)),
        ('milestone "new plant opens" 3 June 2027', "new plant opens", date(2027, 6, 3)),
        ("milestone live on Teams", "live on Teams", None),
    ],
)
def test_a_day_stands_behind_the_words_of_what_can_have_one(line: str, words: str, day: date | None) -> None:
    said = parsed(line)
    assert (said.words, said.falls_on) == (words, day)


def test_what_is_no_day_behind_quotes_is_kept_to_be_asked_about() -> None:
    said = parsed('anniversary "founded" on 31 February')
    assert (said.words, said.day_text, said.falls_on) == ("founded", "31 February", None)


def test_nothing_said_is_nothing_and_a_kind_alone_is_not() -> None:
    assert parsed("").is_empty
    assert parsed(" : ").is_empty
    assert parsed("proud") == TraitLine(PROUD)
