"""What logs itself for an account, and the switches for it (MISSION B6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.work import desk
from bot.work.deed import Deed
from bot.work.permission import allow
from storage.engine import Store
from storage.tables import Account


class Source(StrEnum):
    """Where touches come from that nobody types; each is on until it is switched off."""

    CHANNEL = "channel"  # messages in a linked channel that is shared with the client
    CALENDAR = "calendar"
    INTAKE = "intake"  # calls over HTTP


#: Not a source: whether a message that logs itself leaves its first words. Off until it is switched on.
TEXT = "text"
SWITCHES = (*Source, TEXT)


@dataclass(frozen=True, slots=True)
class SourceSet:
    """An account with its switches as they stand now, and whether that is new."""

    account: Account
    changed: bool


def listens(account: Account, source: Source) -> bool:
    """Whether touches from a source are logged for an account."""
    return source not in (account.sources_off or ())


def is_on(account: Account, switch: str) -> bool:
    """How a switch stands, one of `SWITCHES`."""
    return account.keeps_text if switch == TEXT else listens(account, Source(switch))


def set_source(store: Store, deed: Deed, account_id: str, source: str, on: bool) -> SourceSet:
    """Set one of the `SWITCHES` of an account. Raises `Refused`, `AlreadyDone`, and `ValueError` for what is none."""
    with store.write() as session:
        desk.begin(session, deed, account_id)
        account = desk.hold(session, deed, account_id)
        allow(session, deed, "account.sources", account=account)
        was_on = is_on(account, source)
        if was_on != on:
            _switch(account, source, on)
            account.updated_at = deed.now
            desk.record(
                session,
                deed,
                "account.sources",
                account_id=account.id,
                subject_id=account.id,
                before={source: was_on},
                after={source: on},
            )
    return SourceSet(account, was_on != on)


def _switch(account: Account, source: str, on: bool) -> None:
    if source == TEXT:
        account.keeps_text = on
    else:
        off = {*(account.sources_off or ())} - {source} | (set() if on else {str(source)})
        account.sources_off = sorted(off) or None
