"""What a day looks like in a line: shapes and lengths of time, no calendar. The values are read by `handlers.dates`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, Protocol

Prefer = Literal["past", "future"]


class ReadDate(Protocol):
    """Reads a day in words: None when it is none, or cannot be one."""

    def __call__(self, text: str, today: date, *, prefer: Prefer) -> date | None:
        """The day that `text` means on `today`."""
        ...


_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {"a": 1, "an": 1} | {word: number for number, word in enumerate(_NUMBER_WORDS, 1)}

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_NUMBERS = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}

_UNIT_NAMES = {
    "day": ("d", "day", "days"),
    "week": ("w", "wk", "wks", "week", "weeks"),
    "fortnight": ("fortnight", "fortnights"),
    "month": ("m", "mo", "mos", "month", "months"),
    "quarter": ("q", "quarter", "quarters"),
    "year": ("y", "yr", "yrs", "year", "years"),
}
_UNITS = {name: unit for unit, names in _UNIT_NAMES.items() for name in names}
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}

_COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(NUMBERS)})"
_UNIT = rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
_LENGTH = re.compile(rf"(?:{_COUNT}\s*)?{_UNIT}")
_AHEAD = re.compile(r"\+(?P<length>[1-9]\d{0,2}[dw])")
_COUNTED = rf"{_COUNT}\s*{_UNIT}".replace("?P<count>", "?:").replace("?P<unit>", "?:")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_SURE_WEEKDAY = r"(?:monday|tues(?:day)?|tue|wednesday|thu(?:rs?)?(?:day)?|friday|fri|saturday|sunday)"
_DAY = r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_NAMED = re.compile(
    rf"(?:{_WEEKDAY},?\s+)?(?:{_DAY}(?:\s+of)?\s+(?P<month>{_MONTH})"
    rf"|(?P<month_first>{_MONTH})\s+{_DAY.replace('day>', 'day_after>')}){_YEAR}"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<mark>[/.])(?P<second>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)")
_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night|noon))?"
_RELATIVE = re.compile(
    rf"""(?:earlier\s+)?today | this\s+(?:morning|afternoon|evening) | tonight | last\s+night | just\s+now
    | (?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow) | yesterday{_PART_OF_DAY} | tomorrow{_PART_OF_DAY}
    | (?:last|next|this|this\s+past|this\s+coming)\s+{_WEEKDAY}{_PART_OF_DAY} | {_SURE_WEEKDAY}{_PART_OF_DAY}
    | (?:last|next)\s+(?:week|month|quarter|year)""",
    re.VERBOSE,
)
_AWAY = re.compile(rf"{_COUNTED}\s+(?:ago|from\s+(?:now|today))|in\s+{_COUNTED}")
END_OF = re.compile(
    r"(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?(?P<next>next\s+)?(?P<unit>week|month|quarter|year)|(?P<short>eo[wmqy])"
)


def tidy(text: str) -> str:
    """A phrase as the shapes expect it: lower case, single spaces, no "on" before it, no punctuation around it."""
    phrase = " ".join(text.casefold().split()).strip(",;.!? ")
    return re.sub(r"^on\s+", "", phrase)


def fits_date(text: str) -> bool:
    """Whether the whole text has the shape of a day, be it a possible one or not. A length alone ("2w") has not."""
    phrase = tidy(text)
    weekday = re.fullmatch(_WEEKDAY, phrase) and re.match(r"\s*on\s", text, re.IGNORECASE)
    shapes = (_NAMED, _ISO, _NUMERIC, _RELATIVE, _AWAY, END_OF)
    return bool(weekday) or any(shape.fullmatch(phrase) for shape in shapes)


def is_weekday(phrase: str) -> bool:
    """Whether a tidy phrase is a weekday alone, short or long."""
    return re.fullmatch(_WEEKDAY, phrase) is not None


def length(text: str) -> tuple[int, str] | None:
    """A length of time: "2w" is (2, "week"), "three months" (3, "month"), "week" (1, "week"). None when it is none."""
    found = _LENGTH.fullmatch(tidy(text))
    if not found or (found["count"] is None and len(found["unit"]) < len("day")):
        return None
    count = found["count"] or "1"
    return NUMBERS.get(count) or int(count), _UNITS[found["unit"]]


def ahead(word: str) -> str:
    """The length in "+2w" or "+10d", which is short for "next 2w"; empty for what is none."""
    found = _AHEAD.fullmatch(tidy(word))
    return found["length"] if found else ""


def shift(day: date, count: int, unit: str) -> date | None:
    """`day` moved by a length, back when `count` is negative; None beyond the calendar.

    A month after 31 January is the last day of February.
    """
    try:
        if unit in _DAYS_IN:
            return day + timedelta(days=count * _DAYS_IN[unit])
        months = day.year * 12 + day.month - 1 + count * _MONTHS_IN[unit]
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, IndexError):
        return None


def why_not(text: str, *, prefer: Prefer = "past") -> tuple[str, str]:
    """Why a text cannot be read as a day, and how it could be written: both are ends of a sentence for people."""
    phrase = tidy(text)
    other = "yesterday" if prefer == "past" else "2w"
    if named := _NAMED.fullmatch(phrase):
        month = _MONTH_NUMBERS[(named["month"] or named["month_first"])[:3]]
        day, last = int(named["day"] or named["day_after"]), monthrange(int(named["year"] or 2001), month)[1]
        if (day, month, named["year"]) == (29, 2, None):
            return "needs its year", f"29 February 2028 or {other}"
        if not 1 <= day <= last:
            spoken = f"{last} {MONTHS[month - 1]}" + (f" {named['year']}" if named["year"] else "")
            return "is not a date", f"{spoken} or {other}"
    if iso := _ISO.fullmatch(phrase):
        return "is not a date", f"{_last_iso(int(iso['year']), int(iso['month']))} or {other}"
    if (numeric := _NUMERIC.fullmatch(phrase)) and is_two_faced(phrase):
        year, one, two = int(numeric["year"]), int(numeric["first"]), int(numeric["second"])
        return f"could be {_spoken(year, two, one)} or {_spoken(year, one, two)}", _spoken(year, two, one)
    return "is not a date that I can read", f"12 May, 2026-05-12 or {other}"


def is_two_faced(phrase: str) -> bool:
    """Whether a numeric date with slashes could be day-month as well as month-day: 03/04/2026."""
    found = _NUMERIC.fullmatch(phrase)
    if not found or found["mark"] == ".":
        return False
    one, two = int(found["first"]), int(found["second"])
    return one != two and 1 <= one <= 12 and 1 <= two <= 12


def exact(phrase: str) -> date | None:
    """The day that a tidy ISO or numeric phrase names; None when it names none or more than one."""
    if iso := _ISO.fullmatch(phrase):
        return _date(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    if (numeric := _NUMERIC.fullmatch(phrase)) and not is_two_faced(phrase):
        year, one, two = int(numeric["year"]), int(numeric["first"]), int(numeric["second"])
        month_first = _date(year, one, two) if numeric["mark"] == "/" else None
        return _date(year, two, one) or month_first
    return None


def is_numeric(phrase: str) -> bool:
    """Whether a tidy phrase is a day in figures alone."""
    return bool(_ISO.fullmatch(phrase) or _NUMERIC.fullmatch(phrase))


def has_year(phrase: str) -> bool:
    """Whether a tidy phrase names its year."""
    return re.search(r"\b(?:19|20)\d\d\b", phrase) is not None


def is_named(phrase: str) -> bool:
    """Whether a tidy phrase is a day with its month in words."""
    return _NAMED.fullmatch(phrase) is not None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_iso(year: int, month: int) -> str:
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}" if 1 <= month <= 12 and year else "2026-05-12"


def _spoken(year: int, month: int, day: int) -> str:
    return f"{day} {MONTHS[month - 1]} {year}"
