"""Who speaks of clients beside their owners, read for a Home tab, a digest and whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.policy import Policy
from bot.views.voices import NAMES, Lone, Voices
from storage import people, voices
from storage.portfolio import Owners
from storage.tables import Person


def voices_of(
    session: Session,
    team_id: str,
    owners: Owners,
    policy: Policy,
    now: datetime,
    *,
    page: int = 1,
    size: int = NAMES,
) -> Voices:
    """What was heard within the policy's days of the accounts of some owners, or of all (None)."""
    since = now - timedelta(days=policy.voice_days)
    said = voices.relayed(session, team_id, owners, since)
    lone, total = voices.silent(session, team_id, owners, since, limit=size, offset=(page - 1) * size)
    known = people.many(session, team_id, {*said.relayers, *said.loggers})
    return Voices(
        days=policy.voice_days,
        remarks=said.remarks,
        answered=said.answered,
        relayers=_names(known, said.relayers),
        loggers=_names(known, said.loggers),
        lone=[Lone(one.name, one.owner_id) for one in lone],
        total=total,
        page=page,
    )


def _names(known: Mapping[str, Person], ids: Collection[str]) -> list[str]:
    """In the order of the alphabet; who was erased has none."""
    return sorted(known[id_].name for id_ in ids if id_ in known and known[id_].erased_at is None)
