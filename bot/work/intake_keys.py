"""Keys by which other programs pass touches on (MISSION B6): made and shown once, used, revoked.

A key is `tend_<team id>_<key id>_<secret>`; of the secret, which is as long as a hash, only the hash is kept.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from bot.work import checks, desk
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import intake_keys, workspaces
from storage.engine import Store
from storage.ids import new_id
from storage.tables import IntakeKey

MOST = 10
_PREFIX = "tend"


@dataclass(frozen=True, slots=True)
class KeyMade:
    """A new key, and what opens with it: nobody can be told again."""

    key: IntakeKey
    secret: str = field(repr=False)


def make(store: Store, deed: Deed, name: str) -> KeyMade:
    """A new key, named after what will use it. Raises `Refused` and `AlreadyDone`."""
    key_id, secret = new_id(), secrets.token_urlsafe(32)
    with store.write() as session:
        desk.begin(session, deed, key_id)
        allow(session, deed, "intake.key")
        workspaces.lock(session, deed.team_id)
        if len(intake_keys.valid(session, deed.team_id)) >= MOST:
            raise Refused(f"There are {MOST} keys already; revoke one that is no longer used.")
        key = IntakeKey(
            team_id=deed.team_id,
            id=key_id,
            name=checks.name(name, "name of the key"),
            digest=_digest(secret),
            made_by=deed.person_id or "",
            made_at=deed.now,
        )
        session.add(key)
        desk.record(session, deed, "intake.make", subject_id=key_id, after={"name": key.name})
    return KeyMade(key, f"{_PREFIX}_{deed.team_id}_{key_id}_{secret}")


def revoke(store: Store, deed: Deed, key_id: str) -> IntakeKey:
    """Let a key open nothing from now on. Raises `Refused` and `AlreadyDone`."""
    with store.write() as session:
        desk.begin(session, deed, key_id)
        allow(session, deed, "intake.key")
        key = intake_keys.get(session, deed.team_id, key_id)
        if key is None:
            raise Refused("That key is no longer on record.")
        if key.revoked_at is None:
            key.revoked_at = deed.now
            desk.record(session, deed, "intake.revoke", subject_id=key_id, before={"name": key.name})
    return key


def opens(session: Session, typed: str) -> IntakeKey | None:
    """The key that was shown, if it opens anything."""
    prefix, _, rest = typed.partition("_")
    team_id, _, rest = rest.partition("_")
    key_id, _, secret = rest.partition("_")
    if prefix != _PREFIX or not secret:
        return None
    key = intake_keys.get(session, team_id, key_id)
    if key is None or key.revoked_at or not hmac.compare_digest(key.digest, _digest(secret)):
        return None
    workspace = workspaces.get(session, team_id)
    return None if workspace is None or workspace.uninstalled_at else key


def used(store: Store, team_id: str, key_id: str, now: datetime) -> None:
    """Note that a key was used today (UTC)."""
    with store.write() as session:
        key = intake_keys.get(session, team_id, key_id)
        if key is not None and key.used_on != now.date():
            key.used_on = now.date()


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
