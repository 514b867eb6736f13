"""`/client backtest`: the past replayed, as everything is set and, where one is typed, with a change of a setting."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from bot.backtest import backtest
from bot.backtest.policies import with_change
from bot.policy import Policy
from bot.views import backtest as views
from bot.work.deed import Refused
from bot.work.policy_values import check_name, plain
from handlers.answer import Answer, Later
from handlers.tokens import decode
from handlers.verbs import measures
from handlers.visit import Visit
from storage import accounts

_MEASURES: dict[str, Callable[[str], dict[str, Any]]] = {"tier": measures.tier_change, "counts": measures.counts_change}


def run(visit: Visit, rest: str) -> Answer:
    """Say that it is being worked out; the figures follow. `rest` is typed as for `/client settings`."""
    said = " ".join(decode(rest).split())
    change = _change(said) if said else {}
    tried = with_change(visit.tend.store, visit.team_id, change)
    with visit.tend.store.read() as session:
        count = accounts.count(session, visit.team_id)
    if not count:
        return Answer(views.nothing())
    key = ("backtest", visit.team_id, json.dumps(change, sort_keys=True))
    return Answer(views.at_work(count), later=Later(key, lambda: _replayed(visit, tried, said)))


def _replayed(visit: Visit, tried: Sequence[Policy], said: str) -> Answer:
    told = backtest(visit.tend.store, visit.team_id, visit.now, tried)
    if told is None:
        return Answer(views.nothing())
    before, *after = told
    return Answer(views.compared(before, after[0], said) if after else views.backtest(before))


def _change(said: str) -> dict[str, Any]:
    """What would be stored if `/client settings` were told this. Raises `Refused`."""
    first, _, value = said.partition(" ")
    name = first.lower()
    if name in _MEASURES:
        return _MEASURES[name](value)
    check_name(name)
    if not value:
        raise Refused(f"Say a value of {name} to try, like in {views.CHANGE_EXAMPLE}.")
    return {name: None if value.lower() == "default" else plain(name, value)}
