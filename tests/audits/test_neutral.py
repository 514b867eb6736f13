from __future__ import annotations

from datetime import date

import pytest

from bot.audits.neutral import Involvement, Tie, proposed

FRESH = Involvement("U0ERIK", "Erik")


@pytest.mark.parametrize(
    ("involved", "ties"),
    [
        (Involvement("U0A", "A", keeps=True, kept=True), (Tie.KEEPS,)),
        (Involvement("U0A", "A", kept=True), (Tie.KEPT,)),
        (Involvement("U0A", "A", helps=True, helped=True), (Tie.HELPS,)),
        (Involvement("U0A", "A", helped=True), (Tie.HELPED,)),
        (Involvement("U0A", "A", touches=1, last_touch_on=date(2020, 1, 1)), (Tie.TOUCHED,)),
    ],
)
def test_whoever_had_to_do_with_the_account_is_not_proposed(involved: Involvement, ties: tuple[Tie, ...]) -> None:
    assert involved.ties == ties
    assert proposed([involved, FRESH]) == [FRESH]


def test_whoever_had_the_least_to_do_with_it_is_proposed_first() -> None:
    heard = Involvement("U0B", "Bea", remarks=2)
    leads = Involvement("U0C", "Cid", leads_owner=True)
    busy = Involvement("U0D", "Dan", audits=3)
    named = Involvement("U0Z", "Zoe")
    assert proposed([heard, leads, named, busy, FRESH]) == [FRESH, named, busy, leads, heard]


def test_where_everybody_took_part_nobody_is_proposed() -> None:
    assert proposed([Involvement("U0A", "A", touches=3)]) == []
