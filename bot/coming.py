"""What will ring in the next 14 days, and what will be so then if nothing happens until then (MISSION K3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from sqlmodel import Session

from bot.facts import AccountFacts
from bot.policy import Level, Policy
from bot.rules import RULES, Verdict
from bot.views.lists import Ring
from storage import lists
from storage.tables import Clock

DAYS = 14


def clocks_to_ring(
    session: Session, team_id: str, now: datetime, *, limit: int, offset: int = 0, owner_id: str | None = None
) -> tuple[list[Clock], int]:
    """A page of the clocks that ring within 14 days, soonest first, and how many there are. `owner_id`: only theirs."""
    until = now + timedelta(days=DAYS)
    return lists.coming(session, team_id, now, until, limit=limit, offset=offset, owner_id=owner_id)


def rings(
    ringing: Sequence[Clock], known: Mapping[str, AccountFacts], policy: Policy, now: datetime, zone: tzinfo
) -> list[Ring]:
    """What some clocks say when they ring. `known`: their accounts' facts; `zone`: the reader's, for snoozes."""
    return list(_rings(ringing, known, policy, now, zone))


def _rings(
    ringing: Sequence[Clock], known: Mapping[str, AccountFacts], policy: Policy, now: datetime, zone: tzinfo
) -> Iterator[Ring]:
    for clock in ringing:
        facts, at = known.get(clock.account_id), clock.rings_at
        if facts is None or at is None:
            continue
        then = _verdict(facts, policy, clock, at)
        level = then.level_at(at) if then else None
        if then is not None and level is not None:
            is_louder = _is_louder(level, _verdict(facts, policy, clock, now), now)
            until = clock.snoozed_until
            yield Ring(
                at=at,
                account=facts.name,
                rule=clock.rule,
                level=level,
                reason=then.reason,
                zone=zone if until == at else facts.calendar.zone,
                snooze_ends=until == at,
                escalates=until is None and not is_louder,
            )


def _is_louder(level: Level, before: Verdict | None, now: datetime) -> bool:
    reached = before.level_at(now) if before else None
    return reached is None or level.loudness > reached.loudness


def _verdict(facts: AccountFacts, policy: Policy, clock: Clock, at: datetime) -> Verdict | None:
    """What a clock's rule says at a moment, of the facts as they are now."""
    rule = RULES.get(clock.rule)
    said = rule(facts, policy, at) if rule else ()
    return next((verdict for verdict in said if verdict.subject == clock.subject), None)
