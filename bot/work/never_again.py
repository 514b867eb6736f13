"""Never again: a loss and its lessons are told in a channel that was chosen, and who read it says so."""

from __future__ import annotations

from dataclasses import dataclass

from bot.endings import ABIDES
from bot.nudges.never_again import ABOUT, slot_of
from bot.work import checks, desk
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.permission import allow
from storage import accounts, lessons, losses, outbox
from storage.engine import Store
from storage.ids import new_id
from storage.tables import NeverAgain

NO_LESSONS = "There is no lesson yet to tell of: draw one first, with /client lessons."
GONE = "That word is no longer on record. Thank you for reading it!"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: of which loss, in which channel, and a few words of ours before the lessons."""

    loss_id: str
    channel_id: str
    words: str = ""


def post(store: Store, deed: Deed, told: Told) -> NeverAgain:
    """Tell a loss and its lessons in a channel; once for each loss. Raises `Refused` and `Repeated`.

    Whether people of another company are in the channel is for the caller to find out; it is looked at again when the
    post is sent.
    """
    word_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, word_id)
        allow(session, deed, "never_again.post")
        loss = losses.get(session, deed.team_id, told.loss_id)
        if loss is None:
            raise Refused("That loss is no longer on record.")
        desk.hold(session, deed, loss.account_id)
        session.refresh(loss)
        if loss.state not in ABIDES:
            raise Refused("That account is no longer lost, so there is nothing to tell.")
        if lessons.word_of(session, deed.team_id, loss.id) is not None:
            raise Refused("This loss was told before; the post shows who read it.")
        if not lessons.of_losses(session, deed.team_id, [loss.id]):
            raise Refused(NO_LESSONS)
        word = NeverAgain(
            team_id=deed.team_id, id=word_id, account_id=loss.account_id, loss_id=loss.id, channel_id=told.channel_id,
            words=checks.note(told.words, "word"), posted_by=deed.person_id, posted_at=deed.now,
        )  # fmt: skip
        session.add(word)
        session.flush()
        outbox.notify(
            session, deed.team_id, told.channel_id, slot_of(word_id), {"about": ABOUT, "word": word_id}, deed.now
        )
        after = {"loss": loss.id, "channel": told.channel_id}
        desk.record(session, deed, "never_again.post", account_id=loss.account_id, subject_id=word_id, after=after)
    return word


def acknowledge(store: Store, deed: Deed, word_id: str) -> NeverAgain:
    """Say that one has read it; the post shows it. Raises `Refused`, `AlreadyDone` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, word_id)
        allow(session, deed, "never_again.read")
        word = lessons.word(session, deed.team_id, word_id)
        if word is None or accounts.get(session, deed.team_id, word.account_id) is None:
            raise Refused(GONE)
        if deed.person_id is None or not lessons.acknowledge(session, deed.team_id, word_id, deed.person_id, deed.now):
            raise AlreadyDone(word_id)
        message_id = outbox.id_of(session, deed.team_id, word.channel_id, slot_of(word_id))
        if message_id is not None:
            outbox.ask_revision_of(session, deed.team_id, message_id, deed.now)
        desk.record(session, deed, "never_again.read", account_id=word.account_id, subject_id=word_id)
    return word
