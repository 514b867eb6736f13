from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.nudges.rounds import RESULT
from bot.nudges.sweep import sweep
from bot.policy import Tier
from bot.work import campaigns
from bot.work.deed import Refused
from storage import campaigns as campaign_rows
from storage import litmus as rows
from storage.tables import Campaign, LitmusTest
from tests.work.litmused import again, clocks, give, opened, told
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene


def campaign_of(scene: Scene, **fields: Any) -> campaigns.CampaignOpened:
    return campaigns.open_campaign(scene.store, scene.deed(CHRIS), tuple(Tier), **fields)


def of_campaign(scene: Scene, campaign: Campaign) -> list[LitmusTest]:
    with scene.look() as session:
        return [test for test, _ in rows.of_round(session, TEAM, campaign.id)]


def test_a_campaign_tests_every_account_and_asks_everybody_in_one_message(scene: Scene) -> None:
    acme, globex = scene.account("Acme"), scene.account("Globex", owner_id=BEN)
    scene.account("Nobody's", owner_id=None)
    scene.touch(acme, 2, by=BEN)
    done = campaign_of(scene)
    assert (done.tests, done.people, done.nobody) == (2, 2, 1)
    assert told(scene, "litmus") == [ANA, BEN]
    while sweep(scene.store, scene.now):
        pass
    assert len(clocks(scene)) == 1 + 3
    with scene.look() as session:
        assert campaign_rows.progress(session, TEAM, done.campaign.id) == (2, 0, 3, 0)
        assert rows.asked_of(session, TEAM, done.campaign.id, BEN) == (2, 0)
        assert [name for _, name in rows.waiting(session, TEAM, BEN, 9)] == ["Acme", "Globex"]
    assert {test.account_id for test in of_campaign(scene, done.campaign)} == {acme.id, globex.id}


def test_a_campaign_leaves_out_what_is_being_tested_and_closes_with_its_last_test(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    single = opened(scene)
    globex = scene.account("Globex", owner_id=BEN)
    done = campaign_of(scene)
    [test] = of_campaign(scene, done.campaign)
    assert test.account_id == globex.id
    give(scene, test.id, BEN)
    with scene.look() as session:
        campaign = campaign_rows.get(session, TEAM, done.campaign.id)
        assert campaign is not None
        assert campaign.closed_at == scene.now
    assert (told(scene, "litmus-finished"), told(scene, RESULT)) == ([BEN, CHRIS], [])
    assert again(scene, single.test.id).state == "open"


def test_a_campaign_can_be_closed_before_its_day_with_the_views_there_are(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.account("Acme")
    scene.account("Globex", owner_id=BEN)
    done = campaign_of(scene)
    first = of_campaign(scene, done.campaign)[0]
    give(scene, first.id, ANA)
    campaigns.close_campaign(scene.store, scene.deed(CHRIS), done.campaign.id)
    while sweep(scene.store, scene.now):
        pass
    assert [test.state for test in of_campaign(scene, done.campaign)] == ["closed", "closed"]
    with pytest.raises(Refused, match="closed already"):
        campaigns.close_campaign(scene.store, scene.deed(CHRIS), done.campaign.id)


def test_without_an_account_to_test_there_is_no_campaign(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="There is no account to test"):
        campaign_of(sqlite_scene)
    with pytest.raises(Refused, match="at least one tier"):
        campaigns.open_campaign(sqlite_scene.store, sqlite_scene.deed(CHRIS), ())
    with sqlite_scene.look() as session:
        assert session.exec(select(Campaign)).all() == []


def test_within_another_deed_a_sweep_of_no_account_is_closed_at_once(sqlite_scene: Scene) -> None:
    with sqlite_scene.store.write() as session:
        done = campaigns.begin_campaign(session, sqlite_scene.deed(CHRIS), why="We lost Initech.")
        assert (done.tests, done.campaign.closed_at, done.campaign.why) == (0, sqlite_scene.now, "We lost Initech.")


def test_in_a_campaign_every_view_finds_the_next(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    for number in range(4):
        account = scene.account(f"Client {number}")
        for person in (BEN, CHRIS):
            scene.touch(account, 3, by=person)
    campaign_of(scene)
    given = 0
    while waiting := next(iter(_waiting(scene)), None):
        give(scene, waiting.id, BEN)
        given += 1
    assert given == 4


def _waiting(scene: Scene) -> list[LitmusTest]:
    with scene.look() as session:
        return [test for test, _ in rows.waiting(session, TEAM, BEN, 1)]
