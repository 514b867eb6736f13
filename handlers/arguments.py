"""What follows the verbs of `/client`: pairs, names, contacts, a snooze."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from handlers import dateshape
from handlers.dateshape import ReadDate
from handlers.problem import Problem
from handlers.tokens import Form, Part, cut, decode, flat, leading_account, typed

_UNTIL = frozenset({"until", "till", "til", "for", "to"})
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")  # whether it can be one is told where it is kept
_RHYTHMS = {
    "daily": 1, "weekly": 7, "biweekly": 14, "bi-weekly": 14, "fortnightly": 14, "monthly": 30, "quarterly": 91,
    "half-yearly": 182, "yearly": 365, "annually": 365,
}  # fmt: skip
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A line of `/client`. `verb` is one of those known, or "" where what was `typed` is none of them.

    `rest` is everything after it, as Slack delivered it.
    """

    verb: str
    rest: str
    typed: str = ""


class Pairs(NamedTuple):
    """Words, and key:value pairs. Quoted words are one word; a key given twice has both values, joined by ";".

    Values of mentions are Slack ids. `unknown`: keys that are none of those asked for.
    """

    words: tuple[str, ...]
    pairs: dict[str, str]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactLine:
    """`Acme Jane Doe, VP Operations, vp@acme.test`.

    Where the account's name is not known for sure, `candidates` are all the ways to cut account and name apart, the
    likeliest first, and `account_text` and `name` are the first of them.
    """

    account_text: str
    name: str
    title: str = ""
    email: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SnoozeLine:
    """`acme until 1 June: summer break`. `until_on` is the local date of the last day to be quiet, if it was read."""

    account_text: str
    until_text: str = ""
    until_on: date | None = None
    reason: str = ""
    problems: tuple[Problem, ...] = ()


def parse_client(line: str, verbs: Collection[str]) -> ClientLine:
    """The verb of a line of `/client`, and what follows it."""
    parts = cut(line)
    if not parts:
        return ClientLine("", "")
    verb = parts[0].bare.rstrip(":")
    rest = line[parts[0].end :].strip().removeprefix(": ")
    if verb in verbs:
        return ClientLine(verb, rest, verb)
    return ClientLine("", rest, parts[0].text)


def parse_pairs(text: str, keys: Collection[str] = (), *, named: bool = False) -> Pairs:
    """Words and pairs in any order. With `keys`, others are unknown, and "tier: key" is the pair tier:key.

    Where words came before the first pair, or the account is `named` already, words behind a pair are more of its
    value: "paused:1 June" and "name:Acme Inc" need no quotes. Where it is named, a key that stands first needs no
    colon: "lost 3 May" is the pair lost:"3 May".
    """
    parts = _joined(cut(text), keys)
    if named:
        parts = _begun(parts, keys)
    if keys and (named or (parts and parts[0].form is not Form.PAIR)):
        parts = _longer(text, parts)
    words: list[str] = []
    pairs: dict[str, str] = {}
    unknown: list[str] = []
    for part in parts:
        if part.form is not Form.PAIR:
            words.append(part.value)
        elif keys and part.key not in keys:
            unknown.append(part.key)
        else:
            pairs[part.key] = ";".join(filter(None, (pairs.get(part.key), part.value.strip(" ,;"))))
    return Pairs(tuple(words), pairs, tuple(unknown))


def split_account(
    text: str, is_account: Callable[[str], bool], *, default_account: bool = False, keys: Container[str] = ()
) -> tuple[str, str]:
    """The account that a text begins with, and the rest as Slack delivered it.

    Without a name that `is_account` knows and without quotes, the account is the words before the first comma, pair,
    mention, colon or word of `keys`; with `default_account` it is none.
    """
    parts = cut(text)
    commas = [at + 1 for at, part in enumerate(parts) if part.ends_phrase]
    words = [at for at, part in enumerate(parts) if at and part.form is Form.WORD and part.bare in keys]
    said = [at for at in words if at + 1 == len(parts) or parts[at + 1].form is not Form.PAIR]
    until = min([*commas, *said], default=len(parts))
    account, count = leading_account(text, parts, is_account, until, keys)
    if default_account and count and parts[0].form is not Form.QUOTED and not is_account(account):
        account, count = "", 0
    return account, text[parts[count - 1].end :].strip() if count else text.strip()


def parse_contact(
    text: str, *, is_account: Callable[[str], bool], default_account: bool = False, keys: Collection[str] = ()
) -> ContactLine:
    """An account, a contact's name, and after commas the title; an e-mail address anywhere; pairs with `keys`."""
    parts = [part for part in _joined(cut(text), keys) if part.form is not Form.COLON]
    pairs = tuple((part.key, part.value.strip()) for part in parts if part.key in keys)
    email = next((part for part in parts if part.key not in keys and _EMAIL.fullmatch(part.text.strip(",;<>()"))), None)
    rest = [part for part in parts if part.key not in keys]
    sure = bool(rest) and rest[0].form is Form.QUOTED
    whole, count = leading_account(text, rest, is_account, len(rest), keys)
    sure = sure or bool(whole and is_account(whole))
    named, *titled = _at_commas(rest[count:] if sure else rest, email)
    title = ", ".join(filter(None, (_words(phrase) for phrase in titled)))
    address = email.text.strip(",;<>()").lower() if email else ""
    ways = [(whole, _words(named))] if sure else _ways(named, default_account)
    account, name = ways[0]
    return ContactLine(account, name, title, address, pairs, () if sure or len(ways) == 1 else tuple(ways))


def parse_snooze(
    text: str, *, is_account: Callable[[str], bool], today: date, read_date: ReadDate, default_account: bool = False
) -> SnoozeLine:
    """An account, a day ahead with or without "until" or "for", and after a colon the reason. Never raises."""
    parts = cut(text)
    colon = next((at for at, part in enumerate(parts) if part.form is Form.COLON), len(parts))
    head, reason = parts[:colon], decode(text[parts[colon].end :]).strip() if colon < len(parts) else ""
    begin = next((at for at in range(len(head)) if _is_until(head, at)), len(head))
    account, count = leading_account(text, head, is_account, begin)
    if default_account and begin == len(head) and not is_account(account) and not (head and head[0].quoted):
        account, count = "", 0
    span = _longest_day(head, count)
    said, rest = " ".join(part.text for part in head[count : count + span]), typed(text, head[count + span :])
    until = re.sub(r"^(?:until|till|til|for|to)\s+", "", said.strip(" ,;."), flags=re.IGNORECASE)
    if not until and rest:
        until, rest = re.sub(r"^(?:until|till|til)\s+", "", rest), ""
    reason = ": ".join(filter(None, (rest, reason)))
    day = read_date(until, today, prefer="future") if until else None
    problems: tuple[Problem, ...] = ()
    if until and day is None:
        problems = (Problem("until", until, *dateshape.why_not(until, prefer="future")),)
    elif day is not None and day < today:
        day, problems = None, (Problem("until", until, "has gone by", "until 1 June, or for 2w"),)
    return SnoozeLine(account, until, day, reason, problems)


def parse_days(text: str) -> int | Problem:
    """A rhythm or a length of time in days: "monthly" is 30, "every 2 weeks" 14, "10d" 10, "45" 45."""
    phrase = " ".join(flat(text).casefold().split()).removeprefix("every ")
    length = dateshape.length(phrase)
    days = _RHYTHMS.get(phrase) or (int(phrase) if re.fullmatch(r"\d{1,4}", phrase) else None)
    if days is None and length:
        days = length[0] * _UNIT_DAYS[length[1]]
    return days if days else Problem("days", text.strip(), "is not a length of time that I can read", "monthly or 2w")


def _joined(parts: Sequence[Part], keys: Container[str]) -> list[Part]:
    """The parts with "key: value" as one pair."""
    joined: list[Part] = []
    for part in parts:
        before = joined[-2:]
        if len(before) == 2 and before[0].form is Form.WORD and before[1].form is Form.COLON and before[0].bare in keys:
            joined[-2:] = [_pair(before[0], part)]
        else:
            joined.append(part)
    return joined


def _begun(parts: list[Part], keys: Container[str]) -> list[Part]:
    """The parts with a key that stands first, and what follows it, as one pair."""
    begins = len(parts) > 1 and parts[0].form is Form.WORD and parts[0].bare in keys
    return [_pair(*parts[:2]), *parts[2:]] if begins and parts[1].form is not Form.PAIR else parts


def _pair(key: Part, value: Part) -> Part:
    return Part(key.start, value.end, Form.PAIR, value.text, value.value, value.bare, key.bare)


def _longer(line: str, parts: Sequence[Part]) -> list[Part]:
    """The parts with each pair's value as long as it goes. No words go on a mention; mentions make a list."""
    longer: list[Part] = []
    for part in parts:
        pair = longer[-1] if longer and longer[-1].form is Form.PAIR else None
        listed = part.form in (Form.PERSON, Form.CHANNEL, Form.QUOTED)
        goes_on = listed or (part.form in (Form.WORD, Form.LINK) and pair and pair.text[:1] not in ("@", "#"))
        if pair and goes_on:
            cut_off = line[pair.end - 1] if line[pair.end - 1] in ",;" and pair.text[-1:] not in (",", ";") else ""
            mark = "; " if listed else f"{cut_off} "
            text, value = f"{pair.text}{mark}{part.text}", f"{pair.value}{mark}{part.value}"
            longer[-1] = replace(pair, end=part.end, text=text, value=value)
        else:
            longer.append(part)
    return longer


def _at_commas(parts: Sequence[Part], email: Part | None) -> list[list[Part]]:
    """The runs of parts between commas; the e-mail address ends one too, and is in none."""
    runs: list[list[Part]] = [[]]
    for part in parts:
        if part is not email:
            runs[-1].append(part)
        if part is email or part.ends_phrase:
            runs.append([])
    return runs


def _words(parts: Iterable[Part]) -> str:
    return " ".join(part.text for part in parts).strip(" ,;")


def _ways(parts: Sequence[Part], default_account: bool) -> list[tuple[str, str]]:
    """Account and name cut apart: most people have two names, and may have one or more."""
    whole = _words(parts)
    if default_account or not parts:
        return [("", whole)]
    cuts = sorted(range(1, len(parts)), key=lambda at: (abs(len(parts) - 2 - at), at))
    return [(_words(parts[:at]), _words(parts[at:])) for at in cuts] or [(whole, "")]


def _is_until(parts: Sequence[Part], at: int) -> bool:
    return parts[at].bare in _UNTIL or _longest_day(parts, at) > 0


def _longest_day(parts: Sequence[Part], at: int) -> int:
    """How many parts from `at` on are a day ahead, "until" included."""
    ahead = int(at < len(parts) and parts[at].bare in _UNTIL)
    for count in range(min(7, len(parts) - at - ahead), 0, -1):
        span = parts[at + ahead : at + ahead + count]
        text = " ".join(part.text for part in span)
        if dateshape.fits_date(text) or dateshape.length(text) or dateshape.is_weekday(dateshape.tidy(text)):
            return count + ahead
    return 0
