"""Small accounts for the tests of rules. Days are counted from `NOW`, a Wednesday at noon in UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

from bot.facts import AccountFacts, ContactFact, ContactLevel, Encounter, MeetingFact, Rhythm, TouchFact
from bot.policy import Direction, Kind, Level, Policy, Status, Tier
from bot.rhythm import of
from bot.rules import RULES, Verdict
from bot.worktime import Calendar

NOW = datetime(2026, 5, 13, 12, tzinfo=UTC)
EVERY_DAY = Calendar(working_days=tuple(range(7)))
POLICY = Policy()


def ago(days: float) -> datetime:
    """So many days before `NOW`."""
    return NOW - timedelta(days=days)


def account(*, calendar: Calendar = EVERY_DAY, **changes: Any) -> AccountFacts:
    """A standard account of three years, in touch today, with nothing else known; working every day of the week."""
    base = AccountFacts(
        team_id="T0TEND",
        id="acme",
        name="Acme",
        tier=Tier.STANDARD,
        status=Status.ACTIVE,
        started_at=ago(1095),
        added_at=ago(1095),
        calendar=calendar,
        owner_id="U0ANA",
        last_contact_at=ago(0),
        last_contact_id="touch-contact",
        last_reach_at=ago(0),
        last_reach_id="touch-reach",
    )
    return replace(base, **changes)


def silent(days: float, **changes: Any) -> AccountFacts:
    """An account whose last two-way touch is so many days old."""
    return account(last_contact_at=ago(days), last_reach_at=ago(days), **changes)


def regular(silent_days: int, gaps: Sequence[int], **changes: Any) -> AccountFacts:
    """An account whose last contact days had these gaps between them, the last of them so many days ago."""
    facts = silent(silent_days, **changes)
    return replace(facts, rhythm=rhythm_until(facts.calendar.day(ago(silent_days)), gaps))


def rhythm_until(last: date, gaps: Sequence[int]) -> Rhythm | None:
    """The rhythm of contact days with these gaps between them, oldest first, the last of them on a day."""
    return of(last - timedelta(days=back) for back in accumulate(reversed(gaps), initial=0))


def untouched(days: float, **changes: Any) -> AccountFacts:
    """An account that started so many days ago, with nothing logged since."""
    nothing = {"last_contact_at": None, "last_contact_id": None, "last_reach_at": None, "last_reach_id": None}
    return account(**{"started_at": ago(days), "added_at": ago(days), **nothing, **changes})


def encounter(days: float, temperature: int | None = None, clients: int = 0, kind: Kind = Kind.MEETING) -> Encounter:
    """A talk so many days ago, a meeting unless said otherwise; its id is `talk` and the days."""
    met = kind not in (Kind.EMAIL, Kind.MESSAGE)
    return Encounter(f"talk-{days:g}", kind, ago(days), temperature=temperature, clients=clients, met=met)


def talked(*encounters: Encounter, **changes: Any) -> AccountFacts:
    """An account of seven years with these talks of late, oldest first."""
    long_held = {"started_at": ago(7 * 365 + 10), "added_at": ago(7 * 365), "encounters": encounters}
    last = {"last_contact_at": encounters[-1].occurred_at, "last_contact_id": encounters[-1].id} if encounters else {}
    return account(**{**long_held, **last, **changes})


def contact(name: str, level: ContactLevel = ContactLevel.INDIVIDUAL, **changes: Any) -> ContactFact:
    """A contact known for a year, never met; their id is their name in lower case."""
    base = ContactFact(
        id=name.lower(), name=name, title="", level=level, roles=(), can_hire_or_fire=False, known_since=ago(365)
    )
    return replace(base, **changes)


def executive(name: str, **changes: Any) -> ContactFact:
    """A contact of level executive."""
    return contact(name, ContactLevel.EXECUTIVE, **changes)


def meeting(in_days: int, *, kept: bool = False) -> MeetingFact:
    """A next meeting on record, so many days from today."""
    return MeetingFact(id=f"meeting{in_days:+}", planned_on=day(in_days), kept=kept)


def attempt(days: float) -> TouchFact:
    """An unanswered e-mail of ours."""
    return TouchFact("touch-attempt", Kind.EMAIL, Direction.TO_CLIENT, ago(days), "U0ANA")


def day(in_days: int) -> date:
    """The local day, so many days from today."""
    return NOW.date() + timedelta(days=in_days)


def ask(rule: str, facts: AccountFacts, *, policy: Policy = POLICY, now: datetime = NOW) -> Verdict:
    """The one verdict that a rule has on an account as a whole."""
    (verdict,) = [v for v in RULES[rule](facts, policy, now) if v.subject == ""]
    return verdict


def level(rule: str, facts: AccountFacts, *, now: datetime = NOW) -> Level | None:
    """How loud a rule is about an account as a whole."""
    return ask(rule, facts, now=now).level_at(now)


def rings(verdict: Verdict, calendar: Calendar = EVERY_DAY) -> list[tuple[int, str]]:
    """Steps as days from today and levels."""
    return [((calendar.day(at) - NOW.date()).days, str(level)) for at, level in verdict.steps]


def loudest(facts: AccountFacts, now: datetime, *, policy: Policy = POLICY, rules: Iterable[str] = tuple(RULES)) -> int:
    """The loudness of the loudest verdict of some rules: 0 when all are calm."""
    asked: list[Callable[..., Iterable[Verdict]]] = [RULES[name] for name in rules]
    levels = [v.level_at(now) for rule in asked for v in rule(facts, policy, now)]
    return max((level.loudness for level in levels if level), default=0)
