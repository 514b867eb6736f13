"""What stands in a cell of a CSV file, and how it is read back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from bot.work.deed import Refused

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"-\d+(\.\d+)?")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_LISTED = re.compile(r"((?:\\[\\;]|[^;])*)(?:;|$)")


def guard(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguard(text: str) -> str:
    """A cell without the apostrophe that `guard` put there."""
    return text[1:] if _GUARDED.match(text) else text


def join(items: Iterable[str]) -> str:
    """A list in one cell, separated by semicolons; those within an item are written as backslash and semicolon."""
    return ";".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def split(text: str) -> list[str]:
    """The items of a list in one cell, trimmed; empty ones are left out."""
    items = (re.sub(r"\\([\\;])", r"\1", found) for found in _LISTED.findall(text))
    return [item.strip() for item in items if item.strip()]


def day(text: str, column: str) -> date:
    """A day like 2026-05-12. Raises `Refused`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{column} is “{_short(text)}”; write days like 2026-05-12.") from None


def moment(text: str, column: str, zone: tzinfo) -> date | datetime:
    """A day, or an aware moment: in `zone` where it names none. Raises `Refused`."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
        said = datetime.fromisoformat(text)
        return said if said.tzinfo else said.replace(tzinfo=zone)
    except ValueError:
        raise Refused(f"{column} is “{_short(text)}”; write 2026-05-12, or 2026-05-12 14:30.") from None


def whole(text: str, column: str) -> int:
    """A whole number. Raises `Refused`."""
    if not re.fullmatch(r"[+-]?\d{1,9}", text):
        raise Refused(f"{column} is “{_short(text)}”; it takes a whole number.")
    return int(text)


def yes(text: str, column: str) -> bool:
    """Yes or no. Raises `Refused`."""
    if text.lower() not in ("yes", "no", "true", "false", "1", "0"):
        raise Refused(f"{column} is “{_short(text)}”; it takes yes or no.")
    return text.lower() in ("yes", "true", "1")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
