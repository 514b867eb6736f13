"""What the loss gate is told of an account, and what it says when it stays shut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from bot.endings import read
from bot.gate import Ending, Lack, lacking
from bot.policy import Tier
from bot.work.deed import Deed, Refused
from storage import audit, losses
from storage.tables import Account, Loss

#: For so long it stays a key account to the gate, whatever its tier was made since.
KEY_FOR = timedelta(days=180)
#: So long before its end somebody tried to keep it.
RESCUED_WITHIN = timedelta(days=365)

_SAID = {
    Lack.RESCUE: "no rescue with a step or a talk in it is on record yet: /client rescue begins one",
    Lack.REASON: "no reason is known yet, even suspected",
    Lack.EXIT: "no exit interview is on record: /client exit has the questions",
    Lack.EXIT_LATE: "the exit interview is not from before the end",
}


class GateShut(Refused):
    """A key account lacks something before it can be closed."""

    def __init__(self, name: str, lacks: Sequence[Lack]) -> None:
        self.lacks = tuple(lacks)
        missing = "; ".join(_SAID[lack] for lack in lacks)
        super().__init__(
            f"{name} is a key account, and a key account is not let go without trying and asking: {missing}. "
            "A lead can close it all the same, and says why."
        )


def lacks(session: Session, deed: Deed, account: Account, loss: Loss) -> list[Lack]:
    """What is missing before an account is closed as the loss says."""
    if loss.ended_on is None:
        return []
    since = deed.now - RESCUED_WITHIN
    ending = Ending(
        is_key=is_key(session, deed, account),
        was_rescued=losses.was_rescued(session, account.team_id, account.id, since),
        reasons=read(loss.reasons),
        ended_on=loss.ended_on,
        exit_on=loss.exit_on,
    )
    return lacking(ending)


def is_key(session: Session, deed: Deed, account: Account) -> bool:
    """Whether it is a key account, or was one not long ago: another tier is no way round the gate."""
    if account.tier == Tier.KEY:
        return True
    edits = audit.since(session, account.team_id, account.id, "account.edit", deed.now - KEY_FOR)
    return any((row.before or {}).get("tier") == Tier.KEY for row in edits)
