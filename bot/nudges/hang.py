"""Hangs open nudges on messages as the plan says: what was said to somebody at a level is never said to them again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.circles import Circles, circles
from bot.nudges.plan import CHANNEL, HOME, REMEMBERED, Ask, Circle, Hearing, Times, plan
from bot.policy import Level, Manner, Policy
from storage import accounts, homes, nudges, outbox, revisions, workspaces
from storage.tables import Message, MessageNudge, Nudge


def nothing() -> None:
    """What is done before a plan that needs nothing done."""


@dataclass(frozen=True)
class Open:
    """An open nudge and who is told of its account."""

    nudge: Nudge
    circle: Circle


@dataclass(frozen=True)
class Wanted:
    """A hearing that has no message yet."""

    nudge: Nudge
    hearing: Hearing


def hang(
    session: Session,
    team_id: str,
    policy: Policy,
    around: Circles,
    waiting: Sequence[Open],
    now: datetime,
    *,
    revised: Sequence[str] = (),
    days_of: Collection[str] = (),
    first: Callable[[], None] = nothing,
) -> None:
    """Hang open nudges on messages, and take them off those that are not sent yet and no longer theirs to hear.

    Posts that carry one of the nudges `revised`, or one that was asked for in the transaction (`storage.revisions`),
    are asked for a revision. All messages are locked at once before anything is written, so that nobody waits in a
    circle: `first` is done then, and may write to what carries the nudges and to the days of `days_of`. A day's message
    that another process sent in the meantime carries nothing more: its nudges go on the next.
    """
    session.flush()
    revised = sorted({*revised, *revisions.asked(session, team_id)})
    ids = [*(item.nudge.id for item in waiting), *revised]
    messages = _lock(session, team_id, ids, {*_hearers(waiting, around), *days_of}, now)
    first()
    board = _Board(session, team_id, messages, outbox.links_of(session, team_id, ids) if ids else [])
    outbox.ask_revision(session, team_id, revised, now)
    times = Times(policy, around.office, now, board.spoken)
    wanted: list[Wanted] = []
    for item in waiting:
        hearings = plan(asked(item.nudge, around, board.unreachable(item.nudge)), item.circle, times)
        wanted += [Wanted(item.nudge, hearing) for hearing in board.still_to_say(item.nudge, hearings)]
    if changed := board.homes | {item.hearing.recipient for item in wanted if item.hearing.kind == HOME}:
        homes.mark(session, team_id, changed, now)
    while wanted:
        seats = outbox.open_seats(session, team_id, [_row(item.hearing, now) for item in wanted])
        outbox.hang(session, team_id, [_link(item, seats) for item in wanted if _seat(item) in seats])
        late = [item for item in wanted if _seat(item) not in seats]
        board.spoken.update(_seat(item) for item in late)
        wanted = [_later(item, around, times) for item in late if item.hearing.kind == "daily"]


def rehang(
    session: Session,
    team_id: str,
    nudge_ids: Collection[str],
    now: datetime,
    *,
    days_of: Collection[str] = (),
    first: Callable[[], None] = nothing,
) -> None:
    """Plan those of the nudges that are open anew: a message that was to carry them will not. `first` as in `hang`.

    The caller holds their accounts' locks, and none of a message. Raises `LookupError` for an unknown workspace.
    """
    workspace = workspaces.get(session, team_id)
    if workspace is None:
        raise LookupError(f"no workspace {team_id}")
    policy = policy_of(workspace)
    still_open = [n for n in nudges.many(session, team_id, nudge_ids).values() if n.closed_at is None]
    of = accounts.many(session, team_id, {nudge.account_id for nudge in still_open})
    around = circles(session, workspace, policy, list(of.values()), named_in(still_open))
    waiting = [Open(nudge, around.of(of[nudge.account_id])) for nudge in still_open]
    hang(session, team_id, policy, around, waiting, now, days_of=days_of, first=first)


def named_in(some: Iterable[Nudge]) -> set[str]:
    """The people whom nudges name by themselves: who took them, and who hears them first."""
    return {id_ for nudge in some for id_ in (nudge.taken_by, nudge.hearer_id) if id_}


def _hearers(waiting: Sequence[Open], around: Circles) -> set[str]:
    """Everybody who might come to hear one of some nudges."""
    circle = {person.id for item in waiting for person in item.circle.people}
    leads = {lead.id for item in waiting if (lead := around.lead_of(item.nudge.hearer_id))}
    return circle | leads | named_in(item.nudge for item in waiting)


def _lock(
    session: Session, team_id: str, nudge_ids: Sequence[str], hearers: Collection[str], now: datetime
) -> list[Message]:
    if not (nudge_ids or hearers):
        return []
    return outbox.lock_in_play(session, team_id, nudge_ids, hearers, now - REMEMBERED)


class _Board:
    """The messages in play, locked, and what hangs on them."""

    def __init__(
        self, session: Session, team_id: str, messages: Iterable[Message], links: Iterable[MessageNudge]
    ) -> None:
        self._session, self._team_id = session, team_id
        self.messages = {message.id: message for message in messages}
        self._links: defaultdict[str, list[MessageNudge]] = defaultdict(list)
        for link in links:
            self._links[link.nudge_id].append(link)
        self.spoken = {
            (m.recipient, m.slot)
            for m in self.messages.values()
            if m.kind == "daily" and m.state not in outbox.OPEN_STATES
        }

    @property
    def homes(self) -> set[str]:
        """On whose Home some of the nudges stand."""
        carrying = (self.messages[link.message_id] for links in self._links.values() for link in links)
        return {message.recipient for message in carrying if message.kind == HOME}

    def unreachable(self, nudge: Nudge) -> Mapping[str, str]:
        """Who could not be told at the nudge's level, and Slack's code."""
        hung_on = (self.messages[link.message_id] for link in self._at_level(nudge))
        return {m.recipient: m.failure for m in hung_on if m.state == "failed" and m.failure != outbox.HELD}

    def still_to_say(self, nudge: Nudge, hearings: Sequence[Hearing]) -> list[Hearing]:
        """The hearings that neither were said nor hang on a message; what hangs elsewhere is taken off."""
        wanted = {hearing.recipient: hearing for hearing in hearings}
        self._forget_said(nudge, wanted)
        for link in self._links[nudge.id]:
            message = self.messages[link.message_id]
            if message.state not in outbox.TO_HEAR:
                continue
            hearing = wanted.get(message.recipient)
            if hearing is None or (hearing.kind == HOME) is not (message.kind == HOME):
                outbox.unhang(self._session, self._team_id, message.id, [nudge.id])
            else:
                del wanted[message.recipient]
                link.level, link.heard_as, link.because = nudge.level, hearing.heard_as, hearing.because
        return list(wanted.values())

    def _forget_said(self, nudge: Nudge, wanted: dict[str, Hearing]) -> None:
        for link in self._at_level(nudge):
            message = self.messages[link.message_id]
            if message.state not in ("sent", "ambiguous") and message.failure != outbox.HELD:
                continue
            wanted.pop(message.recipient, None)
            if link.heard_as == CHANNEL:
                for recipient in [r for r, hearing in wanted.items() if hearing.heard_as == CHANNEL]:
                    del wanted[recipient]
        if nudge.taken_at is not None and nudge.taken_at >= nudge.raised_at and nudge.taken_by is not None:
            wanted.pop(nudge.taken_by, None)

    def _at_level(self, nudge: Nudge) -> list[MessageNudge]:
        loud = Level(nudge.level).loudness
        return [link for link in self._links[nudge.id] if Level(link.level).loudness >= loud]


def asked(nudge: Nudge, around: Circles, unreachable: Mapping[str, str]) -> Ask:
    """What a nudge wants said, at its level. `unreachable`: who could not be told there, and Slack's code."""
    return Ask(
        nudge_id=nudge.id,
        level=Level(nudge.level),
        manner=Manner(nudge.manner),
        rule=nudge.rule,
        taker=around.hearer(nudge.taken_by),
        hearer=around.hearer(nudge.hearer_id),
        hearers_lead=around.lead_of(nudge.hearer_id),
        untouched=nudge.escalated_at is not None,
        raised_at=nudge.raised_at,
        unreachable=unreachable,
    )


def _seat(item: Wanted) -> outbox.Seat:
    return item.hearing.recipient, item.hearing.slot


def _row(hearing: Hearing, now: datetime) -> dict[str, Any]:
    return {
        "recipient": hearing.recipient,
        "slot": hearing.slot,
        "kind": hearing.kind,
        "state": "shown" if hearing.kind == HOME else "ready",
        "not_before": hearing.not_before,
        "created_at": now,
    }


def _link(item: Wanted, seats: Mapping[outbox.Seat, str]) -> dict[str, Any]:
    nudge, hearing = item.nudge, item.hearing
    return {
        "message_id": seats[_seat(item)],
        "nudge_id": nudge.id,
        "level": nudge.level,
        "heard_as": hearing.heard_as,
        "because": hearing.because,
    }


def _later(item: Wanted, around: Circles, times: Times) -> Wanted:
    person = around.hearer(item.hearing.recipient)
    if person is None:
        raise LookupError("a day's message without a person")
    slot, at = times.next(person, person.how_often(item.hearing.heard_as, item.nudge.rule))
    return replace(item, hearing=replace(item.hearing, slot=slot, not_before=at))
