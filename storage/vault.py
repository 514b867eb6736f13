"""Encrypts what must not lie open in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class CannotOpen(Exception):
    """None of the keys opens what was sealed, or it was sealed for another owner."""


class Vault:
    """Seals secrets, each with its owner inside: moved to another owner's row it does not open.

    The first key seals, all of them open. Keys are Fernet's: 32 bytes in URL-safe base64, else `ValueError` is raised.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        fernets = [Fernet(key) for key in keys]
        self._newest = fernets[0]
        self._fernet = MultiFernet(fernets)

    def seal(self, secret: str, owner: str) -> str:
        """The secret, encrypted for its owner."""
        return self._fernet.encrypt(json.dumps([owner, secret]).encode()).decode()

    def open(self, sealed: str, owner: str) -> str:
        """The secret that was sealed for an owner. Raises `CannotOpen`."""
        try:
            inside, secret = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            raise CannotOpen(f"no key opens what was sealed for {owner}") from None
        if inside != owner:
            raise CannotOpen(f"what lies with {owner} was sealed for another")
        return str(secret)

    def is_newest(self, sealed: str) -> bool:
        """Whether the first key sealed it."""
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def seal_anew(self, sealed: str) -> str:
        """The same secret under the first key. Raises `CannotOpen`."""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise CannotOpen("no key opens it") from None
