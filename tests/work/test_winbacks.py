from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.nudges.sweep import sweep
from bot.work import accounts, losses, winbacks
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from bot.work.winbacks import Wanted
from storage import winbacks as rows
from storage.tables import Account, Nudge, Plan, Winback
from tests.work.scene import ANA, BEN, CHRIS, NOW, TEAM, Scene, request_id
from tests.work.test_losses import lose

NEXT = date(2027, 5, 3)


def decide(scene: Scene, account: Account, wanted: bool = True, by: str | None = ANA, **fields: Any) -> Winback:
    said: dict[str, Any] = {"why": "they value what we do", "next_on": NEXT if wanted else None, **fields}
    return winbacks.decide(scene.store, scene.deed(by), Wanted(account.id, wanted, **said)).winback


def only(scene: Scene) -> Winback:
    with scene.look() as session:
        found: Winback = session.exec(select(Winback)).one()
    return found


def plans_of(scene: Scene) -> list[tuple[str, str]]:
    with scene.look() as session:
        return [(one.state, one.outcome) for one in session.exec(select(Plan).where(Plan.playbook == "winback"))]


def ringing(scene: Scene) -> list[tuple[str, str | None, str]]:
    with scene.look() as session:
        found = session.exec(select(Nudge).where(Nudge.rule == "winback", col(Nudge.closed_at).is_(None)))
        return [(one.level, one.hearer_id, one.manner) for one in found]


def test_with_a_loss_it_is_to_be_decided_within_four_weeks_by_who_kept_the_account(scene: Scene) -> None:
    lose(scene, scene.account())
    made = only(scene)
    assert (made.state, made.wanted, made.decide_by, made.keeper_id) == ("open", None, date(2026, 6, 9), ANA)
    scene.now = NOW + timedelta(days=29)
    sweep(scene.store, scene.now)
    assert ringing(scene) == [("due", ANA, "private")]


def test_who_we_want_back_is_asked_on_the_day_and_the_way_back_is_laid(scene: Scene) -> None:
    acme = scene.account()
    lose(scene, acme)
    made = decide(scene, acme, must_change="a second person on it", keeper_id=BEN)
    assert (made.wanted, made.next_on, made.must_change, made.keeper_id, made.decided_by) == (
        True, NEXT, "a second person on it", BEN, ANA,
    )  # fmt: skip
    assert plans_of(scene) == [("open", "")]
    assert ringing(scene) == []
    scene.now = NOW + timedelta(days=360)
    sweep(scene.store, scene.now)
    assert ringing(scene) == [("due", BEN, "private")]


def test_another_day_makes_it_silent_again(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    lose(scene, acme)
    decide(scene, acme)
    scene.now = NOW + timedelta(days=360)
    sweep(scene.store, scene.now)
    decide(scene, acme, next_on=date(2027, 11, 1))
    assert ringing(scene) == []
    assert len(plans_of(scene)) == 1


def test_whom_we_let_go_is_left_in_peace_until_somebody_thinks_better_of_it(scene: Scene) -> None:
    acme = scene.account()
    lose(scene, acme)
    decide(scene, acme)
    assert decide(scene, acme, False, burdens="they paid late").state == "closed"
    assert plans_of(scene) == [("dropped", "we let them go")]
    scene.now = NOW + timedelta(days=400)
    sweep(scene.store, scene.now)
    assert ringing(scene) == []
    assert decide(scene, acme, next_on=date(2028, 1, 3)).state == "open"


@pytest.mark.parametrize(("is_back", "state", "plan"), [(True, "back", "done"), (False, "closed", "dropped")])
def test_who_is_a_client_again_is_not_won_back_any_more(scene: Scene, is_back: bool, state: str, plan: str) -> None:
    acme = scene.account()
    lose(scene, acme)
    decide(scene, acme)
    losses.reopen(scene.store, scene.deed(CHRIS), acme.id, "they called", is_won_back=is_back)
    assert only(scene).state == state
    assert plans_of(scene) == [(plan, "they are a client again")]


def test_lost_a_second_time_it_is_decided_anew(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    lose(scene, acme)
    decide(scene, acme, False)
    losses.reopen(scene.store, scene.deed(CHRIS), acme.id, "they called", is_won_back=True)
    scene.now += timedelta(days=30)
    lose(scene, scene.again(acme), ended_on=scene.now.date())
    with scene.look() as session:
        found = rows.last_of(session, TEAM, acme.id)
        assert found is not None
        assert (found.wanted, found.state) == (None, "open")


def test_who_came_lost_with_an_import_is_left_in_peace_but_may_be_wanted_back(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    gone = accounts.add(scene.store, scene.deed(None), accounts.NewAccount("Gone", lost_on=date(2025, 1, 5))).account
    with scene.look() as session:
        assert session.exec(select(Winback)).all() == []
    assert decide(scene, gone, by=CHRIS).wanted


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"why": " "}, "Please say why"),
        ({"next_on": None}, "When do we ask"),
        ({"next_on": NOW.date()}, "not ahead of us"),
        ({"keeper_id": "U0NOBODY"}, "I do not know"),
    ],
)
def test_what_is_missing_is_asked_for(sqlite_scene: Scene, fields: dict[str, Any], words: str) -> None:
    acme = sqlite_scene.account()
    lose(sqlite_scene, acme)
    with pytest.raises(Refused, match=words):
        decide(sqlite_scene, acme, **fields)


def test_a_client_who_is_still_here_is_not_won_back(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="is still a client"):
        decide(sqlite_scene, sqlite_scene.account())


def test_it_is_decided_by_who_kept_the_account_who_keeps_contact_or_who_leads(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    lose(scene, acme)
    with pytest.raises(NotAllowed):
        decide(scene, acme, by=BEN)
    decide(scene, acme, keeper_id=BEN)
    assert decide(scene, acme, by=BEN, next_on=date(2027, 6, 1)).decided_by == BEN


def test_a_repeated_request_decides_once(scene: Scene) -> None:
    acme = scene.account()
    lose(scene, acme)
    same, wanted = scene.deed(request_id=request_id()), Wanted(acme.id, True, "why", NEXT)
    winbacks.decide(scene.store, same, wanted)
    with pytest.raises(Repeated):
        winbacks.decide(scene.store, same, wanted)
