"""Small checks that are put together into the shapes of Block Kit.

A check takes a value, its JSON pointer and the list of problems, to which it adds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Problems = list[str]
Check = Callable[[Any, str, Problems], None]
PLAIN = frozenset({"plain_text"})
MRKDWN = frozenset({"mrkdwn"})
ANY_TEXT = PLAIN | MRKDWN


def problem(message: str, pointer: str) -> str:
    """A complaint in Slack's own form."""
    return f"{message} [json-pointer:{pointer or '/'}]"


def string(most: int, least: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.append(problem("must be a string", pointer))
        elif len(value) < least:
            problems.append(problem(f"must be more than {least - 1} characters", pointer))
        elif len(value) > most:
            problems.append(problem(f"must be less than {most + 1} characters", pointer))

    return check


def url(most: int = 3000) -> Check:
    """An address of the web."""
    length = string(most)

    def check(value: Any, pointer: str, problems: Problems) -> None:
        length(value, pointer, problems)
        if isinstance(value, str) and not re.match(r"(https?|mailto|slack|tel):\S+$", value):
            problems.append(problem("must be a valid URL", pointer))

    return check


def pattern(regex: str, what: str) -> Check:
    """A string that looks like this."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str) or not re.fullmatch(regex, value):
            problems.append(problem(f"must be {what}", pointer))

    return check


def one_of(*allowed: Any) -> Check:
    """One of these values."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if value not in allowed:
            problems.append(problem(f"must be one of: {', '.join(map(str, allowed))}", pointer))

    return check


def number(least: float | None = None, most: float | None = None, whole: bool = True) -> Check:
    """A number between two others."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            problems.append(problem("must be an integer" if whole else "must be a number", pointer))
        elif least is not None and value < least:
            problems.append(problem(f"must be {least} or more", pointer))
        elif most is not None and value > most:
            problems.append(problem(f"must be {most} or less", pointer))

    return check


def flag(value: Any, pointer: str, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        problems.append(problem("must be a boolean", pointer))


def anything(value: Any, pointer: str, problems: Problems) -> None:
    """Whatever it is."""


def many(of: Check, most: int, least: int = 1) -> Check:
    """A list of so many of these."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.append(problem("must be an array", pointer))
            return
        if len(value) < least:
            problems.append(problem(f"no less than {least} items allowed [have: {len(value)}]", pointer))
        if len(value) > most:
            problems.append(problem(f"no more than {most} items allowed [have: {len(value)}]", pointer))
        for index, item in enumerate(value):
            of(item, f"{pointer}/{index}", problems)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no other; `type` is always allowed."""
    known = {"type": anything, **(optional or {}), **required}

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.append(problem("must be an object", pointer))
            return
        for name in required:
            if value.get(name) is None:
                problems.append(problem(f"missing required field: {name}", pointer))
        for name, field in value.items():
            if name not in known:
                problems.append(problem(f"invalid additional property: {name}", pointer))
            elif field is not None:
                known[name](field, f"{pointer}/{name}", problems)

    return check


def both(*checks: Check) -> Check:
    """All of these at once."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        for each in checks:
            each(value, pointer, problems)

    return check


def by_type(shapes: Mapping[str, Check], what: str) -> Check:
    """One of several shapes, told apart by `type`."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        kind = str(value.get("type")) if isinstance(value, dict) else "none"
        if kind in shapes:
            shapes[kind](value, pointer, problems)
        else:
            problems.append(problem(f"unsupported type for {what}: {kind}", pointer))

    return check


def text(most: int, kinds: frozenset[str] = ANY_TEXT, least: int = 1) -> Check:
    """A text object."""
    length = string(most, least)
    plain = shape({"text": length}, {"emoji": flag})
    mrkdwn = shape({"text": length}, {"verbatim": flag})
    shapes = {"plain_text": plain, "mrkdwn": mrkdwn}
    return by_type({kind: shapes[kind] for kind in kinds}, "text")


def exactly_one(*names: str) -> Check:
    """An object that has exactly one of these fields."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if isinstance(value, dict) and sum(value.get(name) is not None for name in names) != 1:
            problems.append(problem(f"must have exactly one of: {', '.join(names)}", pointer))

    return check


def any_of(*names: str) -> Check:
    """An object that has at least one of these fields."""

    def check(value: Any, pointer: str, problems: Problems) -> None:
        if isinstance(value, dict) and not any(value.get(name) is not None for name in names):
            problems.append(problem(f"must have one of: {', '.join(names)}", pointer))

    return check
