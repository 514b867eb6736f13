"""The form of an account, filled with what was typed or with what stands."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from bot import money
from bot.policy import Status, Tier
from bot.views.forms.account import AccountForm
from bot.work.permission import sees_profit
from handlers.fields import Read
from storage import account_parts
from storage.tables import Account, Person


def filled(texts: Mapping[str, str], read: Read, problem: str) -> AccountForm:
    """What was typed for a new account, also what could not be read."""
    given = read.given
    tier = given.get("tier")
    return AccountForm(
        name=texts.get("name", ""),
        tier=Tier(tier) if tier in list(Tier) else Tier.STANDARD,
        owner_id=given.get("owner_id"),
        backup_id=given.get("backup_id"),
        sponsor_id=given.get("sponsor_id"),
        value=texts.get("value", ""),
        profit=texts.get("profit", ""),
        client_since=given.get("client_since"),
        cadence=texts.get("cadence", ""),
        aliases=_commas(texts.get("aliases", "")),
        domains=_commas(texts.get("domains", "")),
        channel_id=next(iter(given.get("channels", ())), None),
        problem=problem,
    )


def standing(session: Session, account: Account, reader: Person, problem: str = "") -> AccountForm:
    """An account as it stands, as far as its reader is shown it."""
    at = (session, account.team_id, [account.id])
    is_told = sees_profit(session, reader, account)
    closures = account_parts.closures(*at).get(account.id, [])
    return AccountForm(
        name=account.name,
        tier=Tier(account.tier),
        owner_id=account.owner_id,
        backup_id=account.backup_id,
        sponsor_id=account.sponsor_id,
        value=_amount(account.annual_value_minor, account.currency),
        profit=_amount(account.annual_profit_minor, account.currency) if is_told else None,
        client_since=account.client_since,
        cadence=f"every {account.cadence_days} days" if account.cadence_days else "",
        aliases=", ".join(account_parts.aliases(*at).get(account.id, [])),
        domains=", ".join(account_parts.domains(*at).get(account.id, [])),
        channel_id=next(iter(account_parts.channels(*at).get(account.id, [])), None),
        status=Status(account.status),
        paused_until=account.paused_until,
        closures=", ".join(f"{closure.first_on}..{closure.last_on}" for closure in closures),
        problem=problem,
    )


def _amount(minor: int | None, currency: str | None) -> str:
    return f"{money.plain(minor, currency)} {currency}" if minor is not None and currency else ""


def _commas(text: str) -> str:
    return text.replace(";", ", ")
