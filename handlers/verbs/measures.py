"""`/client settings tier …` and `/client settings counts …`: what accounts are measured by."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, TypeVar

from bot.policy import Counts, Direction, Kind, Policy, Tier
from bot.views import measures as views
from bot.work import settings as work
from bot.work.checks import brief
from bot.work.deed import Refused
from handlers import look
from handlers.visit import Visit

_CLOCKS = {
    "contact": "contact",
    "senior": "senior",
    "indirect": "indirect",
    "meeting": "meeting",
    "thanks": "thanks",
    "litmus": "litmus_months",
}
_Word = TypeVar("_Word", bound=StrEnum)


def tier(visit: Visit, said: str) -> str:
    """Show the clocks of the tiers, or change some of one: `key contact 10 14 21`, `key default`."""
    if not _words(said):
        return views.tiers(_policy(visit))
    named, clocks = _read_tier(said)
    if clocks != {}:
        work.set_tier(visit.tend.store, visit.deed(), named, clocks)
    return views.tier(_policy(visit), named)


def tier_change(said: str) -> dict[str, Any]:
    """What would be stored if `tier` were told this. Raises `Refused`, also where nothing would change."""
    change = tier_wanted(said)
    if not change:
        raise Refused(f"Say what would change, like in {views.TIER_EXAMPLES}.")
    return change


def tier_wanted(said: str) -> dict[str, Any]:
    """What would be stored if `tier` were told this; nothing where it only asks. Raises `Refused`."""
    named, clocks = _read_tier(said) if _words(said) else (None, {})
    return {} if named is None or clocks == {} else {"tiers": {named.value: clocks}}


def counts(visit: Visit, said: str) -> str:
    """Show what touches reset, or change it: `email to-client contact reach`, or `nothing`, or `default`."""
    if not _words(said):
        return views.counts(_policy(visit))
    kind, direction, resets = _read_counts(said)
    work.set_counts(visit.tend.store, visit.deed(), kind, direction, resets)
    return views.counts_set(_policy(visit), kind, direction)


def counts_wanted(said: str) -> dict[str, Any]:
    """What would be stored if `counts` were told this; nothing where it only asks. Raises `Refused`."""
    return counts_change(said) if _words(said) else {}


def counts_change(said: str) -> dict[str, Any]:
    """What would be stored if `counts` were told this. Raises `Refused`."""
    kind, direction, resets = _read_counts(said)
    return {"counts": {f"{kind}/{direction}": None if resets is None else sorted(resets)}}


def _read_tier(said: str) -> tuple[Tier, dict[str, Any] | None]:
    """A tier and what is to be of its clocks: nothing, or all as by default (None)."""
    tier_name, *words = _words(said)
    named = _one_of(Tier, tier_name, "a tier")
    if words in ([], ["default"]):
        return named, None if words else {}
    clock = _CLOCKS.get(words[0])
    if clock is None:
        raise Refused(f"“{brief(words[0])}” is not a clock of a tier; it is one of {', '.join(_CLOCKS)}.")
    return named, {clock: _days(clock, words[1:])} if words[1:] else {}


def _read_counts(said: str) -> tuple[Kind, Direction, frozenset[Counts] | None]:
    words = _words(said)
    if len(words) < 3:
        raise Refused(views.COUNTS_EXAMPLE)
    kind = _one_of(Kind, words[0].replace("e-mail", "email"), "a kind of touch")
    direction = _one_of(Direction, words[1], "a direction")
    return kind, direction, _resets(words[2:])


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
        raise Refused(f"“{brief(word)}” is not {what}; it is one of {', '.join(of)}.") from None


def _policy(visit: Visit) -> Policy:
    with visit.tend.store.read() as session:
        return look.policy(session, visit.team_id)
