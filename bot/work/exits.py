"""The exit interview: what a client tells us when it is over (MISSION I3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.endings import ExitWay, Reason, read
from bot.nudges.settle import settle
from bot.work import checks, desk
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import losses
from storage.engine import Store
from storage.tables import Loss

NOT_LEAVING = "is neither leaving nor lost, so there is no exit interview yet."


@dataclass(frozen=True, slots=True)
class Exit:
    """An exit interview. `with_whom` is in words; `answers`: by the key of a question, what they said."""

    on: date
    way: ExitWay = ExitWay.CONVERSATION
    with_whom: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def note(store: Store, deed: Deed, account_id: str, new: Exit) -> Loss:
    """Keep what a client said at the end; what was asked before and is not told again stays.

    Raises `Refused` and `Repeated`.
    """
    with store.write() as session:
        desk.begin(session, deed, account_id)
        allow(session, deed, "loss.exit")
        account = desk.hold(session, deed, account_id)
        loss = losses.standing(session, deed.team_id, account.id)
        if loss is None:
            raise Refused(f"{account.name} {NOT_LEAVING}")
        before = _shown(loss)
        today = deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
        put(loss, new, deed, today)
        session.flush()
        old, now = desk.difference(before, _shown(loss))
        desk.record(session, deed, "loss.exit", account_id=account.id, subject_id=loss.id, before=old, after=now)
        settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return loss


def put(loss: Loss, new: Exit, deed: Deed, today: date) -> None:
    """Write an exit interview down in the loss that it belongs to."""
    answers = {key: checks.note(said, "answer") for key, said in new.answers.items()}
    loss.exit_on = checks.past_day(new.on, today, "exit interview")
    loss.exit_way = str(new.way)
    loss.exit_with = checks.short(new.with_whom, "name")
    loss.exit_answers = {**(loss.exit_answers or {}), **{key: said for key, said in answers.items() if said}} or None
    loss.exit_by = deed.person_id


def told(loss: Loss) -> Exit | None:
    """The exit interview of a loss, if there was one."""
    if loss.exit_on is None:
        return None
    way = ExitWay(loss.exit_way or ExitWay.CONVERSATION)
    return Exit(loss.exit_on, way, loss.exit_with, dict(loss.exit_answers or {}))


def reasons(loss: Loss) -> Sequence[Reason]:
    """The reasons of a loss, the surest first."""
    return read(loss.reasons)


def _shown(loss: Loss) -> dict[str, object]:
    """What the audit log keeps: that they were asked, not what they answered."""
    return {
        "exit_on": loss.exit_on,
        "exit_way": loss.exit_way,
        "exit_with": loss.exit_with,
        "answers": len(loss.exit_answers or {}),
    }
