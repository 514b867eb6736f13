"""Openings: what could grow on an account that is well is noted, asked, or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot.nudges.settle import ClockMove, settle
from bot.rules.opening import RULE
from bot.work import checks, desk, ringing
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import openings
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Opening

ASKED, DROPPED = "asked", "dropped"
NO_WORDS = "What would you ask, or offer? One sentence is enough."
GONE = "That opening is no longer on record."


class Kind(StrEnum):
    """What could grow."""

    REFERRAL = "referral"
    UPSELL = "upsell"


@dataclass(frozen=True, slots=True)
class NewOpening:
    """A referral to ask for, or something more to offer, from a day on (None: as soon as they are well)."""

    account_id: str
    kind: Kind
    text: str
    ask_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpeningKept:
    """An opening as it stands now, its account, and what moved."""

    opening: Opening
    account: Account
    moves: list[ClockMove]


def note(store: Store, deed: Deed, new: NewOpening) -> OpeningKept:
    """Note what could grow: it comes round on its day, if they are well then. Raises `Refused` and `Repeated`."""
    opening_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, opening_id)
        allow(session, deed, "opening.note")
        account = desk.hold(session, deed, new.account_id)
        opening = _row(session, deed, opening_id, account, new)
        session.add(opening)
        session.flush()
        after = opening.model_dump(include={"kind", "text", "ask_on"})
        desk.record(session, deed, "opening.note", account_id=account.id, subject_id=opening_id, after=after)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return OpeningKept(opening, account, moves)


def asked(store: Store, deed: Deed, opening_id: str, outcome: str = "") -> OpeningKept:
    """Note that it was asked, and what they said. Raises `Refused` and `Repeated`."""
    return _end(store, deed, opening_id, ASKED, outcome)


def drop(store: Store, deed: Deed, opening_id: str, why: str = "") -> OpeningKept:
    """Let it be. Raises `Refused` and `Repeated`."""
    return _end(store, deed, opening_id, DROPPED, why)


def _row(session: Session, deed: Deed, opening_id: str, account: Account, new: NewOpening) -> Opening:
    text = checks.note(new.text, "opening")
    if not text:
        raise Refused(NO_WORDS)
    if account.status == "lost":
        raise Refused(f"{account.name} is no longer a client: /client winback is the way to them.")
    today = deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
    return Opening(
        team_id=deed.team_id,
        id=opening_id,
        account_id=account.id,
        kind=new.kind.value,
        text=text,
        ask_on=checks.coming_day(new.ask_on or today, today - timedelta(days=1), "ask on"),
        noted_by=deed.person_id,
        noted_at=deed.now,
    )


def _end(store: Store, deed: Deed, opening_id: str, state: str, said: str) -> OpeningKept:
    with store.write() as session:
        desk.begin(session, deed, opening_id)
        opening = openings.get(session, deed.team_id, opening_id)
        if opening is None:
            raise Refused(GONE)
        account = desk.hold(session, deed, opening.account_id)
        session.refresh(opening)
        allow(session, deed, "opening.end")
        if opening.state != "open":
            raise Refused(f"This was {opening.state} before.")
        outcome = checks.note(said, "outcome")
        openings.end(opening, state, outcome, deed.person_id, deed.now)
        session.flush()
        ringing.close(session, deed, account.id, RULE, opening.id, state, outcome)
        before, after = {"state": "open"}, {"state": state, "outcome": outcome}
        desk.record(
            session, deed, f"opening.{state}", account_id=account.id, subject_id=opening.id, before=before, after=after
        )
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return OpeningKept(opening, account, moves)
