"""From rows to cards: the nudges that hang on a message, as a person sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from bot.nudges import words
from bot.policy import Kind, Level, Tier
from bot.views.card import Card
from bot.views.words import KINDS
from storage import accounts, contacts, losses, nudges, touches
from storage.tables import Account, Contact, MessageNudge, Nudge, Touch
from storage.worst import weight


def cards(session: Session, team_id: str, links: Collection[MessageNudge], now: datetime, zone: tzinfo) -> list[Card]:
    """The cards of what hangs on a message, worst first; in an order that stays when some of them are answered."""
    return cards_of(
        session, team_id, links, nudges.many(session, team_id, [link.nudge_id for link in links]), now, zone
    )


def cards_of(
    session: Session,
    team_id: str,
    links: Collection[MessageNudge],
    carried: Mapping[str, Nudge],
    now: datetime,
    zone: tzinfo,
) -> list[Card]:
    """As `cards`, of nudges that were read before, by id."""
    of = accounts.many(session, team_id, {nudge.account_id for nudge in carried.values()})
    last = _last_touches(session, team_id, of.values(), now, zone)
    here = _here(session, team_id, carried.values())
    done = _done(session, team_id, carried.values())
    ordered = sorted(links, key=lambda link: _rank(link, carried[link.nudge_id], of))
    return [_card(link, carried[link.nudge_id], of, last, here, done) for link in ordered]


def _rank(link: MessageNudge, nudge: Nudge, of: dict[str, Account]) -> tuple[int, int, datetime, str]:
    tier = Tier(of[nudge.account_id].tier)
    return -weight(nudge, link.level), list(Tier).index(tier), nudge.opened_at, nudge.id


def _card(
    link: MessageNudge,
    nudge: Nudge,
    of: dict[str, Account],
    last: dict[str, str],
    here: dict[str, Contact],
    done: Collection[str],
) -> Card:
    account = of[nudge.account_id]
    whom = here.get(nudge.contact_id or "")
    return Card(
        nudge_id=nudge.id,
        account_id=account.id,
        account_name=account.name,
        rule=nudge.rule,
        level=Level(nudge.level),
        reason=nudge.reason,
        clears=nudge.clears,
        last_touch=last.get(account.last_touch_id or "", ""),
        because=link.because,
        owner_id=account.owner_id,
        hearer_id=nudge.hearer_id,
        taken_by=nudge.taken_by,
        closed_why=nudge.closed_why,
        subject=nudge.subject,
        asks_findings=nudge.subject in done,
        contact=(whom.id, whom.name) if whom else None,
    )


def _here(session: Session, team_id: str, carried: Iterable[Nudge]) -> dict[str, Contact]:
    """Those whom open nudges are about, and who are there."""
    about = {nudge.contact_id for nudge in carried if nudge.contact_id and nudge.closed_at is None}
    known = contacts.many(session, team_id, about) if about else {}
    return {id_: contact for id_, contact in known.items() if contact.left_at is None}


def _done(session: Session, team_id: str, carried: Iterable[Nudge]) -> set[str]:
    """The audits that are done, of those that nudges are about."""
    found = (losses.audit(session, team_id, nudge.subject) for nudge in carried if nudge.rule == "audit")
    return {audit.id for audit in found if audit and audit.state == "done"}


def _last_touches(session: Session, team_id: str, of: Iterable[Account], now: datetime, zone: tzinfo) -> dict[str, str]:
    """By touch: `call on 12 May with Jane Doe: renewal looks fine`."""
    ids = [account.last_touch_id for account in of if account.last_touch_id]
    if not ids:
        return {}
    told = touches.many(session, team_id, ids)
    present = touches.names_of_theirs(session, team_id, list(told))
    today = now.astimezone(zone).date()
    return {touch.id: _line(touch, present.get(touch.id, ()), today, zone) for touch in told.values()}


def _line(touch: Touch, contact_names: Sequence[str], today: date, zone: tzinfo) -> str:
    on = words.day(touch.occurred_at.astimezone(zone).date(), today)
    present = f" with {' and '.join(contact_names)}" if contact_names else ""
    note = f": {touch.note}" if touch.note else ""
    return f"{KINDS[Kind(touch.kind)]} on {on}{present}{note}"
