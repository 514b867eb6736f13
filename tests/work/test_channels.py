"""What a channel hears is chosen, kept and audited."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.policy import Level
from bot.work import accounts, channels, settings
from bot.work.deed import Refused
from bot.work.permission import NotAllowed
from storage import workspaces
from storage.tables import Audit, Clock
from tests.work.scene import BEN, CHRIS, TEAM, Scene

ACME, HEALTH = "C0ACME", "C0HEALTH"


def kept(scene: Scene) -> dict[str, Any]:
    with scene.look() as session:
        workspace = workspaces.get(session, TEAM)
        assert workspace is not None
        return workspace.policy


def test_what_a_channel_hears_is_kept_laid_over_and_audited(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    channels.choose(scene.store, scene.deed(CHRIS), ACME, {"hears": "critical", "rules": {"quiet": "early"}})
    policy = channels.choose(scene.store, scene.deed(CHRIS), ACME, {"hears": None, "rules": {"senior": "nothing"}})

    assert kept(scene) == {"channels": {ACME: {"rules": {"quiet": "early", "senior": "nothing"}}}}
    assert policy.channel_hears("quiet", Level.EARLY, ACME)
    assert not policy.channel_hears("quiet", Level.EARLY, HEALTH)
    channels.choose(scene.store, scene.deed(CHRIS), ACME, None)
    assert kept(scene) == {}
    with scene.look() as session:
        rows = session.exec(select(Audit).where(Audit.deed == "settings.channel").order_by(Audit.id)).all()
    assert [row.subject_id for row in rows] == [ACME] * 3
    assert (rows[0].before, rows[0].after) == (None, {"hears": "critical", "rules": {"quiet": "early"}})
    assert rows[2].after is None


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"rules": {"quite": "due"}}, "“quite” is no rule; these are: quiet, neglect"),
        ({"rules": {"quiet": "loud"}}, "loud is nothing to hear"),
        ({"digest": "daily"}, "daily is nothing to hear; it is one of weekly, monthly, never"),
    ],
)
def test_what_a_channel_cannot_hear_is_refused_in_a_sentence(
    sqlite_scene: Scene, chosen: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        channels.choose(sqlite_scene.store, sqlite_scene.deed(CHRIS), ACME, chosen)
    assert kept(sqlite_scene) == {}


def test_a_rule_that_is_gone_can_be_taken_off(sqlite_scene: Scene) -> None:
    with sqlite_scene.store.write() as session:
        workspaces.lock(session, TEAM).policy = {"channels": {ACME: {"rules": {"gone": "due"}}}}

    channels.choose(sqlite_scene.store, sqlite_scene.deed(CHRIS), ACME, {"rules": {"gone": None}})

    assert kept(sqlite_scene) == {}


def test_an_owner_chooses_for_their_accounts_channel_and_not_for_the_one_for_all(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=BEN)
    accounts.link_channel(scene.store, scene.deed(CHRIS), acme.id, ACME)
    accounts.link_channel(scene.store, scene.deed(CHRIS), acme.id, HEALTH)
    settings.set_alert_channel(scene.store, scene.deed(CHRIS), HEALTH)

    channels.choose(scene.store, scene.deed(BEN), ACME, {"digest": "monthly"})

    assert kept(scene) == {"channels": {ACME: {"digest": "monthly"}}}
    for channel_id in (HEALTH, "C0OTHER"):
        with pytest.raises(NotAllowed, match="can choose what a channel hears"):
            channels.choose(scene.store, scene.deed(BEN), channel_id, {"hears": "nothing"})


def test_only_so_many_channels_have_a_choice_of_their_own(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "MOST", 1)
    channels.choose(sqlite_scene.store, sqlite_scene.deed(CHRIS), ACME, {"hears": "due"})

    with pytest.raises(Refused, match="1 channels hear something of their own already"):
        channels.choose(sqlite_scene.store, sqlite_scene.deed(CHRIS), HEALTH, {"hears": "due"})
    channels.choose(sqlite_scene.store, sqlite_scene.deed(CHRIS), ACME, {"hears": "early"})


def test_the_clocks_that_ring_for_a_channel_are_looked_at_anew(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme, globex = scene.account(), scene.account("Globex")
    accounts.link_channel(scene.store, scene.deed(CHRIS), acme.id, ACME)

    def now_ringing() -> set[str]:
        with scene.look() as session:
            return {clock.account_id for clock in session.exec(select(Clock).where(Clock.rings_at == scene.now))}

    assert acme.id not in now_ringing()
    channels.choose(scene.store, scene.deed(CHRIS), ACME, {"hears": "nothing"})
    assert now_ringing() == {acme.id}
    channels.choose(scene.store, scene.deed(CHRIS), HEALTH, {"hears": "nothing"})
    assert now_ringing() == {acme.id, globex.id}


def test_a_choice_follows_a_channel_to_its_new_id(sqlite_scene: Scene) -> None:
    channels.choose(sqlite_scene.store, sqlite_scene.deed(CHRIS), ACME, {"hears": "nothing"})

    channels.renamed(sqlite_scene.store, sqlite_scene.deed(CHRIS), ACME, "C0NEW")

    assert kept(sqlite_scene) == {"channels": {"C0NEW": {"hears": "nothing"}}}
