"""`/client settings tier …` and `/client settings counts …`: what accounts are measured by."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, TypeVar

from bot.policy import Counts, Direction, Kind, Policy, Tier
from bot.views import measures as views
from bot.work import settings as work
from bot.work.deed import Refused
from handlers import look
from handlers.visit import Visit

_CLOCKS = {
    "contact": "contact",
    "senior": "senior",
    "indirect": "indirect",
    "thanks": "thanks",
    "litmus": "litmus_months",
}
_Word = TypeVar("_Word", bound=StrEnum)


def tier(visit: Visit, said: str) -> str:
    """Show the clocks of the tiers, or change some of one: `key contact 10 14 21`, `key default`."""
    words = _words(said)
    if not words:
        return views.tiers(_policy(visit))
    named = _one_of(Tier, words[0], "a tier")
    if words[1:] in ([], ["default"]):
        if words[1:]:
            work.set_tier(visit.tend.store, visit.deed(), named, None)
        return views.tier(_policy(visit), named)
    clock = _CLOCKS.get(words[1])
    if clock is None:
        raise Refused(f"“{words[1]}” is not a clock of a tier; it is one of {', '.join(_CLOCKS)}.")
    if len(words) > 2:
        work.set_tier(visit.tend.store, visit.deed(), named, {clock: _days(clock, words[2:])})
    return views.tier(_policy(visit), named)


def counts(visit: Visit, said: str) -> str:
    """Show what touches reset, or change it: `email to-client contact reach`, or `nothing`, or `default`."""
    words = _words(said)
    if not words:
        return views.counts(_policy(visit))
    if len(words) < 3:
        raise Refused(views.COUNTS_EXAMPLE)
    kind = _one_of(Kind, words[0].replace("e-mail", "email"), "a kind of touch")
    direction = _one_of(Direction, words[1], "a direction")
    work.set_counts(visit.tend.store, visit.deed(), kind, direction, _resets(words[2:]))
    return views.counts_set(_policy(visit), kind, direction)


def _resets(words: list[str]) -> frozenset[Counts] | None:
    if words == ["default"]:
        return None
    if words == ["nothing"]:
        return frozenset()
    return frozenset(_one_of(Counts, word, "something that a touch resets") for word in words)


def _days(clock: str, words: list[str]) -> Any:
    """Numbers as the policy keeps them: three for the contact clock, one for the others. None: the default."""
    numbers = [word for word in words if word not in ("day", "days", "month", "months")]
    if numbers == ["default"]:
        return None
    if not numbers or not all(re.fullmatch(r"\d{1,6}", number) for number in numbers):
        raise Refused(f"I need whole numbers: {views.TIER_EXAMPLES}.")
    days = [int(number) for number in numbers]
    return days[0] if clock != "contact" and len(days) == 1 else days


def _words(said: str) -> list[str]:
    """Lower-case words; directions may be typed in two."""
    joined = re.sub(r"\b(two|from|to)\s+(way|client)\b", r"\1-\2", said.lower())
    return [word for word in re.split(r"[\s,;/:]+", joined) if word]


def _one_of(of: type[_Word], word: str, what: str) -> _Word:
    try:
        return of(word)
    except ValueError:
        raise Refused(f"“{word}” is not {what}; it is one of {', '.join(of)}.") from None


def _policy(visit: Visit) -> Policy:
    with visit.tend.store.read() as session:
        return look.policy(session, visit.team_id)
