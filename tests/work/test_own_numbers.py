"""What a workspace has of its own, deed by deed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.policy import Tier
from bot.work import accounts, campaigns, litmus, pulse, settings
from bot.work.deed import Refused
from bot.work.gating import GateShut
from storage.tables import Message, Winback, Workspace
from tests.work.scene import CHRIS, Scene
from tests.work.test_losses import HEARD, lose, rescue


def sets(scene: Scene, **own: Any) -> None:
    for name, value in own.items():
        settings.set_policy(scene.store, scene.deed(CHRIS), name, value)


def test_tests_campaigns_and_the_pulse_give_people_the_workspaces_own_days(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme, globex = scene.account("Acme"), scene.account("Globex")
    sets(scene, litmus_days=3, campaign_days=4, pulse_days=5)
    for account in (acme, globex):
        scene.touch(account, 3)
    assert litmus.open_test(scene.store, scene.deed(), acme.id).test.due_on == date(2026, 5, 15)
    assert campaigns.open_campaign(scene.store, scene.deed(CHRIS), tuple(Tier)).campaign.due_on == date(2026, 5, 18)
    assert pulse.ask(scene.store, scene.deed(CHRIS)).campaign.due_on == date(2026, 5, 17)


def test_what_follows_on_a_loss_comes_after_the_workspaces_own_days(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    sets(scene, winback_decide_days=4, freed_days=1)
    lose(scene, scene.account())
    with scene.look() as session:
        assert session.exec(select(Winback)).one().decide_by == date(2026, 5, 18)
        [freed] = [one for one in session.exec(select(Message)) if (one.body or {}).get("about") == "freed"]
    assert timedelta(days=1) < freed.not_before - scene.now < timedelta(days=3)


def test_how_long_it_stays_a_key_account_to_the_gate_is_the_workspaces(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(tier=Tier.KEY)
    accounts.edit(scene.store, scene.deed(), acme.id, {"tier": "light"})
    scene.now += timedelta(days=100)
    with pytest.raises(GateShut):
        lose(scene, acme)
    sets(scene, gate_key_days=90)
    assert lose(scene, acme).is_lost


def test_no_number_of_days_opens_the_gate_by_a_lower_tier(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(tier=Tier.KEY)
    with pytest.raises(Refused) as refused:
        sets(scene, gate_key_days=0)
    assert "“0” does not fit gate_key_days: it takes a whole number from 30 to 1095, so that" in str(refused.value)
    with scene.store.write() as session:
        session.exec(select(Workspace)).one().policy = {"gate_key_days": 0}  # as it could be set once
    accounts.edit(scene.store, scene.deed(), acme.id, {"tier": "light"})
    scene.now += timedelta(days=29)
    with pytest.raises(GateShut):
        lose(scene, acme)
    scene.now += timedelta(days=2)
    assert lose(scene, acme).is_lost


def test_how_long_a_rescue_opens_the_gate_is_the_workspaces(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(tier=Tier.KEY)
    rescue(scene, acme, days_ago=500)
    with pytest.raises(GateShut):
        lose(scene, acme, exit=HEARD)
    sets(scene, gate_rescue_days=600)
    assert lose(scene, acme, exit=HEARD).is_lost
