"""What is said beneath another message of ours, in its thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from storage import outbox
from storage.tables import Message

UNDER = "under"  # in the body of a notice: the id of the message beneath which it is said
SOON = timedelta(seconds=5)  # when to look again for one that is not posted yet


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread of a message: the `ts` that it hangs beneath, if any; `is_coming`: that one is not posted yet."""

    ts: str | None = None
    is_coming: bool = False


def thread_of(session: Session, message: Message) -> Thread:
    """Beneath what a message is said; what was to stand above and never will leaves it a message by itself."""
    above_id = (message.body or {}).get(UNDER)
    above = outbox.get(session, message.team_id, str(above_id)) if above_id else None
    if above is None:
        return Thread()
    return Thread(above.ts, is_coming=above.state in ("ready", "ambiguous"))
