"""Losses in numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, and_, select
from sqlmodel import Session

from storage.core import table
from storage.tables import Account, Loss, LossAudit

_ACCOUNTS, _LOSSES, _AUDITS = table(Account).c, table(Loss).c, table(LossAudit).c


def losses(session: Session, team_id: str, owner_ids: Collection[str] | None) -> Sequence[Row[Any]]:
    """Every loss that was no mistake, of the accounts of some owners or of all (None), the newest first.

    With the account's `name` and the state of its `audit` (None: it has none).
    """
    of_account = and_(_ACCOUNTS.team_id == _LOSSES.team_id, _ACCOUNTS.id == _LOSSES.account_id)
    audited = and_(_AUDITS.team_id == _LOSSES.team_id, _AUDITS.loss_id == _LOSSES.id)
    told = (_LOSSES.ended_on, _LOSSES.value_minor, _LOSSES.currency, _LOSSES.reasons, _LOSSES.attraction)
    shown = select(_ACCOUNTS.name, *told, _LOSSES.is_past, _LOSSES.state, _AUDITS.state.label("audit"))
    mine = shown.join_from(table(Loss), table(Account), of_account).outerjoin(table(LossAudit), audited)
    wanted = [_LOSSES.team_id == team_id, _LOSSES.state.in_(("lost", "won_back")), _LOSSES.ended_on.is_not(None)]
    if owner_ids is not None:
        wanted.append(_ACCOUNTS.owner_id.in_(owner_ids))
    return session.execute(mine.where(*wanted).order_by(_LOSSES.ended_on.desc(), _LOSSES.id)).all()
