"""The outbox: messages, and the nudges that hang on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, or_, tuple_
from sqlmodel import Session, col, select

from storage.core import among, locked
from storage.ids import new_id
from storage.tables import HEARERS, Account, Message, MessageNudge, Nudge
from storage.upsert import insert_each_or_skip, insert_or_skip

#: What tells the messages of a workspace apart: recipient and slot.
Seat = tuple[str, str]

TO_HEAR = ("ready", "shown")  # what hangs there is still to be heard: in a message, or on somebody's Home
OPEN_STATES = (*TO_HEAR, "dropped")  # never sent, and free to carry something
HELD = "held"  # the failure of one that may have been posted, and is not to be posted again
_SEATS_AT_ONCE = 5_000  # databases limit how many parameters a query takes
_MAY_STAND = ("ready", "ambiguous", "sent")  # posted, perhaps posted, or about to be


def lock_in_play(
    session: Session, team_id: str, nudge_ids: Collection[str], hearers: Collection[str], since: datetime
) -> list[Message]:
    """Messages that carry one of the nudges, and the days and Homes of `hearers`: days that wait or are since `since`.

    Their rows are locked, in the order of their ids, so that two who want the same ones never wait for each other.
    """
    links = select(MessageNudge.message_id).where(
        MessageNudge.team_id == team_id, among(col(MessageNudge.nudge_id), nudge_ids)
    )
    days = and_(
        among(col(Message.recipient), hearers),
        col(Message.kind).in_(("daily", "home")),
        or_(col(Message.state).in_(TO_HEAR), col(Message.not_before) >= since),
    )
    mine = select(Message).where(Message.team_id == team_id, or_(col(Message.id).in_(links), days))
    return locked(session, mine.order_by(col(Message.id)))


def links_of(session: Session, team_id: str, nudge_ids: Collection[str]) -> list[MessageNudge]:
    """How the nudges hang on messages."""
    mine = select(MessageNudge).where(MessageNudge.team_id == team_id, among(col(MessageNudge.nudge_id), nudge_ids))
    return list(session.exec(mine))


def carried(session: Session, team_id: str, message_id: str) -> list[MessageNudge]:
    """What hangs on a message."""
    mine = select(MessageNudge).where(MessageNudge.team_id == team_id, MessageNudge.message_id == message_id)
    return list(session.exec(mine))


def open_seats(session: Session, team_id: str, rows: Iterable[dict[str, Any]]) -> dict[Seat, str]:
    """Make the messages that are missing, and open those that were dropped: seat -> id, for each that can still carry.

    A row says `recipient`, `slot`, `kind`, `not_before`, `created_at`, and `state` where it is not to be sent. Seats
    that were sent meanwhile are left out.
    """
    wanted = {(row["recipient"], row["slot"]): row for row in sorted(rows, key=lambda r: (r["recipient"], r["slot"]))}
    blank = {"team_id": team_id, "state": "ready", **_BLANK}
    insert_each_or_skip(session, Message, [{**blank, "id": new_id(), **row} for row in wanted.values()])
    seats: dict[Seat, str] = {}
    for message in locked(session, _seated(session, team_id, list(wanted))):
        if message.state in OPEN_STATES:
            if message.state == "dropped":
                message.state, message.leased_until, message.due_at = "ready", None, None
                message.not_before = wanted[message.recipient, message.slot]["not_before"]
            seats[message.recipient, message.slot] = message.id
    return seats


def hang(session: Session, team_id: str, rows: Sequence[dict[str, Any]]) -> None:
    """Hang nudges on messages; a row says `message_id`, `nudge_id`, `level`, `heard_as`, `because`."""
    if rows:
        session.exec(insert(MessageNudge), params=[{"team_id": team_id, **row} for row in rows])


def unhang(session: Session, team_id: str, message_id: str, nudge_ids: Collection[str]) -> None:
    """Take nudges off a message."""
    mine = (
        col(MessageNudge.team_id) == team_id,
        col(MessageNudge.message_id) == message_id,
        among(col(MessageNudge.nudge_id), nudge_ids),
    )
    session.execute(delete(MessageNudge).where(*mine))


def waiting_nudges(session: Session, team_id: str, person_id: str) -> list[str]:
    """The nudges that wait for somebody or stand on their Home, and those about their accounts, for others."""
    joined = (
        select(MessageNudge.nudge_id)
        .join(Message, and_(col(Message.team_id) == team_id, col(Message.id) == col(MessageNudge.message_id)))
        .join(Nudge, and_(col(Nudge.team_id) == team_id, col(Nudge.id) == col(MessageNudge.nudge_id)))
        .join(Account, and_(col(Account.team_id) == team_id, col(Account.id) == col(Nudge.account_id)))
    )
    concerned = or_(col(Message.recipient) == person_id, col(Account.owner_id) == person_id)
    to_hear = or_(col(Message.state) == "ready", and_(col(Message.state) == "shown", col(Nudge.closed_at).is_(None)))
    waiting = joined.where(MessageNudge.team_id == team_id, to_hear, concerned)
    return sorted(set(session.exec(waiting)))


def on_homes(session: Session, team_id: str) -> dict[str, set[str]]:
    """By person: the accounts whose open nudges stand on their Home."""
    link = (col(MessageNudge.team_id) == team_id, col(MessageNudge.message_id) == col(Message.id))
    nudge = (col(Nudge.team_id) == team_id, col(Nudge.id) == col(MessageNudge.nudge_id))
    mine = select(Message.recipient, Nudge.account_id).join(MessageNudge, and_(*link)).join(Nudge, and_(*nudge))
    shown = mine.where(Message.team_id == team_id, Message.state == "shown", col(Nudge.closed_at).is_(None))
    found: dict[str, set[str]] = {}
    for person_id, account_id in session.exec(shown):
        found.setdefault(person_id, set()).add(account_id)
    return found


def clear_homes(session: Session, team_id: str) -> None:
    """Take what is closed off people's Homes."""
    shown = select(Message.id).where(Message.team_id == team_id, Message.state == "shown")
    closed = select(Nudge.id).where(Nudge.team_id == team_id, col(Nudge.closed_at).is_not(None))
    mine = (col(MessageNudge.team_id) == team_id, col(MessageNudge.message_id).in_(shown))
    session.execute(delete(MessageNudge).where(*mine, col(MessageNudge.nudge_id).in_(closed)))


def take_off(session: Session, team_id: str, recipient: str, nudge_ids: Collection[str], now: datetime) -> None:
    """Take nudges off the daily messages that wait for somebody; what is being sent is left alone."""
    mine = (Message.team_id == team_id, Message.recipient == recipient, Message.kind == "daily")
    ready = select(Message).where(*mine, Message.state == "ready", free(now))
    for message in locked(session, ready.order_by(col(Message.id))):
        unhang(session, team_id, message.id, nudge_ids)
        if not carried(session, team_id, message.id):
            message.state = "dropped"


def ask_revision(session: Session, team_id: str, nudge_ids: Collection[str], now: datetime) -> None:
    """Have every post that carries one of the nudges brought up to date.

    Messages about to be sent are asked too: one whose text is being built while this transaction runs would miss it.
    """
    links = select(MessageNudge.message_id).where(
        MessageNudge.team_id == team_id, among(col(MessageNudge.nudge_id), nudge_ids)
    )
    _ask_revision(session, team_id, col(Message.id).in_(links), now)


def ask_revision_of(session: Session, team_id: str, message_id: str, now: datetime) -> None:
    """Have one post brought up to date."""
    _ask_revision(session, team_id, col(Message.id) == message_id, now)


def get(session: Session, team_id: str, message_id: str) -> Message | None:
    """The message with an id."""
    return session.get(Message, (team_id, message_id))


def at_slot(session: Session, team_id: str, slot: str) -> list[Message]:
    """What is or was said in a slot, whoever hears it."""
    mine = select(Message).where(Message.team_id == team_id, Message.slot == slot)
    return list(session.exec(mine.order_by(col(Message.id))))


def ask_revision_of_slot(session: Session, team_id: str, slot: str, now: datetime) -> None:
    """Have what everybody was told in a slot brought up to date."""
    _ask_revision(session, team_id, col(Message.slot) == slot, now)


def notify(session: Session, team_id: str, recipient: str, slot: str, body: dict[str, Any], at: datetime) -> bool:
    """Queue a plain word to a person or channel; False when the slot was used before."""
    row = {"team_id": team_id, "id": new_id(), "state": "ready", "kind": "notice", "recipient": recipient, "slot": slot}
    return insert_or_skip(session, Message, {**_BLANK, **row, "body": body, "not_before": at, "created_at": at})


def queue(session: Session, team_id: str, kind: str, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Put messages of a kind into the outbox that carry no nudges; a seat that was taken before is left as it is.

    A row says `recipient`, `slot` and `not_before`.
    """
    blank = {"team_id": team_id, "kind": kind, "state": "ready", "created_at": now, **_BLANK}
    insert_each_or_skip(session, Message, [{**blank, "id": new_id(), **row} for row in rows])


def hearings(session: Session, team_id: str, nudge_id: str) -> list[tuple[str, datetime | None]]:
    """Who is told of a nudge, and from when on; None: it stands on their Home alone. What was dropped is left out.

    Whoever is to see to it comes first, then whoever stands in for them; as the same, who is told first, a Home last.
    """
    link = (col(MessageNudge.team_id) == col(Message.team_id), col(MessageNudge.message_id) == col(Message.id))
    mine = select(Message.recipient, Message.not_before, Message.kind).join(MessageNudge, and_(*link))
    carrying = mine.where(Message.team_id == team_id, MessageNudge.nudge_id == nudge_id, Message.state != "dropped")
    part = case({name: place for place, name in enumerate(HEARERS)}, value=col(MessageNudge.heard_as))
    in_order = carrying.order_by(part, col(Message.kind) == "home", col(Message.not_before), col(Message.id))
    return [(who, None if kind == "home" else at) for who, at, kind in session.exec(in_order)]


def urgent_in_channel(session: Session, team_id: str, nudge_id: str) -> Message | None:
    """The first urgent post that tells a channel of a nudge; what was dropped is left out."""
    link = (col(MessageNudge.team_id) == col(Message.team_id), col(MessageNudge.message_id) == col(Message.id))
    mine = select(Message).join(MessageNudge, and_(*link)).where(Message.team_id == team_id)
    told = mine.where(MessageNudge.nudge_id == nudge_id, MessageNudge.heard_as == "channel", Message.kind == "urgent")
    return session.exec(told.where(Message.state != "dropped").order_by(col(Message.created_at)).limit(1)).first()


def last_sent(session: Session, team_id: str, recipient: str, slots: str) -> datetime | None:
    """When somebody was last sent a message whose slot begins so."""
    begins = col(Message.slot).startswith(slots, autoescape=True)
    mine = select(func.max(Message.sent_at)).where(Message.team_id == team_id, Message.recipient == recipient, begins)
    return session.exec(mine).one()


def of_slot(session: Session, team_id: str, recipient: str, slot: str) -> Message | None:
    """What somebody is told in a slot."""
    mine = select(Message).where(Message.team_id == team_id, Message.recipient == recipient, Message.slot == slot)
    return session.exec(mine).first()


def is_told(session: Session, team_id: str, slot: str) -> bool:
    """Whether a slot was used for anybody."""
    mine = select(Message.id).where(Message.team_id == team_id, Message.slot == slot).limit(1)
    return session.exec(mine).first() is not None


def id_of(session: Session, team_id: str, recipient: str, slot: str) -> str | None:
    """The message of a recipient that has a slot."""
    mine = select(Message.id).where(Message.team_id == team_id, Message.recipient == recipient, Message.slot == slot)
    return session.exec(mine).first()


def waiting_for(session: Session, recipient: str) -> dict[str, int]:
    """How many messages to a recipient wait, by workspace; workspaces with none are left out."""
    mine = select(Message.team_id, func.count()).where(Message.state == "ready", Message.recipient == recipient)
    return dict(session.exec(mine.group_by(col(Message.team_id))).all())


def next_due(session: Session) -> datetime | None:
    """The moment at which the next message of any workspace may be sent."""
    return session.exec(select(func.min(Message.not_before)).where(Message.state == "ready")).one()


_BLANK: dict[str, Any] = {"attempts": 0, "failure": ""}


def _ask_revision(session: Session, team_id: str, which: ColumnElement[bool], now: datetime) -> None:
    mine = select(Message).where(Message.team_id == team_id, which, col(Message.state).in_(_MAY_STAND))
    for message in locked(session, mine.order_by(col(Message.id))):
        message.revise_at = now


def _seated(session: Session, team_id: str, seats: Sequence[Seat]) -> Any:
    """Messages of some seats, in the order of their ids; what these are is read bit by bit, as seats may be many."""
    ids: list[str] = []
    for start in range(0, len(seats), _SEATS_AT_ONCE):
        some = tuple_(col(Message.recipient), col(Message.slot)).in_(seats[start : start + _SEATS_AT_ONCE])
        ids += session.exec(select(Message.id).where(Message.team_id == team_id, some))
    return select(Message).where(Message.team_id == team_id, among(col(Message.id), ids)).order_by(col(Message.id))


def free(now: datetime) -> ColumnElement[bool]:
    """Whether nobody is sending a message."""
    return or_(col(Message.leased_until).is_(None), col(Message.leased_until) <= now)
