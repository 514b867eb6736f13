"""Litmus tests of the sample portfolio: a campaign half done, and a test that was closed before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.litmus.questions import ours
from bot.policy import Tier
from bot.tend import Tend
from bot.work import campaigns, find, litmus
from bot.work.deed import Deed
from storage import litmus as tests
from storage import people

_NO_ANSWERS = frozenset({"account", "by", "words", "say"})


def lay_out(tend: Tend, deed: Deed, told: Mapping[str, Any]) -> None:
    """Test as it is told: days are counted from now, back (`ago`) and on (`due`).

    `say` is somebody's answer to every question but those that are named.
    """
    before, campaign = told["tested"], told["campaign"]
    opened = _ago(deed, before["ago"], _person(tend, deed, before["by"]))
    with tend.store.read() as session:
        account = find.account(session, deed.team_id, before["account"])
    test = litmus.open_test(tend.store, opened, account.id).test
    _give(tend, opened, before["views"])
    litmus.close_test(tend.store, opened, test.id)
    opener = _ago(deed, campaign["ago"], _person(tend, deed, campaign["by"]))
    last = (deed.now + timedelta(days=campaign["due"])).date()
    tiers = [Tier(tier) for tier in campaign["tiers"]]
    campaigns.open_campaign(tend.store, opener, tiers, due_on=last, why=campaign["why"])
    _give(tend, _ago(deed, campaign["ago"] - 1, None), campaign["views"])


def _give(tend: Tend, deed: Deed, views: list[dict[str, Any]]) -> None:
    for told in views:
        with tend.store.read() as session:
            test_id = _open_test(session, deed, told["account"])
        answers = {one.key: told["say"] for one in ours().asked}
        answers |= {key: say for key, say in told.items() if key not in _NO_ANSWERS}
        giver = replace(deed, person_id=_person(tend, deed, told["by"]))
        litmus.give_view(tend.store, giver, test_id, answers, told.get("words", ""))


def _open_test(session: Session, deed: Deed, name: str) -> str:
    account = find.account(session, deed.team_id, name)
    test = tests.open_of(session, deed.team_id, account.id)
    if test is None:
        raise ValueError(f"the sample has a view of {name}, which is not being tested")
    return test.id


def _person(tend: Tend, deed: Deed, email: str) -> str:
    with tend.store.read() as session:
        return next(one.id for one in people.all_of(session, deed.team_id) if one.email == email)


def _ago(deed: Deed, days: int, person_id: str | None) -> Deed:
    return replace(deed, now=deed.now - timedelta(days=days), person_id=person_id)
