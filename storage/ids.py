"""Ids of rows."""

from uuid_utils import uuid7


def new_id() -> str:
    """A new id: UUIDv7 in hexadecimal, 32 characters, ascending with time so that indexes stay compact."""
    return uuid7().hex
