"""Thanks: the client has not been thanked, recognised or seen without an agenda for too long (MISSION C7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts
from bot.policy import Policy, Status
from bot.rules.steps import gentle, held
from bot.rules.verdict import Verdict
from bot.rules.words import a_tier, ago, days, on, waiting

RULE = "thanks"


def thanks(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account, counted from the day it was added; at rest in a rescue and while they leave."""
    if not facts.watched:
        return
    clock = policy.tier(facts.tier).thanks
    since = max(facts.added_at, facts.last_thanks_at or facts.added_at)
    is_time = facts.status not in (Status.RESCUE, Status.LEAVING)
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, gentle(facts, since, clock)) if is_time else (),
        reason=f"{_reason(facts, now)}; {a_tier(facts.tier)} should feel that it matters every {days(clock)}"
        f"{waiting(facts, now)}.",
        clears="A word of thanks or recognition, a visit, or a meal with them: anything that is about them alone.",
        threshold=f"{days(clock)}, {facts.tier} tier",
        since=since,
        rests_on=(facts.last_thanks_id,) if facts.last_thanks_id else (),
    )


def _reason(facts: AccountFacts, now: datetime) -> str:
    calendar, last = facts.calendar, facts.last_thanks_at
    if last:
        return f"They were last thanked or visited {ago(calendar, last, now)}"
    return f"No thanks and no visit is logged since the account was added on {on(calendar.day(facts.added_at))}"
