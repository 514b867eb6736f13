"""Settings of a workspace and of its people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.gather import policy_of
from bot.nudges.anew import hear_anew, plan_anew
from bot.policy import Counts, Direction, Kind, Policy, Tier
from bot.rules.knobs import Proposal
from bot.work import checks, desk, touches
from bot.work.deed import Deed, Refused
from bot.work.overrides import laid_over
from bot.work.permission import allow, role
from bot.work.policy_values import check_rules, plain
from bot.work.roles import Role
from storage import accounts, clocks, contacts, people, workspaces
from storage.engine import Store
from storage.tables import Person, Workspace

TURNED = "settings.turn"  # the audit's word for a rule that was turned as proposed
_AT_ONCE = 500  # accounts counted anew in one go


def set_alert_channel(store: Store, deed: Deed, channel_id: str | None) -> Workspace:
    """Choose the channel that hears what no account's own channel does; None: no channel. Raises `AlreadyDone`.

    What waits for the channel that is given up is planned anew at once, all else at the next tick. Whether the bot may
    speak there is for the caller to find out.
    """
    with store.write() as session:
        desk.begin(session, deed, channel_id)
        allow(session, deed, "settings.alert_channel")
        workspace = workspaces.lock(session, deed.team_id)
        before, workspace.alert_channel_id = workspace.alert_channel_id, channel_id
        _record(session, deed, "settings.alert_channel", {"alert_channel_id": (before, channel_id)})
        if channel_id != before:
            clocks.look_at_all(session, deed.team_id, deed.now)
            if before is not None:
                plan_anew(session, deed.team_id, before, deed.now)
    return workspace


def set_policy(store: Store, deed: Deed, name: str, value: Any) -> Policy:
    """Change one of the policy's plain fields, typed or in its own type; None: back to the default.

    Every clock of the workspace is looked at anew at the next tick. Raises `Refused` and `AlreadyDone`.
    """
    with store.write() as session:
        desk.begin(session, deed, name)
        allow(session, deed, "settings.policy")
        workspace = workspaces.lock(session, deed.team_id)
        before = workspace.policy.get(name)
        after = None if value is None else plain(name, value)
        policy = _lay(session, deed, workspace, {name: after})
        _record(session, deed, "settings.policy", {name: (before, after)})
    return policy


def set_tier(store: Store, deed: Deed, tier: Tier, clocks_of: Mapping[str, Any] | None) -> Policy:
    """Change some clocks of a tier: `{"contact": [10, 14, 21], "senior": 60}`, in days, `litmus_months` in months.

    A clock that is None goes back to its default, and so does the whole tier for None. Every clock of the workspace
    is looked at anew at the next tick. Raises `Refused` and `AlreadyDone`.
    """
    with store.write() as session:
        desk.begin(session, deed, tier)
        allow(session, deed, "settings.tier")
        workspace = workspaces.lock(session, deed.team_id)
        before = workspace.policy.get("tiers", {}).get(tier)
        policy = _lay(session, deed, workspace, {"tiers": {tier.value: clocks_of}})
        after = workspace.policy.get("tiers", {}).get(tier)
        _record(session, deed, "settings.tier", {tier.value: (before, after)})
    return policy


def turn(store: Store, deed: Deed, proposal: Proposal) -> Policy:
    """Do what was proposed for a rule: a person agreed to it.

    Every clock of the workspace is looked at anew at the next tick. Raises `AlreadyDone`, and `Refused` where the
    setting is no longer what it was when this was proposed.
    """
    with store.write() as session:
        desk.begin(session, deed, proposal.rule)
        allow(session, deed, "settings.turn")
        workspace = workspaces.lock(session, deed.team_id)
        if not proposal.stands(policy_of(workspace)):
            raise Refused("That setting was changed since this was proposed, so I have changed nothing.")
        policy = _lay(session, deed, workspace, proposal.overrides)
        changed = {proposal.setting: (proposal.before, proposal.after)}
        _record(session, deed, TURNED, changed, subject_id=proposal.rule)
    return policy


def set_counts(store: Store, deed: Deed, kind: Kind, direction: Direction, what: Collection[Counts] | None) -> Policy:
    """Say what touches of a kind and direction reset; None: as by default.

    The times of every account are counted anew from its touches, and every clock is looked at at the next tick.
    Raises `AlreadyDone`.
    """
    with store.write() as session:
        name = f"{kind}/{direction}"
        desk.begin(session, deed, name)
        allow(session, deed, "settings.counts")
        workspace = workspaces.lock(session, deed.team_id)
        before = workspace.policy.get("counts", {}).get(name)
        after = None if what is None else sorted(one.value for one in what)
        policy = _lay(session, deed, workspace, {"counts": {name: after}})
        _count_anew(session, deed.team_id)
        _record(session, deed, "settings.counts", {name: (before, after)})
    return policy


def change(store: Store, deed: Deed, changes: Mapping[str, Any]) -> Policy:
    """Change several settings at once, in the form in which they are stored; None goes back to the default.

    What touches reset is counted anew where that is among them; every clock is looked at anew at the next tick. Raises
    `Refused` and `AlreadyDone`.
    """
    with store.write() as session:
        desk.begin(session, deed, None)
        allow(session, deed, "settings.policy")
        workspace = workspaces.lock(session, deed.team_id)
        before = workspace.policy
        policy = _lay(session, deed, workspace, {name: _checked(name, value) for name, value in changes.items()})
        if "counts" in changes:
            _count_anew(session, deed.team_id)
        changed = {name: (before.get(name), workspace.policy.get(name)) for name in changes}
        _record(session, deed, "settings.policy", changed)
    return policy


def _checked(name: str, value: Any) -> Any:
    if name == "channels_rules":
        check_rules(value or {})
    is_plain = value is not None and name not in ("tiers", "counts", "channels_rules")
    return plain(name, value) if is_plain else value


def _lay(session: Session, deed: Deed, workspace: Workspace, changes: Mapping[str, Any]) -> Policy:
    """Keep changes, and have every clock looked at by them."""
    workspace.policy = laid_over(workspace.policy, changes)
    try:
        policy = policy_of(workspace)
    except ValueError as error:
        raise Refused(f"That cannot be: {error}.") from error
    workspace.refit_at = deed.now
    clocks.look_at_all(session, deed.team_id, deed.now)
    return policy


def _count_anew(session: Session, team_id: str) -> None:
    """Count what every account keeps of its touches anew. The accounts are locked."""
    ids = accounts.ids(session, team_id)
    for start in range(0, len(ids), _AT_ONCE):
        some = accounts.lock(session, team_id, ids[start : start + _AT_ONCE])
        known = contacts.of_accounts(session, team_id, [account.id for account in some])
        touches.recount(session, some, [contact.id for contact in known])


def set_lead(store: Store, deed: Deed, person_id: str, lead_id: str | None) -> Person:
    """Say whose lead somebody is; None: nobody's. Raises `Refused`, also where leads would go round in a circle."""
    with store.write() as session:
        person = _held(session, deed, person_id)
        lead = desk.one_of_ours(session, deed, lead_id, "a lead") if lead_id is not None else None
        is_new = lead is not None and role(session, lead) is Role.MEMBER
        allow(session, deed, "settings.new_lead" if is_new else "settings.lead", person_id=person_id)
        if lead is not None:
            _no_circle(session, deed, person, lead.id)
        _change(session, deed, person, "settings.lead", lead_id=lead_id)
    return person


def set_role(store: Store, deed: Deed, person_id: str, name: str) -> Person:
    """Make somebody a member, lead or admin by hand, beside what Slack says. Raises `Refused` and `AlreadyDone`.

    Where nobody is an admin, whoever comes first may become one.
    """
    chosen = checks.word(name, Role, "role")
    with store.write() as session:
        person = _held(session, deed, person_id)
        admins = {admin.id for admin in people.admins(session, deed.team_id)}
        is_first = not admins and chosen is Role.ADMIN and person_id == deed.person_id
        allow(session, deed, "settings.first_admin" if is_first else "settings.role")
        if chosen is not Role.MEMBER:
            desk.one_of_ours(session, deed, person_id, f"{'an' if chosen is Role.ADMIN else 'a'} {chosen}")
        if chosen is not Role.ADMIN and person.is_admin:
            raise Refused(f"{person.name} runs the Slack workspace, and so is an admin here too.")
        if chosen is not Role.ADMIN and admins == {person_id}:
            raise Refused(f"{person.name} is the only admin; make somebody else one first.")
        _change(session, deed, person, "settings.role", role=str(chosen))
    return person


def set_away(store: Store, deed: Deed, person_id: str, first: date | None, last: date | None) -> Person:
    """Say that somebody is away, both days included; two times None: they are here. Raises `Refused`, `AlreadyDone`."""
    if (first is None) != (last is None):
        raise Refused("An absence has a first and a last day; give both.")
    if first is not None and last is not None:
        if last < first:
            raise Refused("The last day away comes before the first; swap them.")
        if (last - first).days > 731:
            raise Refused("That is more than two years; check the year.")
    with store.write() as session:
        person = _held(session, deed, person_id)
        allow(session, deed, "settings.away", person_id=person_id)
        _change(session, deed, person, "settings.away", away_from=first, away_until=last)
    return person


def set_working_days(store: Store, deed: Deed, person_id: str, days: Collection[int] | None) -> Person:
    """Say on which days somebody works (Monday is 0); None: as the workspace does. Raises `Refused`, `AlreadyDone`."""
    chosen = None if days is None else sorted(set(days))
    if chosen is not None and (not chosen or not set(chosen) <= set(range(7))):
        raise Refused("Choose at least one day of the week.")
    with store.write() as session:
        person = _held(session, deed, person_id)
        allow(session, deed, "settings.working_days", person_id=person_id)
        _change(session, deed, person, "settings.working_days", working_days=chosen)
    return person


def _held(session: Session, deed: Deed, person_id: str) -> Person:
    desk.begin(session, deed, person_id)
    person = people.lock(session, deed.team_id, person_id)
    if person is None:
        raise Refused(f"I do not know <@{person_id}> yet.", person_id)
    return person


def _no_circle(session: Session, deed: Deed, person: Person, lead_id: str) -> None:
    above: str | None = lead_id
    seen: set[str] = set()
    while above is not None and above not in seen:
        if above == person.id:
            raise Refused(f"{person.name} would be their own lead; choose somebody else.")
        seen.add(above)
        lead = people.get(session, deed.team_id, above)
        above = lead.lead_id if lead else None


def _change(session: Session, deed: Deed, person: Person, what: str, **values: Any) -> None:
    changed = {field: (getattr(person, field), value) for field, value in values.items()}
    for field, value in values.items():
        setattr(person, field, value)
    _record(session, deed, what, changed, subject_id=person.id)
    if any(old != new for old, new in changed.values()):
        session.flush()
        hear_anew(session, deed.team_id, person.id, deed.now)


def _record(
    session: Session, deed: Deed, what: str, changed: dict[str, tuple[Any, Any]], subject_id: str | None = None
) -> None:
    before, after = desk.difference(
        {field: old for field, (old, _) in changed.items()}, {field: new for field, (_, new) in changed.items()}
    )
    if after:
        desk.record(session, deed, what, subject_id=subject_id, before=before, after=after)
