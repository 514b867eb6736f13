"""What an account has several of: aliases, domains, channels, helpers, closures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, insert
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from storage.core import among
from storage.core import table as core_table
from storage.tables import Account, AccountAlias, AccountChannel, AccountDomain, AccountHelper, Closure
from storage.upsert import insert_or_skip

_SHOWN: dict[type[SQLModel], str] = {
    AccountAlias: "alias",
    AccountDomain: "domain",
    AccountChannel: "channel_id",
    AccountHelper: "person_id",
}


def aliases(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, list[str]]:
    """Other names, by account, in order."""
    return _shown(session, team_id, account_ids, AccountAlias)


def domains(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, list[str]]:
    """E-mail domains, by account, in order."""
    return _shown(session, team_id, account_ids, AccountDomain)


def channels(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, list[str]]:
    """Ids of linked Slack channels, by account, in order."""
    return _shown(session, team_id, account_ids, AccountChannel)


def inner_channels(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, list[str]]:
    """Those of the linked channels in which only our own people are, as far as Slack told."""
    return _shown(session, team_id, account_ids, AccountChannel, col(AccountChannel.is_shared).is_(False))


def is_shared(session: Session, team_id: str, channel_id: str) -> bool | None:
    """Whether people of another company are in a linked channel, as Slack last told; None: it is linked to nothing."""
    link = session.get(AccountChannel, (team_id, channel_id))
    return link.is_shared if link else None


def note_shared(session: Session, team_id: str, channel_id: str, shared: bool) -> None:
    """Write down what Slack told of a channel, where it is linked to an account."""
    link = session.get(AccountChannel, (team_id, channel_id))
    if link is not None:
        link.is_shared = shared


def helpers(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, list[str]]:
    """Ids of people who help, by account, in order."""
    return _shown(session, team_id, account_ids, AccountHelper)


def closures(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, list[Closure]]:
    """When clients are closed, by account, in order."""
    mine = select(Closure).where(Closure.team_id == team_id, col(Closure.account_id).in_(account_ids))
    found: defaultdict[str, list[Closure]] = defaultdict(list)
    for closure in session.exec(mine.order_by(col(Closure.first_on))):
        found[closure.account_id].append(closure)
    return found


def by_domain(session: Session, team_id: str, domain: str) -> Account | None:
    """The account that an e-mail domain belongs to."""
    row = session.get(AccountDomain, (team_id, domain))
    return session.get(Account, (team_id, row.account_id)) if row else None


def put_aliases(session: Session, team_id: str, account_id: str, by_key: Mapping[str, str]) -> None:
    """Make these the aliases of an account: key -> as typed."""
    rows = [{"alias_key": key, "alias": alias} for key, alias in by_key.items()]
    _put(session, team_id, account_id, AccountAlias, rows)


def put_domains(session: Session, team_id: str, account_id: str, domains: Collection[str]) -> None:
    """Make these the e-mail domains of an account, lower case."""
    _put(session, team_id, account_id, AccountDomain, [{"domain": domain} for domain in domains])


def put_channels(session: Session, team_id: str, account_id: str, channel_ids: Collection[str]) -> None:
    """Make these the channels linked to an account; what is known of those that were linked before stays."""
    mine = select(AccountChannel).where(AccountChannel.team_id == team_id, AccountChannel.account_id == account_id)
    known = {link.channel_id: link.is_shared for link in session.exec(mine)}
    rows = [{"channel_id": channel, "is_shared": known.get(channel, False)} for channel in channel_ids]
    _put(session, team_id, account_id, AccountChannel, rows)


def put_helpers(session: Session, team_id: str, account_id: str, person_ids: Collection[str]) -> None:
    """Make these the people who help on an account."""
    _put(session, team_id, account_id, AccountHelper, [{"person_id": person} for person in person_ids])


def rename_channel(session: Session, team_id: str, old: str, new: str) -> str | None:
    """Let a linked channel go by another id; the account that it is linked to, None when it is to none."""
    link = session.get(AccountChannel, (team_id, old))
    if link is None:
        return None
    session.delete(link)
    session.flush()
    renamed = link.model_dump() | {"channel_id": new}
    insert_or_skip(session, AccountChannel, renamed)
    return link.account_id


def _shown(
    session: Session, team_id: str, account_ids: Collection[str], table: type[SQLModel], *which: ColumnElement[bool]
) -> dict[str, list[str]]:
    columns = core_table(table).c
    shown = columns[_SHOWN[table]]
    mine = select_columns(columns.account_id, shown).where(
        columns.team_id == team_id, among(columns.account_id, account_ids), *which
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for account_id, text in session.execute(mine.order_by(shown)):
        found[account_id].append(text)
    return found


def _put(session: Session, team_id: str, account_id: str, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    columns = core_table(table).c
    session.exec(delete(core_table(table)).where(columns.team_id == team_id, columns.account_id == account_id))
    if rows:
        session.exec(
            insert(core_table(table)), params=[{"team_id": team_id, "account_id": account_id, **row} for row in rows]
        )
