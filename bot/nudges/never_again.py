"""The post of "never again", put together when it is sent, and again whenever somebody says that they read it."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from bot.endings import ABIDES, read
from bot.views.never_again import Word
from bot.views.post import Post
from storage import accounts, lessons, losses
from storage.tables import Message

ABOUT = "never_again"

Show = Callable[[Word], Post]


def slot_of(word_id: str) -> str:
    """The slot of its post."""
    return f"{ABOUT}:{word_id}"


def compose(session: Session, message: Message, show: Show) -> Post | None:
    """The post as it reads now; None where the loss, or all of its lessons, are gone."""
    word = told(session, message.team_id, str((message.body or {})["word"]))
    return show(word) if word else None


def told(session: Session, team_id: str, word_id: str) -> Word | None:
    """What a word says; None where nothing is left of it."""
    word = lessons.word(session, team_id, word_id)
    loss = losses.get(session, team_id, word.loss_id) if word else None
    account = accounts.get(session, team_id, word.account_id) if word else None
    if word is None or loss is None or loss.state not in ABIDES or account is None:
        return None
    drawn = lessons.of_losses(session, team_id, [loss.id]).get(loss.id, [])
    if not drawn:
        return None
    return Word(
        id=word.id,
        account=account.name,
        ended_on=loss.ended_on,
        value_minor=loss.value_minor,
        currency=loss.currency,
        reasons=tuple(one.reason for one in read(loss.reasons)),
        words=word.words,
        lessons=tuple(lesson.text for lesson in drawn),
        posted_by=word.posted_by,
        readers=tuple(lessons.readers(session, team_id, word.id)),
    )
