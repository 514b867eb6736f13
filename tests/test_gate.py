"""The loss gate, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.endings import Confidence, LossReason, Reason, read, stored, surest
from bot.gate import Ending, Lack, lacking

ENDED = date(2026, 6, 30)
PRICE = Reason(LossReason.PRICE, Confidence.STATED)
ASKED = ENDED - timedelta(days=1)
WHOLE = Ending(True, was_rescued=True, reasons=[PRICE], ended_on=ENDED, exit_on=ASKED, was_heard=True)


def test_a_key_account_with_a_rescue_a_reason_and_an_interview_before_the_end_lacks_nothing() -> None:
    assert lacking(WHOLE) == []


@pytest.mark.parametrize(
    ("ending", "lacks"),
    [
        (replace(WHOLE, was_rescued=False), [Lack.RESCUE]),
        (replace(WHOLE, reasons=[]), [Lack.REASON]),
        (replace(WHOLE, reasons=[Reason(LossReason.UNKNOWN, Confidence.VERIFIED)]), [Lack.REASON]),
        (replace(WHOLE, exit_on=None), [Lack.EXIT]),
        (replace(WHOLE, exit_on=ENDED), [Lack.EXIT_LATE]),
        (replace(WHOLE, exit_on=ENDED + timedelta(days=1)), [Lack.EXIT_LATE]),
        (replace(WHOLE, was_heard=False), [Lack.EXIT_EMPTY]),
        (replace(WHOLE, was_heard=False, exit_on=None), [Lack.EXIT]),
        (replace(WHOLE, reopened_on=ASKED), []),
        (replace(WHOLE, reopened_on=ENDED), [Lack.EXIT_BEFORE]),
        (Ending(True, was_rescued=False, reasons=[], ended_on=ENDED), [Lack.RESCUE, Lack.REASON, Lack.EXIT]),
    ],
)
def test_what_is_missing_of_a_key_account_is_named(ending: Ending, lacks: list[Lack]) -> None:
    assert lacking(ending) == lacks
    assert lacking(replace(ending, is_key=False)) == []


def test_of_a_reason_that_was_told_twice_the_surest_stands_and_the_surest_are_first() -> None:
    suspected, verified = (Reason(LossReason.PRICE, Confidence(word)) for word in ("suspected", "verified"))
    feelings = Reason(LossReason.FEELINGS, Confidence.STATED)
    assert surest([feelings, suspected, verified, suspected]) == [verified, feelings]
    assert read(stored([verified, feelings])) == [verified, feelings]
