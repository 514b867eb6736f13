"""Win-back: whether we want a client back, when we ask, what must change first, and who keeps contact until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.circles import office
from bot.nudges.settle import ClockMove, settle
from bot.rules.winback import RULE
from bot.work import checks, desk, plans, ringing
from bot.work.deed import Deed, Refused
from bot.work.permission import allow
from storage import losses, people, winbacks
from storage import plans as plan_rows
from storage.engine import Store
from storage.tables import Account, Winback

PLAYBOOK = "winback"
BACK, CLOSED = "back", "closed"
NO_WHY = "Please say why: a year from now nobody remembers."
NO_DAY = "When do we ask again? A year on is a good day, like 1 March."
NOT_LOST = "is still a client: win-back begins when an account is lost."
GONE = "That win-back is no longer on record."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whether we want them back, and why. Of those that we do: the day on which we ask, and what must change first.

    `burdens`: what they brought that we would not miss; `keeper_id`: who keeps contact.
    """

    account_id: str
    wanted: bool
    why: str
    next_on: date | None = None
    must_change: str = ""
    burdens: str = ""
    keeper_id: str | None = None


@dataclass(frozen=True, slots=True)
class WinbackKept:
    """A win-back as it stands now, its account, and what moved."""

    winback: Winback
    account: Account
    moves: list[ClockMove]


def open_for(session: Session, deed: Deed, account: Account, loss_id: str) -> Winback:
    """Have it decided within so many working days of a loss; once for each. The account is held, the caller settles."""
    known = winbacks.of_loss(session, deed.team_id, loss_id)
    if known is not None:
        return known
    made = winbacks.open_row(
        deed.team_id, account.id, loss_id, _decide_by(session, deed), _here(session, deed, account.owner_id), deed.now
    )
    session.add(made)
    session.flush()
    return made


def decide(store: Store, deed: Deed, said: Wanted) -> WinbackKept:
    """Say whether we want them back; again: put it right, or set another day. Raises `Refused` and `Repeated`."""
    with store.write() as session:
        desk.begin(session, deed, said.account_id)
        account = desk.hold(session, deed, said.account_id)
        loss = losses.standing(session, deed.team_id, account.id)
        if loss is None or loss.state != "lost":
            raise Refused(f"{account.name} {NOT_LOST}")
        winback = open_for(session, deed, account, loss.id)
        allow(session, deed, "winback.decide", account=account, person_id=_if_theirs(deed, winback))
        before = _shown(winback)
        _put(session, deed, winback, said)
        _follow(session, deed, account, winback)
        old, new = desk.difference(before, _shown(winback))
        desk.record(
            session, deed, "winback.decide", account_id=account.id, subject_id=winback.id, before=old, after=new
        )
        ringing.close(session, deed, account.id, RULE, winback.id, "decided")
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return WinbackKept(winback, account, moves)


def reopened(session: Session, deed: Deed, account: Account, *, is_back: bool) -> None:
    """Note that they are back, or never left: nothing is to be decided. The account is held, the caller settles."""
    winback = winbacks.last_of(session, deed.team_id, account.id)
    if winback is not None and winback.state == "open":
        _end(session, deed, account, winback, BACK if is_back else CLOSED, "they are a client again")


def _put(session: Session, deed: Deed, winback: Winback, said: Wanted) -> None:
    winback.wanted = said.wanted
    winback.why = checks.note(said.why, "reason")
    if not winback.why:
        raise Refused(NO_WHY)
    winback.must_change = checks.note(said.must_change, "change")
    winback.burdens = checks.note(said.burdens, "burden")
    if said.keeper_id:
        winback.keeper_id = desk.one_of_ours(session, deed, said.keeper_id, "who keeps contact").id
    winback.next_on = _next_on(session, deed, said)
    winback.decided_by, winback.decided_at = deed.person_id, deed.now
    winback.state, winback.ended_at = "open", None


def _next_on(session: Session, deed: Deed, said: Wanted) -> date | None:
    if not said.wanted:
        return None
    if said.next_on is None:
        raise Refused(NO_DAY)
    return checks.coming_day(said.next_on, _today(session, deed), "next")


def _follow(session: Session, deed: Deed, account: Account, winback: Winback) -> None:
    """The plan of those that we want back is laid; of those that we let go, it ends."""
    laid = plan_rows.open_of(session, deed.team_id, account.id, PLAYBOOK)
    if not winback.wanted:
        _end(session, deed, account, winback, CLOSED, "we let them go")
    elif not laid:
        plans.lay(session, deed, account, PLAYBOOK, about=winback.id, lead_id=winback.keeper_id)


def _end(session: Session, deed: Deed, account: Account, winback: Winback, state: str, why: str) -> None:
    winbacks.end(winback, state, deed.now)
    for plan in plan_rows.open_of(session, deed.team_id, account.id, PLAYBOOK):
        plans.finish(session, deed, plan, "done" if state == BACK else "dropped", why)
    session.flush()


def _decide_by(session: Session, deed: Deed) -> date:
    workspace = desk.workspace(session, deed.team_id)
    policy = policy_of(workspace)
    calendar = office(workspace, policy)
    return calendar.day(calendar.add_working_days(deed.now, policy.winback_decide_days))


def _here(session: Session, deed: Deed, person_id: str | None) -> str | None:
    known = people.get(session, deed.team_id, person_id) if person_id else None
    return known.id if known and not known.deactivated_at else None


def _if_theirs(deed: Deed, winback: Winback) -> str | None:
    return deed.person_id if deed.person_id == winback.keeper_id else None


def _shown(winback: Winback) -> dict[str, object]:
    return winback.model_dump(include={"wanted", "why", "must_change", "burdens", "next_on", "keeper_id", "state"})


def _today(session: Session, deed: Deed) -> date:
    return deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
