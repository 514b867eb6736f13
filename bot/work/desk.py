"""What every deed begins and ends with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from sqlmodel import Session

from bot.work.deed import Deed, Refused, Repeated
from bot.worktime import zone
from storage import accounts, audit, homes, people, requests, workspaces
from storage.tables import Account, Person, Workspace

#: Fields of an account, a nudge or a person that say on whose Home it stands.
_PEOPLE = ("owner_id", "taken_by", "lead_id", "subject")


def begin(session: Session, deed: Deed, result_id: str | None) -> None:
    """Note the request and what it will make. Raises `Repeated` when it was carried out before."""
    if deed.request_id is None:
        return
    if not requests.claim(session, deed.team_id, deed.request_id, deed.now, result_id):
        before = requests.get(session, deed.team_id, deed.request_id)
        raise Repeated(before.result_id if before else None)


def hold(session: Session, deed: Deed, account_id: str) -> Account:
    """The account, locked. Raises `Refused` when it is gone."""
    locked = accounts.lock(session, deed.team_id, [account_id])
    if not locked:
        raise Refused("That account is no longer on record.")
    return locked[0]


def one_of_ours(session: Session, deed: Deed, person_id: str, what: str) -> Person:
    """A person of ours who can be `what`. Raises `Refused` for guests, strangers, bots and who left."""
    person = people.get(session, deed.team_id, person_id)
    if person is None:
        raise Refused(f"I do not know <@{person_id}> yet, so they cannot be {what}.", person_id)
    for barred, why in (
        (person.is_bot, "a bot"),
        (person.is_guest, "a guest here"),
        (person.is_stranger, "from another company"),
    ):
        if barred:
            raise Refused(f"{person.name} is {why} and cannot be {what}: choose somebody of ours.")
    if person.deactivated_at:
        raise Refused(f"{person.name} has left and cannot be {what}: choose somebody who is here.")
    return person


def record(
    session: Session,
    deed: Deed,
    what: str,
    *,
    account_id: str | None = None,
    subject_id: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write the deed to the audit log with the changed fields; the Homes that it concerns are to be shown anew."""
    audit.add(
        session,
        deed.team_id,
        deed.now,
        deed.person_id,
        what,
        account_id=account_id,
        subject_id=subject_id,
        before=_plain(before),
        after=_plain(after),
    )
    _tell_homes(session, deed, account_id, subject_id, before or {}, after or {})


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that changed, as they were and as they are."""
    changed = [key for key in after if after[key] != before.get(key)]
    return {key: before.get(key) for key in changed}, {key: after[key] for key in changed}


def workspace(session: Session, team_id: str) -> Workspace:
    """The workspace. Raises `Refused` when Tend is not installed there."""
    found = workspaces.get(session, team_id)
    if found is None:
        raise Refused("Tend is not set up in this workspace yet.")
    return found


def zone_of(session: Session, team_id: str, person_id: str | None) -> tzinfo:
    """The time zone that a person's days are in; the workspace's where nobody is meant or known."""
    person = people.get(session, team_id, person_id) if person_id else None
    return zone(person.tz if person else workspace(session, team_id).tz)


def _tell_homes(
    session: Session,
    deed: Deed,
    account_id: str | None,
    subject_id: str | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Settling an account tells those whom it concerns now; here are those whom it did before, and what is set."""
    if account_id is None and subject_id is None:
        homes.mark_all(session, deed.team_id, deed.now)
        return
    said = [before] if account_id else [before, after, {"subject": subject_id}]
    concerned = {str(values[field]) for values in said for field in _PEOPLE if values.get(field)}
    if concerned:
        homes.mark(session, deed.team_id, concerned, deed.now)


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {key: _jsonable(value) for key, value in values.items()}


def _jsonable(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_jsonable(item) for item in value]
    return value
