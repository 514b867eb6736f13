"""Traits: what is good to know of a client is noted, put right, and taken off again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.nudges.settle import ClockMove, settle
from bot.policy import TraitKind
from bot.rules.words import on
from bot.rules.years import anniversary
from bot.work import checks, desk
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import names, traits
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account, Trait

MOST = 40  # of one account: as many as a list of them can show with a button each
GONE = "That is no longer on record."
NO_WORDS = "What is it? A few words will do, like: their new plant in Porto."
_DATED = (TraitKind.MILESTONE, TraitKind.ANNIVERSARY)
_FIRST_YEAR, _YEARS_AHEAD = 1500, 10


@dataclass(frozen=True, slots=True)
class NewTrait:
    """Something to know of a client. `falls_on`: the day of a milestone, or the first one of an anniversary."""

    account_id: str
    kind: TraitKind
    text: str
    falls_on: date | None = None


@dataclass(frozen=True, slots=True)
class TraitKept:
    """A trait, its account, and the clocks that moved. `is_new`: it was not known before."""

    trait: Trait
    account: Account
    moves: list[ClockMove]
    is_new: bool = True


def know(store: Store, deed: Deed, new: NewTrait) -> TraitKept:
    """Note something of a client; said again, it has the new day. Raises `Refused` and `AlreadyDone`."""
    trait_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, trait_id)
        allow(session, deed, "trait.know")
        account = desk.hold(session, deed, new.account_id)
        text, falls_on = _checked(session, deed, new)
        known = traits.of_account(session, deed.team_id, account.id)
        same = next((one for one in known if (one.kind, names.key(one.text)) == (new.kind, names.key(text))), None)
        if same is None and len(known) >= MOST:
            raise Refused(f"{MOST} things are known of {account.name}, and that is the most: take one off first.")
        trait = same or _row(deed, trait_id, new, text)
        before, trait.falls_on = trait.falls_on, falls_on or trait.falls_on
        session.add(trait)
        session.flush()
        _record(session, deed, "trait.know", trait, None if same is None else before)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return TraitKept(trait, account, moves, is_new=same is None)


def forget(store: Store, deed: Deed, trait_id: str) -> TraitKept:
    """Take something off the record that was noted of a client. Raises `Refused` and `AlreadyDone`."""
    with store.write() as session:
        desk.begin(session, deed, trait_id)
        allow(session, deed, "trait.forget")
        found = traits.get(session, deed.team_id, trait_id)
        if found is None:
            raise Refused(GONE)
        account = desk.hold(session, deed, found.account_id)
        if not traits.drop(session, deed.team_id, trait_id):
            raise Refused(GONE)
        told = {"kind": found.kind, "text": found.text, "falls_on": found.falls_on}
        desk.record(session, deed, "trait.forget", account_id=account.id, subject_id=trait_id, before=told)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return TraitKept(found, account, moves, is_new=False)


def _row(deed: Deed, trait_id: str, new: NewTrait, text: str) -> Trait:
    return Trait(
        team_id=deed.team_id,
        id=trait_id,
        account_id=new.account_id,
        kind=new.kind,
        text=text,
        told_by=deed.person_id or "",
        told_at=deed.now,
    )


def _checked(session: Session, deed: Deed, new: NewTrait) -> tuple[str, date | None]:
    text = checks.short(new.text, "words")
    if not text:
        raise Refused(NO_WORDS)
    kind = checks.word(new.kind, TraitKind, "kind of thing to know")
    if new.falls_on is None and kind is TraitKind.ANNIVERSARY:
        raise Refused("On which day? An anniversary comes round, so put its day behind it, like: on 12 May 1998.")
    if new.falls_on is not None and kind not in _DATED:
        raise Refused("Only a milestone or an anniversary has a day: choose one of these, or leave the day away.")
    return text, _day(session, deed, kind, new.falls_on) if new.falls_on else None


def _day(session: Session, deed: Deed, kind: TraitKind, day: date) -> date:
    today = deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
    if not _FIRST_YEAR <= day.year <= today.year + _YEARS_AHEAD:
        raise Refused(f"The year {day.year} is too far away; check it.")
    if kind is TraitKind.ANNIVERSARY and day > anniversary(today, 1):
        raise Refused(f"{on(day)} is more than a year away: give its first day, or the next one.")
    return day


def _record(session: Session, deed: Deed, what: str, trait: Trait, before: date | None) -> None:
    after = {"kind": trait.kind, "text": trait.text, "falls_on": trait.falls_on}
    was = {"falls_on": before} if before is not None else None
    desk.record(session, deed, what, account_id=trait.account_id, subject_id=trait.id, before=was, after=after)
