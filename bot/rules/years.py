"""Days that come round every year."""

from __future__ import annotations

from datetime import date


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; 1 March for a 29 February that is missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def full_years(since: date, today: date) -> int:
    """How many anniversaries of a day have come by another; negative where it lies ahead by more than a year."""
    years = today.year - since.year
    return years - (today < anniversary(since, years))
