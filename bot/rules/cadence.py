"""Another cadence for an account that is put off again and again (MISSION D7). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.facts import AccountFacts
from bot.policy import Level, Policy, Tier
from bot.rules.verdict import Rule, Verdict

IN_A_ROW = 3  # snoozes after which another cadence is proposed
_LIGHTER = {Tier.KEY: Tier.STANDARD, Tier.STANDARD: Tier.LIGHT}
_WEEK, _MOST_DAYS = 7, 366


@dataclass(frozen=True, slots=True)
class OtherCadence:
    """Changes of an account's fields; after how many days the level that stands is reached without and with them."""

    changes: dict[str, Any]
    before: int
    after: int


def other_cadence(
    rule: Rule, facts: AccountFacts, policy: Policy, until: datetime, now: datetime
) -> OtherCadence | None:
    """The smallest change by which a rule speaks later, for an account that was put off to `until` once more.

    A promise as long as they were put off, a lighter tier, or both; None where it is calm, or nothing is lighter.
    """
    verdict = _of_account(rule, facts, policy, now)
    level = verdict.level_at(now) if verdict else None
    if verdict is None or verdict.since is None or level is None:
        return None
    days = facts.calendar.counted_days
    before = days(verdict.since, _reached_at(verdict, level))
    for changes in _changes(facts, days(verdict.since, until)):
        changed = _of_account(rule, replace(facts, **changes), policy, now)
        after = days(verdict.since, _reached_at(changed, level)) if changed else before
        if after > before:
            return OtherCadence(changes, before, after)
    return None


def _changes(facts: AccountFacts, silent: int) -> Iterator[dict[str, Any]]:
    promise = {"cadence_days": min(_MOST_DAYS, _WEEK * (silent // _WEEK + 1))} if facts.cadence_days else {}
    tier = {"tier": _LIGHTER[facts.tier]} if facts.tier in _LIGHTER else {}
    yield from filter(None, (promise, tier, {**promise, **tier}))


def _of_account(rule: Rule, facts: AccountFacts, policy: Policy, now: datetime) -> Verdict | None:
    return next((verdict for verdict in rule(facts, policy, now) if not verdict.subject), None)


def _reached_at(verdict: Verdict, wanted: Level) -> datetime:
    return next(at for at, level in verdict.steps if level.loudness >= wanted.loudness)
