"""The policy's plain fields as people may set them: what is typed becomes what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from bot.policy import DIGESTS, GATE_KEY_LEAST, HEARD
from bot.rules import RULES
from bot.work.checks import brief
from bot.work.deed import Refused

_Number = TypeVar("_Number", int, float)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def plain(name: str, value: Any) -> Any:
    """The value of a field in the form that is kept (JSON). Raises `Refused`."""
    check_name(name)
    try:
        return _FIELDS[name](value)
    except (TypeError, ValueError) as error:
        raise Refused(f"“{brief(str(value))}” does not fit {name}: it takes {error}.") from error


def check_name(name: str) -> None:
    """Raise `Refused` for what is no plain field of the policy."""
    if name not in _FIELDS:
        raise Refused(f"“{brief(name)}” is not a setting; these are: {', '.join(sorted(_FIELDS))}.")


def check_rules(rules: Mapping[str, str | None]) -> None:
    """Raise `Refused` for a rule that there is not; to be heard as by default again, it need not be known."""
    unknown = sorted(rule for rule, level in rules.items() if level is not None and rule not in RULES)
    if unknown:
        raise Refused(f"“{brief(unknown[0])}” is no rule; these are: {', '.join(RULES)}.")


def _whole(least: int, most: int) -> Callable[[Any], int]:
    return _between(int, "a whole number", least, most)


def _gate_key_days(value: Any) -> int:
    try:
        return _whole(GATE_KEY_LEAST, 1095)(value)
    except ValueError as error:
        why = "so that a key account that was made another tier just before its end meets the loss gate all the same"
        raise ValueError(f"{error}, {why}") from None


def _number(least: float, most: float) -> Callable[[Any], float]:
    return _between(float, "a number", least, most)


def _between(of: Callable[[str], _Number], what: str, least: _Number, most: _Number) -> Callable[[Any], _Number]:
    def check(value: Any) -> _Number:
        wanted = ValueError(f"{what} from {least:g} to {most:g}")
        try:
            number = of(str(value).strip())
        except ValueError:
            raise wanted from None
        if not least <= number <= most:
            raise wanted
        return number

    return check


def _share(value: Any) -> float:
    wanted = ValueError("a share from 5% to 100%")
    text = str(value).strip()
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise wanted from None
    if not 0.05 <= share <= 1:
        raise wanted
    return share


def _weekdays(value: Any) -> list[int]:
    wanted = ValueError("at least one day of the week, like mon,tue,wed or mon-thu")
    days = sorted({day for part in _parts(value) for day in _weekday_span(part, wanted)})
    if not days:
        raise wanted
    return days


def _weekday_span(part: str, wanted: ValueError) -> list[int]:
    """The days of `mon-thu`, also over the end of the week; one day alone is such a span."""
    first, *last = (_weekday(end, wanted) for end in re.split(r"[-–]", part, maxsplit=1))  # noqa: RUF001
    return [(first + ahead) % 7 for ahead in range((last[0] - first) % 7 + 1)] if last else [first]


def _weekday(part: str, wanted: ValueError) -> int:
    if part in "0123456" and len(part) == 1:
        return int(part)
    found = [place for place, day in enumerate(_DAYS) if len(part) >= 2 and day.startswith(part.lower())]
    if len(found) != 1:
        raise wanted
    return found[0]


def _hours(value: Any) -> list[int]:
    wanted = ValueError("two hours, like 9-18")
    parts = re.split(r"[-–,\s]+", value.strip()) if isinstance(value, str) else _parts(value)  # noqa: RUF001
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        raise wanted
    first, last = int(parts[0]), int(parts[1])
    if not 0 <= first < last <= 24:
        raise wanted
    return [first, last]


def _levels(value: Any) -> list[float]:
    wanted = ValueError("three rising numbers between 0 and 1, like 0.4 0.75 0.85")
    levels = _numbers(value, 3, wanted)
    if not 0 < levels[0] < levels[1] < levels[2] < 1:
        raise wanted
    return levels


def _bounds(value: Any) -> list[float]:
    wanted = ValueError("a number up to 1 and one from 1 to 20, like 0.5 4")
    least, most = bounds = _numbers(value, 2, wanted)
    if not 0 < least <= 1 <= most <= 20:
        raise wanted
    return bounds


def _numbers(value: Any, count: int, wanted: ValueError) -> list[float]:
    try:
        numbers = [float(part) for part in _parts(value)]
    except ValueError:
        raise wanted from None
    if len(numbers) != count:
        raise wanted
    return numbers


def _yes_or_no(value: Any) -> bool:
    said = str(value).strip().lower()
    if said not in _YES_OR_NO:
        raise ValueError("yes or no")
    return _YES_OR_NO[said]


def _one_of(*words: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        said = str(value).strip().lower()
        if said not in words:
            raise ValueError(f"{', '.join(words[:-1])} or {words[-1]}")
        return said

    return check


def _dates(value: Any) -> list[str]:
    try:
        days = sorted({date.fromisoformat(part).isoformat() for part in _parts(value)})
    except ValueError:
        raise ValueError("days like 2026-12-24,2026-12-31") from None
    if len(days) > 366:
        raise ValueError("at most 366 days")
    return days


def _country(value: Any) -> str:
    code = "" if str(value).strip().lower() == "none" else str(value).strip().upper()
    if code and not re.fullmatch(r"[A-Z]{2}", code):
        raise ValueError("the two letters of a country, like PT or GB")
    return code


def _parts(value: Any) -> list[str]:
    several = re.split(r"[,;\s]+", value) if isinstance(value, str) else value
    items = several if isinstance(several, Iterable) else [several]
    return [str(item) for item in items if str(item).lower() not in ("", "none")]


_YES_OR_NO = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_FIELDS: dict[str, Callable[[Any], Any]] = {
    "new_account_days": _whole(0, 365),
    "senior_grace_days": _whole(0, 365),
    "single_thread_days": _whole(30, 1095),
    "influence_people": _whole(0, 10),
    "flagship_share": _share,
    "flagship_accounts": _whole(1, 1000),
    "flagship_touches": _whole(1, 1000),
    "flagship_touch_days": _whole(7, 365),
    "attention_new_days": _whole(1, 365),
    "attention_short_share": _share,
    "attention_crowds_share": _share,
    "meeting_grace_days": _whole(0, 30),
    "remark_big_days": _whole(1, 30),
    "remark_small_days": _whole(1, 90),
    "remark_late_days": _whole(1, 30),
    "step_ahead_days": _whole(0, 30),
    "step_late_days": _whole(1, 60),
    "audit_days": _whole(1, 180),
    "audit_choose_days": _whole(1, 30),
    "audit_late_days": _whole(1, 60),
    "leaving_ask_days": _whole(1, 60),
    "leaving_due_days": _whole(0, 30),
    "leaving_late_days": _whole(1, 60),
    "gate_key_days": _gate_key_days,
    "gate_rescue_days": _whole(30, 1095),
    "winback_decide_days": _whole(1, 90),
    "winback_ahead_days": _whole(0, 60),
    "winback_late_days": _whole(1, 60),
    "freed_days": _whole(1, 60),
    "calm_days": _whole(0, 365),
    "litmus_ahead_days": _whole(0, 90),
    "litmus_late_days": _whole(1, 60),
    "litmus_days": _whole(2, 40),
    "litmus_call_days": _whole(1, 10),
    "campaign_days": _whole(2, 40),
    "pulse_days": _whole(2, 60),
    "pulse_every_days": _whole(0, 731),
    "promise_ahead_days": _whole(0, 30),
    "promise_late_days": _whole(1, 30),
    "broken_days": _whole(30, 1095),
    "broken_talk_days": _whole(1, 30),
    "wish_ahead_days": _whole(0, 30),
    "wish_late_days": _whole(1, 30),
    "breakdown_days": _whole(1, 30),
    "breakdown_late_days": _whole(1, 30),
    "rescue_key_hours": _whole(1, 40),
    "rescue_hours": _whole(1, 80),
    "rescue_review_hours": _whole(4, 336),
    "rescue_signals": _whole(0, 8),
    "voice_days": _whole(14, 730),
    "warmdown_temperature": _number(0.25, 4),
    "warmdown_ratio": _number(1.1, 10),
    "warmdown_longer_days": _whole(1, 90),
    "complacency_years": _whole(0, 50),
    "complacency_talk_days": _whole(30, 730),
    "complacency_heard_days": _whole(30, 1095),
    "staffing_changes": _whole(0, 12),
    "staffing_days": _whole(30, 1095),
    "occasion_days": _whole(0, 60),
    "rhythm_levels": _levels,
    "rhythm_bounds": _bounds,
    "rhythm_longest": _number(1, 20),
    "budget": _whole(1, 50),
    "daily_hour": _whole(0, 23),
    "working_days": _weekdays,
    "working_hours": _hours,
    "days_off": _dates,
    "country": _country,
    "untouched_days": _whole(0, 30),
    "critical_to_lead": _yes_or_no,
    "channels_hear": _one_of(*HEARD),
    "channels_digest": _one_of(*DIGESTS),
    "storm": _whole(1, 50),
}
