"""From a touch that was logged to the answer that gives something back; and to the form that corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.facts import AccountFacts
from bot.nudges.settle import ClockMove
from bot.policy import Counts, Direction, Kind, Policy
from bot.rules import RULES, Verdict
from bot.views import mrkdwn
from bot.views import touch as views
from bot.views import wishes as wish_views
from bot.views.account import loudest
from bot.views.forms.touch import TouchForm
from bot.views.touch import Move, Standing
from bot.work.deed import AlreadyDone
from bot.work.permission import NotAllowed, allow
from bot.work.touches import TouchLogged
from handlers import look
from handlers.answer import Answer
from handlers.visit import Visit
from storage import accounts, contacts, touches
from storage.tables import Touch

_GAPS = ("senior", "single_thread")
_LOOKED_BACK = 30


def logged(visit: Visit, done: TouchLogged, *, replaces: bool = False) -> Answer:
    """The answer to a touch that was logged."""
    with visit.tend.store.read() as session:
        shown = _shown(session, visit, done)
        facts, verdicts = _state(session, visit, done.account.id)
        gifts = [_talk_before(session, visit, done.touch), *_gaps(verdicts, visit.now)]
        gifts += _attempts(facts, shown)
    moves = _moves(done.moves, facts)
    standing = _standing(facts, verdicts, visit)
    post = views.logged(shown, moves, standing, [gift for gift in gifts if gift], visit.today)
    wishes = facts.wishes if shown.kind is Kind.DELIVERY else ()
    return Answer(wish_views.offered(post, wishes), replaces=replaces)


def in_words(visit: Visit, done: TouchLogged) -> str:
    """A touch in plain words."""
    with visit.tend.store.read() as session:
        return views.in_words(_shown(session, visit, done), visit.today)


def before(visit: Visit, done: AlreadyDone) -> TouchLogged:
    """The touch that the same request logged before; what moved then is not told again. Raises what it was given."""
    with visit.tend.store.read() as session:
        touch = touches.get(session, visit.team_id, done.result_id or "")
        account = accounts.get(session, visit.team_id, touch.account_id) if touch else None
    if touch is None or account is None or touch.undone_at is not None:
        raise done
    return TouchLogged(touch, account, [])


def edited(visit: Visit, done: TouchLogged) -> Answer:
    """The answer to a touch that was corrected."""
    with visit.tend.store.read() as session:
        shown = _shown(session, visit, done)
        facts, verdicts = _state(session, visit, done.account.id)
    moves = _moves(done.moves, facts)
    return Answer(views.edited(shown, moves, _standing(facts, verdicts, visit), visit.today), replaces=True)


def undone(visit: Visit, done: TouchLogged) -> Answer:
    """The answer to a touch that was taken back."""
    with visit.tend.store.read() as session:
        shown = _shown(session, visit, done)
        facts, verdicts = _state(session, visit, done.account.id)
    return Answer(views.undone(shown, _standing(facts, verdicts, visit), visit.today), replaces=True)


def form_of(session: Session, visit: Visit, touch: Touch) -> TouchForm:
    """The form filled with a touch as it stands."""
    account = accounts.get(session, visit.team_id, touch.account_id)
    theirs = touches.contacts_of(session, visit.team_id, [touch.id]).get(touch.id, [])
    names = contacts.many(session, visit.team_id, theirs)
    return TouchForm(
        account=(account.id, account.name) if account else None,
        kind=Kind(touch.kind),
        direction=Direction(touch.direction),
        occurred_on=touch.occurred_at.astimezone(visit.zone).date(),
        people=tuple(touches.people_of(session, visit.team_id, [touch.id]).get(touch.id, [])),
        contacts=tuple((id_, names[id_].name) for id_ in theirs if id_ in names),
        note=touch.note,
        temperature=touch.temperature,
        signs=tuple(touch.signs or ()),
        next_on=touch.next_on,
    )


def _shown(session: Session, visit: Visit, done: TouchLogged) -> views.TouchShown:
    shown = look.shown(session, visit.team_id, [done.touch], done.account.name, visit.zone)[0]
    return replace(shown, fixed=_fixed(session, visit, done)) if shown.source == views.COUNTS_BY_ITSELF else shown


def _fixed(session: Session, visit: Visit, done: TouchLogged) -> str:
    """Why they cannot correct it, although they added to it; nothing where they can."""
    try:
        allow(session, visit.deed(), "touch.edit", touch=done.touch, account=done.account)
    except NotAllowed as refused:
        return str(refused)
    return ""


def _state(session: Session, visit: Visit, account_id: str) -> tuple[AccountFacts, list[Verdict]]:
    by: Policy = look.policy(session, visit.team_id)
    facts = look.facts(session, visit, [account_id])[account_id]
    return facts, look.verdicts(facts, by, visit.now)


def _standing(facts: AccountFacts, verdicts: Sequence[Verdict], visit: Visit) -> Standing:
    coming = [(at, verdict.rule) for verdict in verdicts if (at := verdict.next_step(visit.now))]
    next_at, rule = min(coming, default=(None, ""))
    return Standing(loudest(verdicts, visit.now), next_at, rule, facts.calendar.zone)


def _moves(moves: Sequence[ClockMove], facts: AccountFacts) -> list[Move]:
    names = {contact.id: contact.name for contact in facts.contacts}
    moved = [
        move
        for move in moves
        if move.account_id == facts.id
        and (move.level_before is not move.level_after or move.rings_before != move.rings_after)
    ]
    ordered = sorted(moved, key=lambda move: list(RULES).index(move.rule))
    return [
        Move(move.rule, move.level_before, move.level_after, move.rings_after, names.get(move.subject, ""))
        for move in ordered
    ]


def _talk_before(session: Session, visit: Visit, touch: Touch) -> str:
    by = look.policy(session, visit.team_id)
    earlier = touches.of_account(session, visit.team_id, touch.account_id, limit=_LOOKED_BACK, before=touch.occurred_at)
    talks = [one for one in earlier if Counts.CONTACT in by.resets(Kind(one.kind), Direction(one.direction))]
    if not talks:
        return "" if earlier else _first(session, visit, touch)
    day = talks[0].occurred_at.astimezone(visit.zone).date()
    gap = (touch.occurred_at.astimezone(visit.zone).date() - day).days
    before = f"{mrkdwn.day(day, visit.today)}, {mrkdwn.count(gap, 'day')} earlier" if gap else "the same day"
    return f"Last talk before this: {before}."


def _first(session: Session, visit: Visit, touch: Touch) -> str:
    latest = touches.of_account(session, visit.team_id, touch.account_id, limit=1)
    alone = all(one.id == touch.id for one in latest)
    return "The first touch on record here." if alone else "Nothing earlier is on record here."


def _gaps(verdicts: Sequence[Verdict], now: datetime) -> list[str]:
    return [f"Still open: {v.reason}" for v in verdicts if v.rule in _GAPS and v.level_at(now)][:2]


def _attempts(facts: AccountFacts, shown: views.TouchShown) -> list[str]:
    if Counts.CONTACT in shown.resets or facts.attempts_since_contact < 2:
        return []
    return [f"{mrkdwn.count(facts.attempts_since_contact, 'attempt')} since they last spoke with us."]
