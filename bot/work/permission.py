"""Whether somebody may do what they are about to do: asked at the beginning of every deed, whichever way it came."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from bot.work.deed import Deed, Refused
from bot.work.roles import DEALS, Need, Role, Standing, may, role_of
from storage import people
from storage.tables import Account, Person, Touch

_NAMED = 3  # people to ask, in a refusal


class NotAllowed(Refused):
    """It takes somebody else to do that; the sentence says who."""


def allow(
    session: Session,
    deed: Deed,
    what: str,
    *,
    account: Account | None = None,
    touch: Touch | None = None,
    person_id: str | None = None,
) -> None:
    """Go on only if whoever does the deed may do `what`, a word of `bot.work.roles.DEALS`.

    `account`, `touch` and `person_id` are what it is done to. Nobody's deed (the command line, Tend itself) may be
    anything. Raises `NotAllowed`.
    """
    if deed.person_id is None:
        return
    doer = _one_of_ours(session, deed.team_id, deed.person_id)
    if DEALS[what].need is Need.OURS:
        return
    standing = Standing(
        role=role(session, doer),
        logs=touch is not None and touch.logged_by == doer.id,
        keeps=account is not None and doer.id in _keepers(account),
        is_own=person_id == doer.id,
    )
    if not may(standing, what):
        raise NotAllowed(_sentence(session, deed.team_id, what, account, touch))


def role(session: Session, person: Person) -> Role:
    """What somebody is in their workspace."""
    leads = person.role == Role.MEMBER and not person.is_admin and people.leads(session, person.team_id, person.id)
    return role_of(person.role, runs_slack=person.is_admin, leads=leads)


def sees_profit(session: Session, person: Person, account: Account) -> bool:
    """Whether somebody is shown what of an account is profit: whoever may change it."""
    return may(Standing(role(session, person), keeps=person.id in _keepers(account)), "account.edit")


def leading(session: Session, team_id: str) -> set[str]:
    """The ids of the leads and admins who are with us."""
    leads = set(people.leading(session, team_id))
    ours = people.of_ours(session, team_id)
    roles = {one.id: role_of(one.role, runs_slack=one.is_admin, leads=one.id in leads) for one in ours}
    return {person_id for person_id, held in roles.items() if held is not Role.MEMBER}


def _one_of_ours(session: Session, team_id: str, person_id: str) -> Person:
    doer = people.get(session, team_id, person_id)
    if doer is None or doer.is_bot or doer.is_guest or doer.is_stranger or doer.deactivated_at:
        raise NotAllowed("Only members of this workspace can do that; a colleague can do it for you.")
    return doer


def _keepers(account: Account) -> tuple[str | None, ...]:
    return account.owner_id, account.backup_id, account.sponsor_id


def _sentence(session: Session, team_id: str, what: str, account: Account | None, touch: Touch | None) -> str:
    deal = DEALS[what]
    admins = people.admins(session, team_id)
    near = [touch.logged_by if touch else None, *(_keepers(account) if account else ())]
    known = people.many(session, team_id, [id_ for id_ in near if id_])
    here = [known[id_] for id_ in dict.fromkeys(near) if id_ in known and not known[id_].deactivated_at]
    said = f"Only {deal.need} can {deal.what}"
    if deal.need is Need.ADMIN and not admins:
        return f"{said}, and nobody is one yet: become it with “/client settings role me admin”."
    return f"{said}; ask {_one_of(person.name for person in [*here, *admins])}." if here or admins else f"{said}."


def _one_of(names: Iterable[str]) -> str:
    *others, last = list(dict.fromkeys(names))[:_NAMED]
    return f"{', '.join(others)} or {last}" if others else last
