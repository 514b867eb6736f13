"""Fields of an account in words, before and after a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.views import mrkdwn

Changed = Mapping[str, tuple[Any, Any]]

_PEOPLE = {"owner_id": "owner", "backup_id": "backup", "sponsor_id": "sponsor"}
_PLAIN = {
    "name": "name",
    "tier": "tier",
    "status": "status",
    "client_since": "client since",
    "paused_until": "paused until",
    "lost_on": "lost on",
    "aliases": "other names",
    "domains": "e-mail domains",
}


def particulars(changed: Changed) -> list[str]:
    """What was said of a new account: "value 120,000 EUR", in mrkdwn."""
    return [f"{what} {after}" for what, _, after in lines(changed, None, None) if after]


def lines(changed: Changed, minor: int | None, currency: str | None) -> list[tuple[str, str, str]]:
    """(what, before, after) of each change, in mrkdwn; empty where there was or is nothing.

    `minor` and `currency`: the annual value as it is now, of which perhaps only a part was changed.
    """
    shown = [(label, _words(old), _words(new)) for field, label in _PLAIN.items() for old, new in _of(changed, field)]
    shown += [
        (label, _person(old), _person(new)) for field, label in _PEOPLE.items() for old, new in _of(changed, field)
    ]
    shown += [("helpers", _people(old), _people(new)) for old, new in _of(changed, "helpers")]
    shown += [("channels", _channels(old), _channels(new)) for old, new in _of(changed, "channels")]
    shown += [("closed", _spans(old), _spans(new)) for old, new in _of(changed, "closures")]
    shown += [("promised rhythm", _days(old), _days(new)) for old, new in _of(changed, "cadence_days")]
    return shown + _value(changed, minor, currency) + _profit(changed, currency)


def _of(changed: Changed, field: str) -> list[tuple[Any, Any]]:
    return [changed[field]] if field in changed else []


def _value(changed: Changed, minor: int | None, currency: str | None) -> list[tuple[str, str, str]]:
    if not {"annual_value_minor", "currency"} & changed.keys():
        return []
    old_currency, new_currency = changed.get("currency", (currency, currency))
    if "annual_value_minor" in changed:
        old, new = changed["annual_value_minor"]
        return [("value", _amount(old, old_currency), _amount(new, new_currency))]
    if minor is None and "annual_profit_minor" in changed:
        return []
    return [("value", _money(minor, old_currency), _money(minor, new_currency))]


def _profit(changed: Changed, currency: str | None) -> list[tuple[str, str, str]]:
    old_currency, new_currency = changed.get("currency", (currency, currency))
    return [
        ("yearly profit", _amount(old, old_currency), _amount(new, new_currency))
        for old, new in _of(changed, "annual_profit_minor")
    ]


def _amount(minor: int | None, currency: str | None) -> str:
    return mrkdwn.money(minor, currency) if minor is not None and currency else ""


def _money(minor: int | None, currency: str | None) -> str:
    return _amount(minor, currency) or currency or ""


def _words(value: Any) -> str:
    if isinstance(value, date):
        return mrkdwn.day(value)
    if isinstance(value, (list, tuple)):
        return mrkdwn.line(", ".join(str(item) for item in value))
    return mrkdwn.line(str(value)) if value else ""


def _person(user_id: str | None) -> str:
    return mrkdwn.person(user_id) if user_id else ""


def _people(user_ids: list[str] | None) -> str:
    return ", ".join(mrkdwn.person(user_id) for user_id in user_ids or ())


def _channels(channel_ids: list[str] | None) -> str:
    return ", ".join(mrkdwn.channel(channel_id) for channel_id in channel_ids or ())


def _days(days: int | None) -> str:
    return f"every {mrkdwn.count(days, 'day')}" if days else ""


def _spans(spans: Sequence[tuple[date, date]]) -> str:
    return ", ".join(f"{mrkdwn.day(first)} to {mrkdwn.day(last)}" for first, last in spans)
