"""From the log of an account to its story. Who of ours did something is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from bot.audits.story import Happened, Left, Moment, Story, Undone, told
from bot.audits.turning import Talk
from bot.nameless import Nameless
from bot.policy import Counts, Direction, Kind, Policy
from bot.worktime import zone
from storage import people, stories, workspaces
from storage.tables import Account, Loss, Nudge, Touch

_UNEASY = -1
_SNOOZED = "snoozed"  # bot.nudges.words.snoozed


class _At:
    """One account and its loss, and the days of the place where the workspace is."""

    def __init__(self, session: Session, account: Account, loss: Loss) -> None:
        self.of = (session, account.team_id, account.id)
        self.account, self.loss = account, loss
        workspace = workspaces.get(session, account.team_id)
        self.zone: tzinfo = zone(workspace.tz if workspace else "UTC")
        self.ended_on = loss.ended_on or self.day(loss.recorded_at)
        ours = [one.name for one in people.all_of(session, account.team_id) if not (one.is_bot or one.is_stranger)]
        self.without_ours = Nameless.of([], ours).text

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def story_of(session: Session, account: Account, loss: Loss, policy: Policy) -> Story:
    """The story of an account from its first day on record to its end."""
    at = _At(session, account, loss)
    touches = [one for one in stories.touches(*at.of) if at.day(one.occurred_at) <= at.ended_on]
    began = [*([account.client_since] if account.client_since else []), *(at.day(one.occurred_at) for one in touches)]
    moments = [*_talks(at, touches), *_said(at), *_promised(at), *_broke(at), *_people(at), *_warned(at), *_end(at)]
    return told(
        began_on=min([*began, at.ended_on]),
        ended_on=at.ended_on,
        talks=[Talk(at.day(one.occurred_at), one.temperature) for one in touches if _is_talk(one, policy)],
        moments=[moment for moment in moments if moment.on <= at.ended_on or moment.what is Happened.EXIT],
        undone=[*_unanswered(at), *_unkept(at), *_unrecovered(at), *_unheard(at)],
        kinds=[one.kind for one in touches],
    )


def _is_talk(touch: Touch, policy: Policy) -> bool:
    return Counts.CONTACT in policy.resets(Kind(touch.kind), Direction(touch.direction))


def _talks(at: _At, touches: list[Touch]) -> Iterator[Moment]:
    for one in touches:
        if one.temperature is not None and one.temperature <= _UNEASY:
            yield Moment(at.day(one.occurred_at), Happened.COOL, at.without_ours(one.note), str(one.temperature))
        if one.signs:
            yield Moment(at.day(one.occurred_at), Happened.SIGNS, "", ",".join(one.signs))


def _said(at: _At) -> Iterator[Moment]:
    for one in stories.remarks(*at.of):
        days = (at.day(one.answered_at) - at.day(one.reported_at)).days if one.answered_at else None
        yield Moment(at.day(one.reported_at), Happened.SAID, one.text, "" if days is None else str(days))


def _promised(at: _At) -> Iterator[Moment]:
    for one in stories.promises(*at.of):
        if one.state == "broken":
            what = Happened.NOT_KEPT if one.side == "ours" else Happened.THEIRS_NOT_KEPT
            yield Moment(one.settled_on or one.due_on, what, at.without_ours(one.text))


def _broke(at: _At) -> Iterator[Moment]:
    for one in stories.breakdowns(*at.of):
        what = at.without_ours(one.text)
        yield Moment(one.broke_on, Happened.BROKE, what)
        if one.recovered_at:
            yield Moment(at.day(one.recovered_at), Happened.RECOVERED, what)


def _people(at: _At) -> Iterator[Moment]:
    for change in stories.staffing(*at.of):
        if change.before_id:
            yield Moment(at.day(change.changed_at), Happened.STAFFING)
    for contact in stories.contacts_left(*at.of):
        if contact.left_at:
            yield Moment(at.day(contact.left_at), Happened.CONTACT_LEFT, "", contact.title or contact.level)
    for rescue in stories.rescues(*at.of):
        yield Moment(at.day(rescue.opened_at), Happened.RESCUE, rescue.from_text)


def _warned(at: _At) -> Iterator[Moment]:
    for one in stories.warnings(*at.of):
        yield Moment(at.day(one.opened_at), Happened.WARNED, "", f"{one.rule} {one.level}")


def _end(at: _At) -> Iterator[Moment]:
    loss = at.loss
    if loss.closed_at is None or at.day(loss.recorded_at) < at.day(loss.closed_at):
        yield Moment(at.day(loss.recorded_at), Happened.LEAVING)
    if loss.exit_on:
        yield Moment(loss.exit_on, Happened.EXIT, "", loss.exit_way or "")


def _unanswered(at: _At) -> Iterator[Undone]:
    for one in stories.remarks(*at.of):
        on = at.day(one.reported_at)
        answered_on = at.day(one.answered_at) if one.answered_at else None
        if on <= at.ended_on and (answered_on is None or answered_on >= at.ended_on):
            yield Undone(on, Left.SAID, one.text)
        elif answered_on is not None and answered_on > one.due_on:
            yield Undone(on, Left.ANSWERED_LATE, one.text)


def _unkept(at: _At) -> Iterator[Undone]:
    for promise in stories.promises(*at.of):
        if promise.side == "ours" and promise.state == "broken":
            yield Undone(promise.settled_on or promise.due_on, Left.NOT_KEPT, promise.text)
        elif promise.side == "ours" and promise.state == "open" and promise.due_on <= at.ended_on:
            yield Undone(promise.due_on, Left.OPEN_PROMISE, promise.text)
    for wish in stories.wishes(*at.of):
        if wish.state == "open" and wish.due_on <= at.ended_on:
            yield Undone(wish.due_on, Left.WISH, wish.text)


def _unrecovered(at: _At) -> Iterator[Undone]:
    for one in stories.breakdowns(*at.of):
        if one.state in ("open", "recovered"):
            yield Undone(one.broke_on, Left.BROKE, one.text)


def _unheard(at: _At) -> Iterator[Undone]:
    """Warnings that stood at the end, that were put off, and that nobody acted on for days."""
    for one in stories.warnings(*at.of):
        what = _neglect(at, one)
        if what and at.day(one.opened_at) <= at.ended_on:
            yield Undone(at.day(one.opened_at), what, one.rule)


def _neglect(at: _At, one: Nudge) -> Left | None:
    ended_at = at.loss.closed_at
    if one.closed_why.startswith(_SNOOZED):
        return Left.SNOOZED
    if one.closed_at is None or (ended_at is not None and one.closed_at >= ended_at):
        return Left.STANDING
    return Left.UNTOUCHED if one.escalated_at is not None else None
