"""A rescue of the sample portfolio: under way since yesterday, spoken with, and with a measure that waits for proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.policy import Direction, Kind
from bot.tend import Tend
from bot.work import find, plans, rescues, touches
from bot.work.deed import Deed
from storage import people
from storage import plans as plan_rows
from storage.tables import Account, Rescue


def lay_out(tend: Tend, deed: Deed, told: Mapping[str, Any]) -> None:
    """Write the scene into a workspace that has the portfolio; `ago` is in hours, `in` in days."""
    with tend.store.read() as session:
        account = find.account(session, deed.team_id, told["account"])
        ours = {person.email: person.id for person in people.all_of(session, deed.team_id)}
    new = rescues.NewRescue(
        account.id, told["why"], told["words"], ours[told["lead"]], ours[told["sponsor"]], [ours[told["helper"]]]
    )
    opened = rescues.open_rescue(tend.store, _then(deed, told, ours[told["by"]]), new).rescue
    _talk(tend, _then(deed, told["talk"], ours[told["lead"]]), told["talk"], account, opened)
    _review(tend, _then(deed, told["review"], ours[told["lead"]]), told["review"], opened, ours[told["helper"]])


def _talk(tend: Tend, then: Deed, told: Mapping[str, Any], account: Account, rescue: Rescue) -> None:
    """The first contact, which is the first step."""
    with tend.store.read() as session:
        contact = find.contact(session, then.team_id, account.id, told["who"])
    call = touches.NewTouch(account.id, Kind.CALL, Direction.TWO_WAY, then.now, told["note"], contacts=[contact.id])
    touches.log(tend.store, then, replace(call, temperature=told["temperature"]))
    _do(tend, then, rescue, "listen", told["heard"])


def _do(tend: Tend, then: Deed, rescue: Rescue, key: str, note: str) -> None:
    with tend.store.read() as session:
        steps = plan_rows.steps_of(session, then.team_id, [rescue.plan_id])[rescue.plan_id]
    plans.do_step(tend.store, then, next(step.id for step in steps if step.key == key), note)


def _review(tend: Tend, then: Deed, told: Mapping[str, Any], rescue: Rescue, helper_id: str) -> None:
    _do(tend, replace(then, person_id=rescue.sponsor_id), rescue, "senior_call", told["senior"])
    due_on = then.now.date() + timedelta(days=told["in"])
    plans.add_step(tend.store, then, rescue.plan_id, plans.NewStep(told["measure"], helper_id, due_on, kind="measure"))
    rescues.review(tend.store, then, rescue.id, told["stands"], told["next"])


def _then(deed: Deed, told: Mapping[str, Any], person_id: str | None) -> Deed:
    return replace(deed, person_id=person_id, now=deed.now - timedelta(hours=told["ago"]))
