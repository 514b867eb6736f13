"""What is good to know of clients: a scene of the sample portfolio. Days count from the day it is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from bot.policy import TraitKind
from bot.rules.years import anniversary
from bot.tend import Tend
from bot.work import find, traits
from bot.work.deed import Deed
from bot.work.traits import NewTrait


def lay_out(tend: Tend, deed: Deed, told: Iterable[Mapping[str, Any]]) -> None:
    """Note each of them; `in`: its day comes up in so many days, `years` after the first one."""
    for one in told:
        with tend.store.read() as session:
            account = find.account(session, deed.team_id, one["account"])
        new = NewTrait(account.id, TraitKind(one["kind"]), one["text"], _day(one, deed.now.date()))
        traits.know(tend.store, deed, new)


def _day(one: Mapping[str, Any], today: date) -> date | None:
    return anniversary(today + timedelta(days=one["in"]), -one.get("years", 0)) if "in" in one else None
