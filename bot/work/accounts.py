"""Accounts: client companies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.nudges.settle import ClockMove, settle
from bot.policy import Status, Tier
from bot.work import account_fields, closures, desk, keepers, past_losses, plans, remarks, statuses
from bot.work.closures import Span
from bot.work.deed import Deed
from bot.work.permission import allow
from bot.work.slips import Slips
from bot.work.staffing import note_changes
from storage import account_parts, names, rescues, workspaces
from storage.engine import Store
from storage.ids import new_id
from storage.tables import Account

#: What the portfolio is counted from: a change has it counted again.
_COUNTED = frozenset({"annual_value_minor", "currency", "owner_id", "tier", "status"})
_NAMES = frozenset({"name", "aliases"})
_KEEPERS = frozenset({"owner_id", "backup_id"})


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A client company to be. People are Slack user ids, channels Slack channel ids; money is minor units (cents)."""

    name: str
    tier: Tier = Tier.STANDARD
    annual_value_minor: int | None = None
    currency: str | None = None
    client_since: date | None = None
    owner_id: str | None = None
    backup_id: str | None = None
    sponsor_id: str | None = None
    cadence_days: int | None = None
    status: Status = Status.ACTIVE
    paused_until: date | None = None
    lost_on: date | None = None
    aliases: Sequence[str] = ()
    domains: Sequence[str] = ()
    channels: Sequence[str] = ()
    helpers: Sequence[str] = ()
    annual_profit_minor: int | None = None


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """An account as it stands now, what changed (field -> before, after), and the clocks that moved."""

    account: Account
    changed: dict[str, tuple[Any, Any]]
    moves: list[ClockMove]


def add(store: Store, deed: Deed, new: NewAccount, closed: Sequence[Span] = ()) -> AccountChanged:
    """Add an account, with the days when it is closed; it is watched from this moment.

    Raises `Refused` and `AlreadyDone`.
    """
    account_id = new_id()
    with store.write() as session:
        desk.begin(session, deed, account_id)
        workspaces.lock(session, deed.team_id)
        account, changed = insert(session, deed, new, account_id)
        changed |= _closed(session, deed, account, closed)
        moves = settle(session, deed.team_id, [account.id], deed.now, by=deed.person_id)
    return AccountChanged(account, changed, moves)


def edit(
    store: Store, deed: Deed, account_id: str, changes: Mapping[str, Any], closed: Sequence[Span] | None = None
) -> AccountChanged:
    """Change fields of an account: any of `NewAccount`'s, each list as a whole; `closed`: all days when it is closed.

    Raises `Refused` and `AlreadyDone`, and `KeyError` for what is no field.
    """
    return _edit(store, deed, account_id, lambda _: changes, closed)


def set_owner(store: Store, deed: Deed, account_id: str, person_id: str | None) -> AccountChanged:
    """Give an account to a person, or to nobody. Raises `Refused` and `AlreadyDone`."""
    return edit(store, deed, account_id, {"owner_id": person_id})


def link_channel(store: Store, deed: Deed, account_id: str, channel_id: str) -> AccountChanged:
    """Link a Slack channel: commands typed there need no name. Raises `Refused` and `AlreadyDone`."""
    return _edit(store, deed, account_id, lambda now: {"channels": [*now["channels"], channel_id]})


def unlink_channel(store: Store, deed: Deed, account_id: str, channel_id: str) -> AccountChanged:
    """Let a Slack channel go. Raises `Refused` and `AlreadyDone`."""
    return _edit(store, deed, account_id, lambda now: {"channels": [c for c in now["channels"] if c != channel_id]})


def insert(
    session: Session, deed: Deed, new: NewAccount, account_id: str, slips: Slips | None = None
) -> tuple[Account, dict[str, tuple[Any, Any]]]:
    """Write a new account down. The workspace is locked; settling is the caller's.

    Raises `Refused`: what is wrong with it, behind the `slips` there are already.
    """
    allow(session, deed, "account.add")
    before, slips = account_fields.blank(), slips or Slips()
    checked = account_fields.check(session, deed, None, before, asdict(new), slips)
    slips.tell()
    account = Account(
        team_id=deed.team_id, id=account_id, created_at=deed.now, updated_at=deed.now, **account_fields.row(checked)
    )
    session.add(account)
    session.flush()
    said = {field: value for field, value in checked.items() if value not in (None, [])}
    _put_parts(session, account, said)
    workspaces.ask_refit(session, deed.team_id, deed.now)
    workspaces.stamp_names(session, deed.team_id)
    desk.record(session, deed, "account.add", account_id=account_id, subject_id=account_id, after=said)
    past_losses.record(session, deed, account)
    return account, {field: (before[field], value) for field, value in said.items()}


def change(
    session: Session, deed: Deed, account: Account, changes: Mapping[str, Any], slips: Slips | None = None
) -> dict[str, tuple[Any, Any]]:
    """Change fields of an account that is locked, as its workspace is; what changed.

    How it ends is told otherwise (`bot.work.losses`). Settling is the caller's.
    Raises `Refused`: what is wrong with it, behind the `slips` there are already.
    """
    allow(session, deed, _needs(deed, account, changes), account=account)
    before, slips = shown(session, account), slips or Slips()
    checked = account_fields.check(session, deed, account.id, before, changes, slips)
    in_rescue = account.id in rescues.open_of(session, deed.team_id, [account.id])
    new = desk.difference(before, checked)[1]
    slips.of(lambda: statuses.check_edit(account.name, before, new, in_rescue=in_rescue))
    slips.tell()
    return put(session, deed, account, checked)


def put(session: Session, deed: Deed, account: Account, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Write checked fields of an account that is locked, as its workspace is, and note them; what changed.

    Whether somebody may, the caller has asked; settling is the caller's.
    """
    before = shown(session, account)
    old, new = desk.difference(before, values)
    if not new:
        return {}
    for field, value in account_fields.row(new).items():
        setattr(account, field, value)
    account.updated_at = deed.now
    session.flush()
    _put_parts(session, account, new)
    if _COUNTED & set(new):
        workspaces.ask_refit(session, deed.team_id, deed.now)
    if _KEEPERS & set(new):
        remarks.hand_over(session, account)
        keepers.hand_over(session, account, before["owner_id"])
        plans.hand_over(session, account, before["owner_id"])
    note_changes(session, deed, account.id, old, new)
    if _NAMES & set(new):
        workspaces.stamp_names(session, deed.team_id)
    desk.record(session, deed, "account.edit", account_id=account.id, subject_id=account.id, before=old, after=new)
    return {field: (old[field], new[field]) for field in new}


def shown(session: Session, account: Account) -> dict[str, Any]:
    """Every field of an account that can be changed, as it stands; lists sorted."""
    lists = {
        "aliases": account_parts.aliases,
        "domains": account_parts.domains,
        "channels": account_parts.channels,
        "helpers": account_parts.helpers,
    }
    return {
        **{field: getattr(account, field) for field in account_fields.PLAIN},
        **{
            field: sorted(found(session, account.team_id, [account.id]).get(account.id, []))
            for field, found in lists.items()
        },
    }


def _edit(
    store: Store,
    deed: Deed,
    account_id: str,
    what: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    closed: Sequence[Span] | None = None,
) -> AccountChanged:
    """Change an account as `what` says of its fields as they stand."""
    with store.write() as session:
        desk.begin(session, deed, account_id)
        workspaces.lock(session, deed.team_id)
        account = desk.hold(session, deed, account_id)
        days = _close(session, deed, account, closed) if closed is not None else {}
        changed = {**change(session, deed, account, what(shown(session, account))), **days}
        moves = settle(session, deed.team_id, [account_id], deed.now, by=deed.person_id)
    return AccountChanged(account, changed, moves)


def _close(session: Session, deed: Deed, account: Account, spans: Sequence[Span]) -> dict[str, tuple[Any, Any]]:
    allow(session, deed, "account.closures", account=account)
    return _closed(session, deed, account, spans)


def _closed(session: Session, deed: Deed, account: Account, spans: Sequence[Span]) -> dict[str, tuple[Any, Any]]:
    before, after = closures.change(session, deed, account, spans)
    return {"closures": (before, after)} if before != after else {}


def _needs(deed: Deed, account: Account, changes: Mapping[str, Any]) -> str:
    """What changes amount to: whoever finds an account that is nobody's may make it their own."""
    is_nobodys = not (account.owner_id or account.backup_id or account.sponsor_id)
    return "account.adopt" if is_nobodys and changes == {"owner_id": deed.person_id} else "account.edit"


def _put_parts(session: Session, account: Account, values: Mapping[str, Any]) -> None:
    at = (session, account.team_id, account.id)
    if "aliases" in values:
        account_parts.put_aliases(*at, {names.key(alias): alias for alias in values["aliases"]})
    if "domains" in values:
        account_parts.put_domains(*at, values["domains"])
    if "channels" in values:
        account_parts.put_channels(*at, values["channels"])
    if "helpers" in values:
        account_parts.put_helpers(*at, values["helpers"])
