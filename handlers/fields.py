"""An account's fields as people type them, in a line or in a form: read one by one, each problem at its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slack_sdk.errors import SlackClientError
from sqlmodel import Session

from bot import directory
from bot.near import nearest
from bot.policy import Status, Tier
from bot.views import problems as words
from bot.work import find
from bot.work.find import Ambiguous, Unknown
from handlers.arguments import parse_days
from handlers.dates import read_date, read_span
from handlers.dateshape import Prefer
from handlers.money import parse_money
from handlers.problem import Problem
from handlers.visit import Visit

#: What may be typed before a colon, and the field of the form that it fills.
KEYS = {
    "name": "name",
    "tier": "tier",
    "owner": "owner",
    "backup": "backup",
    "sponsor": "sponsor",
    "helper": "helpers",
    "helpers": "helpers",
    "value": "value",
    "profit": "profit",
    "since": "client_since",
    "cadence": "cadence",
    "rhythm": "cadence",
    "alias": "aliases",
    "aliases": "aliases",
    "domain": "domains",
    "domains": "domains",
    "channel": "channel",
    "status": "status",
    "paused": "paused_until",
    "lost": "lost_on",
    "closed": "closures",
}
LISTS = ("aliases", "domains", "channels", "helpers")

_PERSON_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{2,}")
_NONE = frozenset({"", "none", "nobody", "no", "-"})


class _Wrong(Exception):
    """A field that cannot be read; the text is a plain sentence."""


@dataclass
class Read:
    """`given`: fields of `bot.work.accounts.NewAccount`; `problems`: a sentence by field of the form."""

    given: dict[str, Any] = field(default_factory=dict)
    closures: list[tuple[date, date]] | None = None
    problems: dict[str, str] = field(default_factory=dict)


def unknown(key: str) -> str:
    """A key that is none of an account's, and the nearest that is (plain text)."""
    near = nearest(key, KEYS, 1) or sorted(KEYS)
    return str(Problem(key, key, "is not something that I can set here", f"{near[0]}:"))


def read(session: Session, visit: Visit, texts: Mapping[str, str]) -> Read:
    """Read every field that was given a text; "none" empties one."""
    done = Read()
    for name, text in texts.items():
        try:
            _READERS[name](_At(session, visit), done, text.strip())
        except _Wrong as wrong:
            done.problems[name] = str(wrong)
    return done


@dataclass(frozen=True)
class _At:
    session: Session
    visit: Visit

    def person(self, text: str) -> str | None:
        if text.casefold() in _NONE:
            return None
        if text.casefold() in ("me", "@me"):
            return self.visit.person.id
        if _PERSON_ID.fullmatch(text):
            return text
        try:
            return find.person(self.session, self.visit.team_id, text.removeprefix("@")).id
        except (Unknown, Ambiguous) as doubt:
            raise _Wrong(words.unsure_of(text, doubt.names)) from doubt

    def channel(self, text: str) -> str:
        if _CHANNEL_ID.fullmatch(text):
            return text
        try:
            found = directory.find_channel(self.visit.tend, self.visit.team_id, text)
        except (SlackClientError, OSError) as error:
            raise _Wrong(words.NO_SUCH_CHANNEL) from error
        if found is None:
            raise _Wrong(words.NO_SUCH_CHANNEL)
        return found.id

    def day(self, text: str, prefer: Prefer) -> date | None:
        if text.casefold() in _NONE:
            return None
        day = read_date(text, self.visit.today, prefer=prefer)
        if day is None:
            raise _Wrong(words.no_day(text))
        return day


def _name(_at: _At, done: Read, text: str) -> None:
    done.given["name"] = text


def _one_of(name: str, known: Sequence[str]) -> Callable[[_At, Read, str], None]:
    def read_it(_at: _At, done: Read, text: str) -> None:
        if text and text.casefold() not in known:
            raise _Wrong(words.not_one_of(text, name, known))
        if text:
            done.given[name] = text.casefold()

    return read_it


def _person(name: str) -> Callable[[_At, Read, str], None]:
    def read_it(at: _At, done: Read, text: str) -> None:
        done.given[name] = at.person(text)

    return read_it


def _list(name: str) -> Callable[[_At, Read, str], None]:
    def read_it(_at: _At, done: Read, text: str) -> None:
        done.given[name] = _split(text)

    return read_it


def _helpers(at: _At, done: Read, text: str) -> None:
    done.given["helpers"] = [person for part in _split(text) if (person := at.person(part))]


def _channels(at: _At, done: Read, text: str) -> None:
    done.given["channels"] = [at.channel(part) for part in _split(text)]


def _amount(name: str) -> Callable[[_At, Read, str], None]:
    """An amount with its currency, the same for all amounts of an account."""

    def read_it(_at: _At, done: Read, text: str) -> None:
        if text.casefold() in _NONE:
            done.given[name] = None
            done.given.setdefault("currency", None)
            return
        money = parse_money(text)
        if isinstance(money, Problem):
            raise _Wrong(str(money))
        minor, currency = money
        if done.given.get("currency") not in (None, currency):
            raise _Wrong(words.TWO_CURRENCIES)
        done.given |= {name: minor, "currency": currency}

    return read_it


def _since(at: _At, done: Read, text: str) -> None:
    done.given["client_since"] = at.day(text, "past")


def _cadence(_at: _At, done: Read, text: str) -> None:
    days = None if text.casefold() in _NONE else parse_days(text)
    if isinstance(days, Problem):
        raise _Wrong(str(days))
    done.given["cadence_days"] = days


def _day_of_status(name: str, prefer: Prefer) -> Callable[[_At, Read, str], None]:
    """A day that brings a status about; "none" ends it."""

    def read_it(at: _At, done: Read, text: str) -> None:
        done.given[name] = day = at.day(text, prefer)
        if text and day is None:
            done.given.setdefault("status", Status.ACTIVE.value)

    return read_it


def _closures(at: _At, done: Read, text: str) -> None:
    spans: list[tuple[date, date]] = []
    for part in _split(text):
        span = read_span(part, at.visit.today)
        if span is None:
            raise _Wrong(words.no_span(part))
        spans.append(span)
    done.closures = spans


def _split(text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"[;,\n]", text)]
    return [part for part in parts if part.casefold() not in _NONE]


_READERS: dict[str, Callable[[_At, Read, str], None]] = {
    "name": _name,
    "tier": _one_of("tier", list(Tier)),
    "owner": _person("owner_id"),
    "backup": _person("backup_id"),
    "sponsor": _person("sponsor_id"),
    "helpers": _helpers,
    "value": _amount("annual_value_minor"),
    "profit": _amount("annual_profit_minor"),
    "client_since": _since,
    "cadence": _cadence,
    "aliases": _list("aliases"),
    "domains": _list("domains"),
    "channel": _channels,
    "status": _one_of("status", list(Status)),
    "paused_until": _day_of_status("paused_until", "future"),
    "lost_on": _day_of_status("lost_on", "past"),
    "closures": _closures,
}
