"""What the loss gate is told of an account, and what it says when it stays shut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session

from bot.endings import read, was_heard
from bot.gate import Ending, Lack
from bot.gather import policy_of
from bot.policy import Policy, Tier
from bot.rules.words import on
from bot.work import desk
from bot.work.deed import Deed, Refused
from storage import audit, losses
from storage.tables import Account, Loss

_SAID = {
    Lack.RESCUE: "no rescue with a step or a talk in it is on record yet: /client rescue begins one",
    Lack.REASON: "no reason is known yet, even suspected",
    Lack.EXIT: "no exit interview is on record: /client exit has the questions",
    Lack.EXIT_LATE: "the exit interview is not from before the end",
    Lack.EXIT_BEFORE: "the exit interview is from before that day: ask them again, /client exit has the questions",
    Lack.EXIT_EMPTY: "nothing of what they said in the exit interview is noted yet: note an answer with /client exit",
}


class GateShut(Refused):
    """A key account lacks something before it can be closed."""

    def __init__(self, name: str, lacks: Sequence[Lack], reopened_on: date | None = None) -> None:
        self.lacks, self.reopened_on = tuple(lacks), reopened_on
        missing = "; ".join(_SAID[lack] for lack in lacks)
        since = f". It was reopened on {on(reopened_on)}, and what was done since counts" if reopened_on else ""
        super().__init__(
            f"{name} is a key account, and a key account is not let go without trying and asking{since}: {missing}. "
            "A lead can close it all the same, and says why."
        )


def ending(session: Session, deed: Deed, account: Account, loss: Loss, ended_on: date) -> Ending:
    """What the gate looks at before an account is closed as the loss says; what was before it was reopened is past."""
    policy = policy_of(desk.workspace(session, account.team_id))
    reopened_at = losses.reopened_at(session, account.team_id, account.id)
    rescued_since = deed.now - timedelta(days=policy.gate_rescue_days)
    zone = desk.zone_of(session, deed.team_id, deed.person_id)
    return Ending(
        is_key=_is_key(session, deed, account, policy),
        was_rescued=losses.was_rescued(
            session, account.team_id, account.id, rescued_since, max(rescued_since, reopened_at or rescued_since)
        ),
        reasons=read(loss.reasons),
        ended_on=ended_on,
        exit_on=loss.exit_on,
        was_heard=was_heard(loss.exit_answers, loss.words),
        reopened_on=reopened_at.astimezone(zone).date() if reopened_at else None,
    )


def _is_key(session: Session, deed: Deed, account: Account, policy: Policy) -> bool:
    """Whether it is a key account, or was one not long ago: another tier is no way round the gate."""
    if account.tier == Tier.KEY:
        return True
    since = deed.now - timedelta(days=policy.gate_key_days)
    edits = audit.since(session, account.team_id, account.id, "account.edit", since)
    return any((row.before or {}).get("tier") == Tier.KEY for row in edits)
