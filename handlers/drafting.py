"""From what was typed after `/touch` to a touch, a form that asks for the rest, or a sentence on what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from bot.policy import Direction, Kind
from bot.views import choices, problems
from bot.views.forms import touch as forms
from bot.views.forms.touch import TouchForm
from bot.work import find, touches
from bot.work.deed import Repeated
from bot.work.find import Ambiguous, AmbiguousAccount, Unknown, UnknownAccount
from bot.work.touches import NewTouch
from handlers import ours, touching, which
from handlers.answer import Answer
from handlers.dates import read_date
from handlers.grammar import TouchDraft, parse_touch
from handlers.visit import Visit
from storage import contacts, names
from storage.tables import Account

#: What goes one way unless the line says otherwise: counting it as a talk would silence a clock on a guess.
ONE_WAY = frozenset({Kind.EMAIL, Kind.MESSAGE, Kind.THANKS, Kind.DELIVERY, Kind.ATTEMPT})


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft whose names were looked up. `doubts` say which were not found, or not told apart (mrkdwn)."""

    draft: TouchDraft
    account: Account | None
    people: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def touch(visit: Visit) -> Answer:
    """`/touch …`: log the line; nothing typed opens the form."""
    return log(visit) if visit.line else Answer(view=forms.log(empty(visit)))


def empty(visit: Visit) -> TouchForm:
    """A form of which only the day, the person and perhaps the channel's account are known."""
    with visit.tend.store.read() as session:
        linked = which.linked(session, visit)
    account = (linked.id, linked.name) if linked else None
    return TouchForm(account=account, occurred_on=visit.today, people=(visit.person.id,))


def log(visit: Visit) -> Answer:
    """Log the line, or ask back. Raises `Refused`, and accounts in doubt that buttons can carry on with."""
    drafted = _read(visit)
    draft = drafted.draft
    if draft.problems:
        return Answer(problems.touch([str(problem) for problem in draft.problems], visit.typed), failed=True)
    if drafted.account is None or drafted.doubts or draft.kind is None:
        return Answer(view=forms.log(_form(visit, drafted)))
    try:
        done = touches.log(visit.tend.store, visit.deed(), _new(visit, drafted, drafted.account))
    except Repeated as before:
        done = touching.before(visit, before)
    return touching.logged(visit, done)


def form(visit: Visit) -> Answer:
    """The form, filled with what the line says."""
    return Answer(view=forms.log(_form(visit, _read(visit, strict=False))))


def _read(visit: Visit, *, strict: bool = True) -> Drafted:
    with visit.tend.store.read() as session:
        draft = _parse(session, visit)
        if strict and choices.carries(visit.typed):
            surer = which.told_apart(session, visit, visit.line, draft.account_text)
            visit, draft = surer, draft if surer is visit else _parse(session, surer)
        account = _account(session, visit, draft, strict=strict)
        return _look_up(session, visit, draft, account)


def _parse(session: Session, visit: Visit) -> TouchDraft:
    return parse_touch(
        visit.line,
        is_account=which.known(session, visit),
        today=visit.today,
        read_date=read_date,
        default_account=which.linked(session, visit) is not None,
    )


def _account(session: Session, visit: Visit, draft: TouchDraft, *, strict: bool) -> Account | None:
    try:
        return which.account(session, visit, draft.account_text)
    except (UnknownAccount, AmbiguousAccount):
        if strict and draft.account_text and choices.carries(visit.typed):
            raise
        return None


def _look_up(session: Session, visit: Visit, draft: TouchDraft, account: Account | None) -> Drafted:
    people: list[str] = []
    known: list[tuple[str, str]] = []
    doubts: list[str] = []
    unknown: list[str] = []
    for typed in draft.people:
        try:
            people.append(_person(session, visit, typed))
        except (Unknown, Ambiguous) as doubt:
            doubts.append(problems.doubtful_person(typed, doubt.names))
            unknown.append(typed)
    if account is None:
        return Drafted(draft, None, tuple(people), doubts=tuple(doubts), unknown=(*unknown, *draft.contacts))
    for typed in draft.contacts:
        try:
            known.append(_contact(session, account, typed))
        except (Unknown, Ambiguous) as doubt:
            doubts.append(problems.doubtful_contact(typed, account.name, doubt.names))
            unknown.append(typed)
    return Drafted(draft, account, tuple(people), tuple(known), tuple(doubts), tuple(unknown))


def _person(session: Session, visit: Visit, typed: str) -> str:
    if not typed.startswith("@"):
        return typed
    return find.person(session, visit.team_id, typed.removeprefix("@")).id


def _contact(session: Session, account: Account, typed: str) -> tuple[str, str]:
    try:
        found = find.contact(session, account.team_id, account.id, typed)
        return found.id, found.name
    except find.UnknownContact:
        wanted = set(names.key(typed).split()) - {"their", "the"}
        here = [one for one in contacts.of_account(session, account.team_id, account.id) if one.left_at is None]
        titled = [(one.id, one.name) for one in here if wanted and wanted <= set(names.key(one.title).split())]
        if len(titled) == 1:
            return titled[0]
        if titled:
            raise find.AmbiguousContact(typed, titled) from None
        raise


def _form(visit: Visit, drafted: Drafted) -> TouchForm:
    draft = drafted.draft
    sentences = [*(problems.sentence(str(problem)) for problem in draft.problems), *drafted.doubts]
    if drafted.account is None and draft.account_text:
        sentences.insert(0, problems.no_account(draft.account_text))
    note = ": ".join(filter(None, [", ".join(f"with {name}" for name in drafted.unknown), draft.note]))
    return TouchForm(
        account=(drafted.account.id, drafted.account.name) if drafted.account else None,
        kind=Kind(draft.kind) if draft.kind else None,
        direction=_direction(draft),
        occurred_on=draft.occurred_on or visit.today,
        people=drafted.people or (visit.person.id,),
        contacts=drafted.contacts,
        note=note,
        temperature=draft.temperature,
        next_on=draft.next_on,
        problem="\n".join(sentences),
    )


def _new(visit: Visit, drafted: Drafted, account: Account) -> NewTouch:
    draft = drafted.draft
    ours.meet(visit, drafted.people)
    return NewTouch(
        account_id=account.id,
        kind=Kind(str(draft.kind)),
        direction=_direction(draft),
        occurred_at=visit.moment_of(draft.occurred_on) if draft.occurred_on else visit.now,
        note=draft.note,
        people=drafted.people or (visit.person.id,),
        contacts=[id_ for id_, _ in drafted.contacts],
        temperature=draft.temperature,
        next_on=draft.next_on,
    )


def _direction(draft: TouchDraft) -> Direction:
    if draft.direction:
        return Direction(draft.direction)
    return Direction.TO_CLIENT if draft.kind in ONE_WAY else Direction.TWO_WAY
