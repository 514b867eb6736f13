"""A plan of the sample portfolio: laid some weeks ago, some of its steps done since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.tend import Tend
from bot.work import find, plans
from bot.work.deed import Deed
from bot.work.plans import NewPlan


def lay(tend: Tend, deed: Deed, told: dict[str, Any]) -> None:
    """Lay it as it is told: `ago` in days, `done` by the keys of its steps, each so many days ago with a note."""
    with tend.store.read() as session:
        account = find.account(session, deed.team_id, told["account"])
    doer = replace(deed, person_id=account.owner_id)
    new = NewPlan(account.id, told["playbook"], told["from"], told["to"], account.owner_id)
    laid = plans.open_plan(tend.store, _ago(doer, told["ago"]), new)
    by_key = {step.key: step for step in laid.steps}
    for key, (days, note) in told["done"].items():
        plans.do_step(tend.store, _ago(doer, days), by_key[key].id, note)


def _ago(deed: Deed, days: int) -> Deed:
    return replace(deed, now=deed.now - timedelta(days=days))
