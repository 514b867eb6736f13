from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.litmus.outcome import from_json
from bot.nudges.rounds import RESULT
from bot.nudges.settle import settle
from bot.nudges.sweep import sweep
from bot.policy import Band, Tier
from bot.work import accounts, litmus
from bot.work import settings as setting_work
from bot.work.deed import Refused
from storage import campaigns as campaign_rows
from storage import litmus as rows
from storage.tables import Account, LitmusView, Touch
from tests.work.litmused import DUE, again, answers, clocks, give, opened, told
from tests.work.scene import ANA, BEN, CHRIS, DANA, ERIK, GONE, TEAM, Scene


def test_everyone_who_touched_the_account_is_asked_once_by_message_and_has_a_clock(scene: Scene) -> None:
    one = opened(scene)
    assert (one.asked, one.test.due_on, one.test.state, one.test.asked) == ([ANA, BEN, CHRIS], DUE, "open", 3)
    assert told(scene, "litmus") == [ANA, BEN, CHRIS]
    with scene.look() as session:
        waited_for = rows.views(session, TEAM, one.test.id)
    assert clocks(scene) == {"", *(view.id for view in waited_for)}


def test_who_took_part_counts_as_well_as_who_logged_it_and_nobody_from_elsewhere(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    scene.touch(acme, 3, by=CHRIS, people=[BEN])
    with scene.store.write() as session:
        for person in (DANA, ERIK, GONE):
            session.add(Touch(**_touch(acme.id, person, scene)))
    assert litmus.open_test(scene.store, scene.deed(), acme.id).asked == [ANA, BEN, CHRIS]


def _touch(account_id: str, person: str, scene: Scene) -> dict[str, Any]:
    said = {"kind": "call", "direction": "two-way", "occurred_at": scene.ago(2), "source": "csv"}
    return {"team_id": TEAM, "account_id": account_id, "logged_by": person, "logged_at": scene.now, **said}


def test_touches_that_are_long_ago_or_undone_ask_nobody(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    scene.touch(acme, 400, by=BEN)
    undone = scene.touch(acme, 3, by=CHRIS).touch
    with scene.store.write() as session:
        session.get(Touch, (TEAM, undone.id)).undone_at = scene.now  # type: ignore[union-attr]
    assert litmus.open_test(scene.store, scene.deed(), acme.id).asked == [ANA]


def test_with_the_last_view_it_is_closed_and_owner_and_lead_are_told(scene: Scene) -> None:
    setting_work.set_lead(scene.store, scene.deed(CHRIS), ANA, CHRIS)
    one = opened(scene)
    for person in (ANA, BEN):
        assert give(scene, one.test.id, person).test.state == "open"
    assert (told(scene, RESULT), again(scene, one.test.id).result) == ([], None)
    give(scene, one.test.id, CHRIS, answers("partly"))
    closed = again(scene, one.test.id)
    assert (closed.state, closed.given, closed.closed_at, closed.closed_by) == ("closed", 3, scene.now, None)
    assert told(scene, RESULT) == [ANA, CHRIS]
    assert clocks(scene) == {""}
    with scene.look() as session:
        campaign = campaign_rows.get(session, TEAM, closed.campaign_id)
        assert campaign is not None
        assert campaign.closed_at == scene.now


def test_on_its_day_the_tick_closes_it_with_the_views_there_are(scene: Scene) -> None:
    one = opened(scene)
    give(scene, one.test.id, BEN)
    scene.now += timedelta(days=14, hours=13)  # the evening of the last day
    sweep(scene.store, scene.now)
    assert again(scene, one.test.id).state == "open"
    scene.now += timedelta(hours=1)
    while sweep(scene.store, scene.now):
        pass
    closed = again(scene, one.test.id)
    assert (closed.state, closed.given, closed.asked, closed.band) == ("closed", 1, 3, closed.band)
    assert closed.result is not None
    assert clocks(scene) == {""}
    with scene.look() as session:
        assert len(session.exec(select(LitmusView)).all()) == 1


def test_a_test_without_a_single_view_is_none(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    scene.now += timedelta(days=16)
    while sweep(scene.store, scene.now):
        pass
    closed = again(scene, one.test.id)
    assert (closed.state, closed.result, closed.superseded_at) == ("closed", None, scene.now)
    with scene.look() as session:
        assert rows.history(session, TEAM, one.account.id, 5) == []
        assert rows.coverage(session, TEAM, Tier.STANDARD, scene.ago(365)) == (1, 0)


def test_a_view_can_be_another_one_until_the_test_is_closed(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    assert not give(scene, one.test.id, BEN, answers("no"), "worried").before
    assert give(scene, one.test.id, BEN, answers("yes"), "less worried").before
    with scene.look() as session:
        view = rows.view(session, TEAM, one.test.id, BEN)
        assert view is not None
        assert (set((view.answers or {}).values()), view.words) == ({"yes"}, "less worried")
    assert again(scene, one.test.id).given == 1
    litmus.close_test(scene.store, scene.deed(ANA), one.test.id)
    with pytest.raises(Refused, match="That test is closed"):
        give(scene, one.test.id, BEN)


def test_the_owner_alone_cannot_lift_it_and_can_lower_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene

    def scored(owner: str) -> int:
        one = opened(scene, name=f"Client {owner}")
        give(scene, one.test.id, BEN, answers("partly"))
        if owner:
            give(scene, one.test.id, ANA, answers(owner))
        litmus.close_test(scene.store, scene.deed(ANA), one.test.id)
        return again(scene, one.test.id).score or 0

    without = scored("")
    assert scored("yes") == without
    assert scored("no") < without


def test_who_kept_it_when_it_was_opened_and_who_keeps_it_when_it_closes_are_owners(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    give(scene, one.test.id, ANA, answers("yes"))
    give(scene, one.test.id, BEN, answers("yes"))
    accounts.set_owner(scene.store, scene.deed(ANA), one.account.id, BEN)
    give(scene, one.test.id, CHRIS, answers("no"))
    result = from_json(again(scene, one.test.id).result or {})
    assert next(point for point in result.points if point.key == "renew").value == 0.0


def test_only_the_last_result_counts_and_is_compared_with(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    first = opened(scene)
    give(scene, first.test.id, BEN, answers("no"))
    litmus.close_test(scene.store, scene.deed(ANA), first.test.id)
    assert again(scene, first.test.id).band == Band.AT_RISK
    scene.now += timedelta(days=1)
    second = litmus.open_test(scene.store, scene.deed(), first.account.id)
    give(scene, second.test.id, BEN)
    litmus.close_test(scene.store, scene.deed(ANA), second.test.id)
    assert again(scene, first.test.id).superseded_at == scene.now
    with scene.look() as session:
        assert [one.id for one in rows.history(session, TEAM, first.account.id, 5)] == [second.test.id, first.test.id]
        assert rows.coverage(session, TEAM, Tier.STANDARD, scene.ago(1)) == (1, 1)
        assert rows.bands(session, TEAM) == {again(scene, second.test.id).band: 1}


def test_one_account_has_one_test_open(sqlite_scene: Scene) -> None:
    one = opened(sqlite_scene)
    with pytest.raises(Refused, match="A litmus test of Acme is open until 26 May: /client litmus"):
        litmus.open_test(sqlite_scene.store, sqlite_scene.deed(), one.account.id)


def test_an_account_that_is_lost_is_not_tested_and_one_that_is_lost_meanwhile_comes_to_nothing(
    sqlite_scene: Scene,
) -> None:
    scene = sqlite_scene
    one = opened(scene, tier=Tier.LIGHT)
    give(scene, one.test.id, BEN)
    with scene.store.write() as session:
        session.get(Account, (TEAM, one.account.id)).status = "lost"  # type: ignore[union-attr]
    scene.now += timedelta(days=3)
    with scene.store.write() as session:
        settle(session, TEAM, [one.account.id], scene.now)
    assert (again(scene, one.test.id).state, told(scene, RESULT)) == ("dropped", [])
    with pytest.raises(Refused, match="Acme is lost"):
        litmus.open_test(scene.store, scene.deed(), one.account.id)


def test_where_there_is_nobody_to_ask_it_says_what_would_do(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(owner_id=None)
    with pytest.raises(Refused, match="nobody to ask about Acme yet: give it an owner first"):
        litmus.open_test(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id)


@pytest.mark.parametrize("days", [0, -3, 93])
def test_the_last_day_lies_ahead_and_not_too_far(sqlite_scene: Scene, days: int) -> None:
    acme, scene = sqlite_scene.account(), sqlite_scene
    with pytest.raises(Refused, match="from tomorrow to 12 August 2026"):
        litmus.open_test(scene.store, scene.deed(), acme.id, scene.now.date() + timedelta(days=days))
