"""The fields of an account, checked one by one and against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.money import CURRENCIES, MOST_MINOR
from bot.policy import Status, Tier
from bot.work import checks, desk
from bot.work.deed import Deed, Refused
from bot.work.slips import Slips
from storage import account_parts, accounts, names
from storage.tables import Account

#: The fields that are columns, and those that an account has several of.
PLAIN = (
    "name", "tier", "annual_value_minor", "annual_profit_minor", "currency", "client_since", "owner_id", "backup_id",
    "sponsor_id", "cadence_days", "status", "paused_until", "lost_on",
)  # fmt: skip
LISTS = ("aliases", "domains", "channels", "helpers")
_NEEDED = ("name", "tier", "status")
_AMOUNTS = {"annual_value_minor": "annual value", "annual_profit_minor": "yearly profit"}
#: The day that belongs to a status: a new one brings the status about, and another status empties it.
_DAY_OF = {Status.PAUSED: "paused_until", Status.LOST: "lost_on"}


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
            self._free(other, f"<#{channel_id}> is already linked to", channel_id)
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

    def end(self, day: date) -> date:
        """A day that has been; one that stands already may stay."""
        if day == self.before["lost_on"]:
            return day
        if day > self.today:
            raise Refused(
                "That end is still to come: until then the account is “leaving” (/client leaving), and I watch it."
            )
        return checks.past_day(day, self.today, "lost on")

    def person(self, field: str, what: str) -> Callable[[str], str]:
        """A check for a person of ours; who holds the place already may stay."""

        def of_ours(person_id: str) -> str:
            if person_id != self.before[field]:
                desk.one_of_ours(self.session, self.deed, person_id, what)
            return person_id

        return of_ours

    def _free(self, other: Account | None, taken: str, *mentioned: str) -> None:
        if other is not None and other.id != self.account_id:
            raise Refused(f"{taken} {other.name}.", *mentioned)


def check(
    session: Session,
    deed: Deed,
    account_id: str | None,
    before: Mapping[str, Any],
    changes: Mapping[str, Any],
    slips: Slips,
) -> dict[str, Any]:
    """The changes, tidied and in plain values; None or "" empties a field. What is refused is in `slips`.

    Raises `KeyError` for what is no field.
    """
    zone = desk.zone_of(session, deed.team_id, deed.person_id)
    named = {**before, "name": changes.get("name", before["name"])}
    at = Check(session, deed, account_id, named, deed.now.astimezone(zone).date())
    how = _checks(at)
    empty = blank()
    checked: dict[str, Any] = {}
    for field, value in changes.items():
        if value in (None, "") and field not in _NEEDED:
            checked[field] = empty[field]
        elif (found := slips.of(partial(how[field], "" if value is None else value))) is not None:
            checked[field] = found
    if slips:
        return checked
    return slips.of(lambda: _together(at, {**checked, **_brought_about(before, checked)})) or checked


def _checks(at: Check) -> dict[str, Callable[[Any], Any]]:
    return {
        "name": at.account_named,
        "tier": lambda typed: str(checks.word(str(typed), Tier, "tier")),
        "status": lambda typed: str(checks.word(str(typed), Status, "status")),
        "annual_value_minor": lambda minor: checks.between(minor, 0, MOST_MINOR, "annual value"),
        "annual_profit_minor": lambda minor: checks.between(minor, 0, MOST_MINOR, "yearly profit"),
        "currency": _currency,
        "client_since": lambda day: checks.past_day(day, at.today, "client since"),
        "owner_id": at.person("owner_id", "the owner"),
        "backup_id": at.person("backup_id", "the backup"),
        "sponsor_id": at.person("sponsor_id", "the sponsor"),
        "cadence_days": lambda days: checks.between(days, 1, 366, "promised rhythm in days"),
        "paused_until": at.pause_end,
        "lost_on": at.end,
        "aliases": at.aliases,
        "domains": at.domains,
        "channels": at.channels,
        "helpers": at.helpers,
    }


def row(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns among some fields."""
    columns = {field: value for field, value in values.items() if field in PLAIN}
    return {**columns, "name_key": names.key(values["name"])} if "name" in values else columns


def _brought_about(before: Mapping[str, Any], checked: Mapping[str, Any]) -> dict[str, Any]:
    """The status that a new day brings about, whatever else was said of it."""
    days = {status: checked.get(field) for status, field in _DAY_OF.items()}
    new = [status for status, day in days.items() if day is not None and day != before[_DAY_OF[status]]]
    return {"status": str(new[-1])} if new else {}


def _together(at: Check, checked: dict[str, Any]) -> dict[str, Any]:
    """What only makes sense together: amounts have a currency, a pause and an end have a day, nothing else has one."""
    checked = _in_one_currency(at.before, checked)
    after = {**at.before, **checked}
    if after["status"] == Status.PAUSED and after["paused_until"] is None:
        raise Refused("Until when is the account paused? Give the day it goes on.")
    if after["status"] == Status.LOST and after["lost_on"] is None:
        checked = {**checked, "lost_on": at.before["lost_on"] or at.today}
    idle = [field for status, field in _DAY_OF.items() if after["status"] != status and after[field] is not None]
    return {**checked, **dict.fromkeys(idle)}


def _in_one_currency(before: Mapping[str, Any], checked: dict[str, Any]) -> dict[str, Any]:
    """Both amounts are of one currency; it stays as long as one of them does. Raises `Refused`."""
    after = {**before, **checked}
    here = [field for field in _AMOUNTS if after[field] is not None]
    standing = [field for field in here if field not in checked]
    if after["currency"] is None and here and here == standing and set(checked) & set(_AMOUNTS):
        return {**checked, "currency": before["currency"]}
    if after["currency"] is None and here:
        raise Refused(f"In which currency is the {_AMOUNTS[here[0]]}? Put its code behind it, like 120000EUR.")
    if standing and len(here) > len(standing) and after["currency"] != before["currency"]:
        was = f"The {_AMOUNTS[standing[0]]} is in {before['currency']}"
        raise Refused(f"{was}, and an account has one currency: say both amounts in {after['currency']}.")
    return checked


def _currency(typed: str) -> str:
    code = typed.strip().upper()
    if code not in CURRENCIES:
        raise Refused(f"“{checks.brief(typed)}” is not a currency; use its three-letter code, like EUR, USD or GBP.")
    return code
