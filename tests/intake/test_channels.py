"""What the stand-in cannot show: many who speak at the same moment, on both kinds of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from bot.channels import ChannelInfo
from bot.intake import channels
from bot.intake.channels import Said
from bot.slack import SlackClients
from bot.tend import Tend
from bot.work import touches as work
from storage import newcomers, touches
from storage.tables import Touch
from tests.work.scene import ANA, BEN, CHRIS, ERIK, NOW, TEAM, Scene

SHARED, OTHER = "C0ACME", "C0OTHER"


def listening(scene: Scene) -> Tend:
    """Tend that knows who is who, and that people of another company are in both channels."""
    tend = Tend(scene.store, lambda: scene.now, SlackClients("http://127.0.0.1:9/"))
    flags: dict[str, Any] = {"is_ext_shared": True, "is_archived": False, "is_member": True, "is_private": False}
    for id_ in (SHARED, OTHER):
        tend.channels.note(TEAM, ChannelInfo(id=id_, name="x", has_others=True, **flags), scene.now)
    return tend


def logged(scene: Scene, account_id: str) -> list[Touch]:
    with scene.look() as session:
        return touches.of_account(session, TEAM, account_id, limit=100)


def test_all_who_speak_at_the_same_moment_are_one_touch(scene: Scene) -> None:
    account = scene.account(channels=[SHARED, OTHER])
    erik = scene.contact(account, "Erik Other", slack_user_id=ERIK)
    tend = listening(scene)
    said = [
        Said(channel, person, NOW - timedelta(minutes=n))
        for n in range(3)
        for channel in (SHARED, OTHER)
        for person in (ANA, BEN, CHRIS, ERIK)
    ]
    with ThreadPoolExecutor(8) as at_once:
        list(at_once.map(lambda one: channels.hear(tend, TEAM, one), said))
    [touch] = logged(scene, account.id)
    assert touch.direction == "two-way"
    with scene.look() as session:
        assert touches.people_of(session, TEAM, [touch.id])[touch.id] == [ANA, BEN, CHRIS]
        assert touches.contacts_of(session, TEAM, [touch.id])[touch.id] == [erik.id]


def test_somebody_new_is_written_down_once(scene: Scene) -> None:
    account = scene.account(channels=[SHARED])
    tend = listening(scene)
    said = [Said(SHARED, ERIK, NOW - timedelta(days=days)) for days in range(6)]
    with ThreadPoolExecutor(6) as at_once:
        list(at_once.map(lambda one: channels.hear(tend, TEAM, one), said))
    assert len(logged(scene, account.id)) == 6
    with scene.look() as session:
        assert newcomers.get(session, TEAM, account.id, ERIK) is not None


def test_a_channel_to_which_they_are_only_invited_is_not_shared_yet(sqlite_scene: Scene) -> None:
    account = sqlite_scene.account(channels=[SHARED])
    tend = listening(sqlite_scene)
    invited = ChannelInfo(SHARED, "x", is_ext_shared=True, is_archived=False, is_member=True, is_private=False)
    tend.channels.note(TEAM, invited, sqlite_scene.now)
    channels.hear(tend, TEAM, Said(SHARED, ANA, NOW))
    assert logged(sqlite_scene, account.id) == []


def test_a_touch_that_was_undone_is_not_taken_up_again_that_day(sqlite_scene: Scene) -> None:
    account = sqlite_scene.account(channels=[SHARED])
    tend = listening(sqlite_scene)
    channels.hear(tend, TEAM, Said(SHARED, ANA, NOW))
    [touch] = logged(sqlite_scene, account.id)
    work.undo(sqlite_scene.store, sqlite_scene.deed(), touch.id)
    channels.hear(tend, TEAM, Said(SHARED, BEN, NOW))  # does not raise that it cannot be corrected
    assert logged(sqlite_scene, account.id) == []
