"""Days in English words, read strictly: what is not plainly a day is none."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from handlers import dateshape
from handlers.dateshape import Prefer

#: A day without its year lies on the preferred side of today, unless it is this near on the other side: then it was
#: meant, and whoever asked says what is wrong with it.
NEAR = timedelta(days=45)
A_YEAR = timedelta(days=366)
FRIDAY = 4

_PART_OF_DAY = re.compile(r"\s+(?:morning|afternoon|evening|night|noon)$")
_TO = re.compile(r"\s+(?:to|until|till)\s+|\s*(?:\.\.|–|—)\s*|\s+-\s+")  # noqa: RUF001
_TODAY = re.compile(r"(?:earlier )?today|this (?:morning|afternoon|evening)|tonight|just now")
_STEP = re.compile(r"(?P<way>last|next) (?P<unit>week|month|quarter|year)")


def read_date(text: str, today: date, *, prefer: Prefer) -> date | None:
    """The day that a whole text names, as seen on `today` (a local date); None when it names none, or more than one.

    `prefer` decides on which side of today a weekday, a day without a year, or a bare length ("2w", future only) lies.
    The day may all the same lie on the other side: an explicit one ("2020-01-01"), or one without a year within 45
    days of today, so the caller checks. 29 February needs its year outside leap years.
    `dateshape.why_not` says why a text that looks like a day was refused.
    """
    phrase = dateshape.tidy(text)
    if dateshape.is_numeric(phrase):
        return dateshape.exact(phrase)
    for read in (_length, _end_of, _step):
        if (day := read(phrase, today, prefer)) is not None:
            return day
    if _TODAY.fullmatch(phrase):
        return today
    if dateshape.is_named(phrase):
        return _named(phrase, today, prefer)
    if dateshape.is_weekday(phrase) or dateshape.fits_date(phrase):
        return _in_words(_plain(phrase), today, prefer)
    return None


def read_span(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of "1 June to 12 June", "1 June..12 June" or "1 June" alone; None when it is none."""
    ends = _TO.split(re.sub(r"^from\s+", "", text.strip(), flags=re.IGNORECASE), maxsplit=1)
    first, last = (read_date(end, today, prefer="future") for end in (ends[0], ends[-1]))
    return (first, last) if first and last else None


def _length(phrase: str, today: date, prefer: Prefer) -> date | None:
    ago = re.fullmatch(r"(.+) ago", phrase)
    ahead = re.fullmatch(r"in (.+)|(.+) from (?:now|today)", phrase)
    way = -1 if ago else 1
    if not (ago or ahead or prefer == "future"):
        return None
    found = ago or ahead
    length = dateshape.length(next(filter(None, found.groups())) if found else phrase)
    return dateshape.shift(today, way * length[0], length[1]) if length else None


def _end_of(phrase: str, today: date, _prefer: Prefer) -> date | None:
    found = dateshape.END_OF.fullmatch(phrase)
    if not found:
        return None
    short = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}
    unit = found["unit"] or short[found["short"]]
    start = dateshape.shift(today.replace(day=1) if unit != "week" else today, 1 if found["next"] else 0, unit)
    if start is None or unit == "week":
        return start and dateshape.shift(start, (FRIDAY - start.weekday()) % 7, "day")
    month = {"month": start.month, "quarter": (start.month + 2) // 3 * 3, "year": 12}[unit]
    return date(start.year, month, monthrange(start.year, month)[1])


def _step(phrase: str, today: date, _prefer: Prefer) -> date | None:
    found = _STEP.fullmatch(phrase)
    return dateshape.shift(today, 1 if found["way"] == "next" else -1, found["unit"]) if found else None


def _plain(phrase: str) -> str:
    bare = _PART_OF_DAY.sub("", phrase.replace("last night", "yesterday"))
    return re.sub(r"^this coming ", "this ", re.sub(r"^this past ", "last ", bare))


def _named(phrase: str, today: date, prefer: Prefer) -> date | None:
    if dateshape.has_year(phrase):
        return _in_words(phrase, today, prefer)
    wanted = _in_words(phrase, today, prefer)
    other = _in_words(phrase, today, "past" if prefer == "future" else "future")
    if wanted and other and abs(other - today) <= NEAR < abs(wanted - today):
        return other
    return wanted if wanted and abs(wanted - today) <= A_YEAR else None


def _in_words(phrase: str, today: date, prefer: Prefer) -> date | None:
    from dateparser.date import DateDataParser  # it takes a tenth of a second, which a start need not wait for

    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DATES_FROM": prefer,
        "DATE_ORDER": "DMY",
        "PARSERS": ["relative-time", "absolute-time"],
        "TIMEZONE": "UTC",
    }
    try:
        found = DateDataParser(languages=["en"], settings=settings).get_date_data(phrase).date_obj
    except (ValueError, OverflowError):  # beyond the calendar
        return None
    return found.date() if found else None
