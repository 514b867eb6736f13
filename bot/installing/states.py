"""Proof that who comes back from Slack is who was sent there."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage import requests
from storage.engine import Store
from storage.vault import CannotOpen, Vault

LIVES = timedelta(minutes=10)
_NOWHERE_YET = ""  # the workspace of a request that is about to be made one's own


class StateExpired(Exception):
    """Whoever came back took too long, came twice, or comes from another browser."""


@dataclass(frozen=True)
class Errand:
    """What goes to Slack and comes back, and what stays in the browser."""

    state: str = field(repr=False)
    cookie: str = field(repr=False)


class States:
    """Issues states that are good once, for ten minutes, in the browser that has the cookie; on every replica alike.

    Nothing is stored until one is redeemed, so that nobody can fill the database by asking for them.
    """

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    def issue(self, now: datetime) -> Errand:
        """Send somebody on their way."""
        cookie = secrets.token_urlsafe(32)
        state = self._vault.seal(f"{secrets.token_urlsafe(16)} {now.isoformat()}", _owner(cookie))
        return Errand(state, cookie)

    def redeem(self, state: str, cookie: str, now: datetime) -> None:
        """Take a state back. Raises `StateExpired`."""
        try:
            nonce, issued_at = self._vault.open(state, _owner(cookie)).split(" ")
        except CannotOpen:
            raise StateExpired from None
        if now - datetime.fromisoformat(issued_at) > LIVES:
            raise StateExpired
        with self._store.write() as session:
            requests.forget_before(session, _NOWHERE_YET, now - 2 * LIVES)
            if not requests.claim(session, _NOWHERE_YET, f"install:{nonce}", now, None):
                raise StateExpired


def _owner(cookie: str) -> str:
    return f"browser {hashlib.sha256(cookie.encode()).hexdigest()}"
