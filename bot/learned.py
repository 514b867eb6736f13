"""What a lesson looks for on every account: conditions on its facts, each with the sentence that tells of a hit. Pure.

A rule is a condition, too: it hits where the rule is due, or as loud as it ever gets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.facts import AccountFacts, ContactFact, ContactLevel
from bot.policy import Level, Policy
from bot.rules import RULES, Verdict
from bot.rules.words import days, several

#: Rules that tell of our own work on an account, not of how it stands.
_OURS = frozenset({"step", "rescue", "audit", "winback", "litmus", "opening", "signals"})
MOST = 3650

Hit = Callable[[AccountFacts, Policy, datetime, int], str]


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that may be so on an account.

    `says`: as it is chosen; `hit`: a sentence where it is so, else ""; `number`: what it counts with, unless a lesson
    says otherwise, and `unit`; None: it counts nothing. `task`: what to do about it.
    """

    says: str
    task: str
    hit: Hit
    number: int | None = None
    unit: str = "day"


def names() -> dict[str, str]:
    """Every condition by its name, in words."""
    return {name: condition.says for name, condition in CONDITIONS.items()}


def evidence(check: str, facts: AccountFacts, policy: Policy, now: datetime, number: int | None = None) -> str:
    """The sentence that tells of a hit, or "" where the account is free of it. Raises `KeyError` for no condition."""
    condition = CONDITIONS[check]
    return condition.hit(facts, policy, now, number or condition.number or 0)


def _no_senior(facts: AccountFacts, _policy: Policy, _now: datetime, _number: int) -> str:
    return "" if _seniors(facts) else "Nobody senior is known there."


def _senior_unmet(facts: AccountFacts, _policy: Policy, now: datetime, number: int) -> str:
    seniors = _seniors(facts)
    if not seniors:
        return "Nobody senior is known there, let alone met."
    return _longer("Nobody senior was met", _last_met(seniors), facts, now, number)


def _unmet(facts: AccountFacts, _policy: Policy, now: datetime, number: int) -> str:
    last = [one.occurred_at for one in facts.encounters if one.met]
    return _longer("Nobody of theirs was met", max([*last, *_met(_here(facts))], default=None), facts, now, number)


def _silent(facts: AccountFacts, _policy: Policy, now: datetime, number: int) -> str:
    return _longer("They were not in touch", facts.last_contact_at, facts, now, number)


def _unreached(facts: AccountFacts, _policy: Policy, now: datetime, number: int) -> str:
    return _longer("We have not reached out", facts.last_reach_at, facts, now, number)


def _few_known(facts: AccountFacts, _policy: Policy, _now: datetime, number: int) -> str:
    known = len(_here(facts))
    return f"We know {several(known, 'person', 'people')} there." if known < number else ""


def _few_of_ours(facts: AccountFacts, _policy: Policy, _now: datetime, number: int) -> str:
    ours = len(facts.known_by)
    return (
        f"{several(ours, 'person', 'people')} of ours {'knows' if ours == 1 else 'know'} them." if ours < number else ""
    )


def _no_meeting(facts: AccountFacts, _policy: Policy, now: datetime, _number: int) -> str:
    return "" if facts.covering_meeting(now) else "No next meeting is on record."


def _rule(name: str) -> Condition:
    """Hits where a rule is due about anything on the account."""

    def hit(facts: AccountFacts, policy: Policy, now: datetime, _number: int) -> str:
        return next((said.reason for said in RULES[name](facts, policy, now) if _is_loud(said, now)), "")

    words = name.replace("_", " ")
    return Condition(f"the rule “{words}” is due", f"Look at why “{words}” warns, and do what clears it", hit)


def _is_loud(said: Verdict, now: datetime) -> bool:
    reached = said.level_at(now)
    if reached is None:
        return False
    return reached is not Level.EARLY or all(level is Level.EARLY for _, level in said.steps)


def _longer(what: str, last: datetime | None, facts: AccountFacts, now: datetime, number: int) -> str:
    """That something did not happen for so many days, where that is so."""
    counted = facts.calendar.counted_days(last or facts.started_at, now)
    if counted < number:
        return ""
    return f"{what} for {days(counted)}." if last else f"{what}, as far as is on record."


def _here(facts: AccountFacts) -> list[ContactFact]:
    return [one for one in facts.contacts if one.left_at is None]


def _seniors(facts: AccountFacts) -> list[ContactFact]:
    return [one for one in _here(facts) if one.level is ContactLevel.EXECUTIVE]


def _met(contacts: list[ContactFact]) -> list[datetime]:
    return [one.last_met_at for one in contacts if one.last_met_at]


def _last_met(contacts: list[ContactFact]) -> datetime | None:
    return max(_met(contacts), default=None)


_NUMBERED: Mapping[str, Condition] = {
    "no_senior": Condition(
        "nobody senior is known", "Find out who decides there, and have somebody introduce us", _no_senior
    ),
    "senior_unmet": Condition(
        "nobody senior was met for so many days", "Arrange a talk with somebody senior there", _senior_unmet, 90
    ),
    "unmet": Condition("nobody of theirs was met for so many days", "Arrange to meet or call them", _unmet, 60),
    "silent": Condition("they were not in touch for so many days", "Call them, and ask how they are", _silent, 30),
    "unreached": Condition("we did not reach out for so many days", "Reach out with something of use", _unreached, 30),
    "few_known": Condition(
        "we know fewer than so many people there", "Get to know one more person there", _few_known, 3, "person"
    ),
    "few_of_ours": Condition(
        "fewer than so many of ours know them", "Bring a colleague along to the next talk", _few_of_ours, 2, "person"
    ),
    "no_meeting": Condition("no next meeting is on record", "Agree on a next meeting", _no_meeting),
}

CONDITIONS: dict[str, Condition] = {
    **_NUMBERED, **{f"rule:{name}": _rule(name) for name in RULES if name not in _OURS},
}  # fmt: skip
