"""What is on record for a difficult conversation with a client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from sqlmodel import Session

from bot.facts import AccountFacts
from bot.gather import facts_of, policy_of, ties_of
from bot.rules.words import on
from bot.views.preparation import Preparation
from bot.work.desk import workspace
from storage import remarks
from storage.tables import Rescue

_REMARKS = 5


def preparation(session: Session, rescue: Rescue, now: datetime, where: tzinfo) -> Preparation:
    """All but the last touches, which the caller knows how to put in words; days where the reader is."""
    team_id, ids = rescue.team_id, [rescue.account_id]
    policy = policy_of(workspace(session, team_id))
    facts = facts_of(session, team_id, ids, policy, now)[rescue.account_id]
    ties = ties_of(session, team_id, ids, policy, now)
    heard = remarks.of_account(session, team_id, rescue.account_id, _REMARKS)
    live = next((one for one in facts.rescues if one.id == rescue.id), None)
    return Preparation(
        facts=facts,
        today=now.astimezone(where).date(),
        why=rescue.why if rescue.why != rescue.words else "",
        said=[*filter(None, [rescue.words]), *(one.text for one in heard)],
        broke=_broke(facts),
        promises=_promises(facts),
        knowers={contact_id: _latest_first(tied) for contact_id, tied in ties.items()},
        next_step=live.next_step if live else "",
    )


def _latest_first(tied: Mapping[str, datetime]) -> list[str]:
    return sorted(tied, key=lambda person_id: tied[person_id], reverse=True)


def _broke(facts: AccountFacts) -> list[str]:
    """What broke and is not known to work again."""
    return [f"{one.text} (since {on(one.broke_on)})" for one in facts.breakdowns]


def _promises(facts: AccountFacts) -> list[str]:
    """What we promised and did not keep, the latest first."""
    ours = [one for one in facts.broken if one.is_ours]
    return [f"{one.text} (for {on(one.due_on)})" for one in reversed(ours)]
