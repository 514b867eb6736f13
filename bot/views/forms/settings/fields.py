"""Fields that settings have and other forms have not."""

from __future__ import annotations

from collections.abc import Mapping

from slackblocks import Block, NumberInput

from bot.views import inputs
from bot.views.preferences import WEEKDAYS

YES_OR_NO = {"yes": "yes", "no": "no"}
DEFAULT = "default"  # in the place of an own choice


def number(name: str, label: str, value: int, least: int, most: int, hint: str = "") -> Block:
    """A whole number within limits."""
    element = NumberInput(False, action_id=name, initial_value=str(value), min_value=least, max_value=most)
    return inputs.field(name, label, element, hint=hint)


def hour(name: str, label: str, chosen: int | None, *, otherwise: str = "", most: int = 23, hint: str = "") -> Block:
    """An hour of the day; `otherwise`: words for no choice of one's own."""
    own = {DEFAULT: otherwise} if otherwise else {}
    options: Mapping[str, str] = {**own, **{str(at): f"{at}:00" for at in range(most + 1)}}
    return inputs.choice(name, label, options, DEFAULT if chosen is None else str(chosen), hint=hint)


def weekdays(name: str, label: str, chosen: tuple[int, ...], hint: str = "", *, optional: bool = False) -> Block:
    """Days of the week, Monday being 0."""
    options = {str(place): day for place, day in enumerate(WEEKDAYS)}
    return inputs.choices(name, label, options, map(str, chosen), hint=hint, optional=optional)
