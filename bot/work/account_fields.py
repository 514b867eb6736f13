"""The fields of an account, checked one by one and against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.money import CURRENCIES, MOST_MINOR
from bot.policy import Status, Tier
from bot.work import checks, desk
from bot.work.deed import Deed, Refused
from storage import account_parts, accounts, names
from storage.tables import Account

#: The fields that are columns, and those that an account has several of.
PLAIN = (
    "name", "tier", "annual_value_minor", "currency", "client_since", "owner_id", "backup_id", "sponsor_id",
    "cadence_days", "status", "paused_until",
)  # fmt: skip
LISTS = ("aliases", "domains", "channels", "helpers")
_NEEDED = ("name", "tier", "status")


def blank() -> dict[str, Any]:
    """The fields of an account of which nothing was said."""
    lists: dict[str, Any] = {field: [] for field in LISTS}
    return {**dict.fromkeys(PLAIN), "tier": str(Tier.STANDARD), "status": str(Status.ACTIVE), **lists}


@dataclass(frozen=True, slots=True)
class Check:
    """What a field is checked against: the account as it stands, if it does."""

    session: Session
    deed: Deed
    account_id: str | None
    before: Mapping[str, Any]
    today: date

    def account_named(self, text: str) -> str:
        """A name that no other account has."""
        name = checks.name(text, "account's name")
        self._free(accounts.by_key(self.session, self.deed.team_id, names.key(name)), f"“{name}” is already a name of")
        return name

    def aliases(self, typed: Iterable[str]) -> list[str]:
        """Other names that no other account has; the same one twice counts once."""
        by_key = {names.key(alias): alias for alias in (checks.name(text, "other name") for text in typed)}
        for key, alias in by_key.items():
            self._free(accounts.by_key(self.session, self.deed.team_id, key), f"“{alias}” is already a name of")
        own = names.key(str(self.before["name"] or ""))
        return sorted(checks.some((alias for key, alias in by_key.items() if key != own), "other names"))

    def domains(self, typed: Iterable[str]) -> list[str]:
        """E-mail domains that no other account has."""
        found = sorted(checks.some(map(checks.domain, typed), "domains"))
        for domain in found:
            owner = account_parts.by_domain(self.session, self.deed.team_id, domain)
            self._free(owner, f"{domain} is already a domain of")
        return found

    def channels(self, typed: Iterable[str]) -> list[str]:
        """Channels that are linked to no other account."""
        found = sorted(checks.some(typed, "channels"))
        for channel_id in found:
            other = accounts.by_channel(self.session, self.deed.team_id, channel_id)
            self._free(other, f"<#{channel_id}> is already linked to")
        return found

    def helpers(self, typed: Iterable[str]) -> list[str]:
        """People of ours who help."""
        found = sorted(checks.some(typed, "helpers"))
        for person_id in set(found) - set(self.before["helpers"]):
            desk.one_of_ours(self.session, self.deed, person_id, "a helper")
        return found

    def pause_end(self, day: date) -> date:
        """A day to come; one that stands already may stay."""
        return day if day == self.before["paused_until"] else checks.coming_day(day, self.today, "paused until")

    def person(self, field: str, what: str) -> Callable[[str], str]:
        """A check for a person of ours; who holds the place already may stay."""

        def of_ours(person_id: str) -> str:
            if person_id != self.before[field]:
                desk.one_of_ours(self.session, self.deed, person_id, what)
            return person_id

        return of_ours

    def _free(self, other: Account | None, taken: str) -> None:
        if other is not None and other.id != self.account_id:
            raise Refused(f"{taken} {other.name}.")


def check(
    session: Session, deed: Deed, account_id: str | None, before: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, Any]:
    """The changes, tidied and in plain values; None or "" empties a field.

    Raises `Refused`, and `KeyError` for what is no field.
    """
    zone = desk.zone_of(session, deed.team_id, deed.person_id)
    named = {**before, "name": changes.get("name", before["name"])}
    at = Check(session, deed, account_id, named, deed.now.astimezone(zone).date())
    how = _checks(at)
    empty = blank()
    checked: dict[str, Any] = {}
    for field, value in changes.items():
        emptied = value in (None, "") and field not in _NEEDED
        checked[field] = empty[field] if emptied else how[field]("" if value is None else value)
    return _together({**before, **checked}, checked)


def _checks(at: Check) -> dict[str, Callable[[Any], Any]]:
    return {
        "name": at.account_named,
        "tier": lambda typed: str(checks.word(str(typed), Tier, "tier")),
        "status": lambda typed: str(checks.word(str(typed), Status, "status")),
        "annual_value_minor": lambda minor: checks.between(minor, 0, MOST_MINOR, "annual value"),
        "currency": _currency,
        "client_since": lambda day: checks.past_day(day, at.today, "client since"),
        "owner_id": at.person("owner_id", "the owner"),
        "backup_id": at.person("backup_id", "the backup"),
        "sponsor_id": at.person("sponsor_id", "the sponsor"),
        "cadence_days": lambda days: checks.between(days, 1, 366, "promised rhythm in days"),
        "paused_until": at.pause_end,
        "aliases": at.aliases,
        "domains": at.domains,
        "channels": at.channels,
        "helpers": at.helpers,
    }


def row(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns among some fields."""
    columns = {field: value for field, value in values.items() if field in PLAIN}
    return {**columns, "name_key": names.key(values["name"])} if "name" in values else columns


def _together(after: Mapping[str, Any], checked: dict[str, Any]) -> dict[str, Any]:
    """What only makes sense together: a value has a currency, a pause has an end, and nothing else has one."""
    if after["annual_value_minor"] is not None and after["currency"] is None:
        raise Refused("In which currency is the annual value? Put its code behind it, like 120000EUR.")
    if after["status"] != Status.PAUSED:
        return {**checked, "paused_until": None} if after["paused_until"] is not None else checked
    if after["paused_until"] is None:
        raise Refused("Until when is the account paused? Give the day it goes on.")
    return checked


def _currency(typed: str) -> str:
    code = typed.strip().upper()
    if code not in CURRENCIES:
        raise Refused(f"“{typed}” is not a currency; use its three-letter code, like EUR, USD or GBP.")
    return code
