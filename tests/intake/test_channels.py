"""What the stand-in cannot show: many who speak at the same moment, on both kinds of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.channels import ChannelInfo
from bot.intake import channels
from bot.intake.channels import Said
from bot.policy import Direction, Kind
from bot.slack import SlackClients
from bot.tend import Tend
from bot.work import touches as work
from bot.work.deed import Repeated
from bot.work.touches import NewTouch
from storage import audit, newcomers, touches
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


def said_of(account_id: str, **told: Any) -> NewTouch:
    """What somebody logs of a message by themselves."""
    plain = {"kind": Kind.MESSAGE, "direction": Direction.FROM_CLIENT, "occurred_at": NOW, "note": "They are happy"}
    return NewTouch(account_id, **{**plain, **told})


def test_what_is_logged_of_a_message_before_it_is_heard_is_joined_by_the_day(scene: Scene) -> None:
    account = scene.account(channels=[OTHER, SHARED])
    tend = listening(scene)
    made = channels.tell(scene.store, scene.deed(BEN), SHARED, said_of(account.id, link="https://x.slack.com/p1"))
    channels.hear(tend, TEAM, Said(SHARED, ERIK, NOW))
    channels.hear(tend, TEAM, Said(OTHER, ANA, NOW))
    [touch] = logged(scene, account.id)
    assert (touch.id, touch.source, touch.direction) == (made.touch.id, "channel", "two-way")
    assert (touch.note, touch.link) == ("They are happy", "https://x.slack.com/p1")


def test_anybody_of_ours_adds_to_a_day_and_the_audit_log_says_who(sqlite_scene: Scene) -> None:
    account = sqlite_scene.account(channels=[SHARED], owner_id=ANA)
    channels.hear(listening(sqlite_scene), TEAM, Said(SHARED, ERIK, NOW))
    channels.tell(sqlite_scene.store, sqlite_scene.deed(BEN), SHARED, said_of(account.id))
    [touch] = logged(sqlite_scene, account.id)
    assert touch.note == "They are happy"
    with sqlite_scene.look() as session:
        newest, *_ = audit.of_account(session, TEAM, account.id)
    assert (newest.deed, newest.person_id, newest.after) == ("touch.join", BEN, {"note": "They are happy"})


def test_the_same_request_adds_once(sqlite_scene: Scene) -> None:
    account = sqlite_scene.account(channels=[SHARED])
    channels.hear(listening(sqlite_scene), TEAM, Said(SHARED, ERIK, NOW))
    deed = replace(sqlite_scene.deed(), request_id="V1")
    channels.tell(sqlite_scene.store, deed, SHARED, said_of(account.id))
    with pytest.raises(Repeated):
        channels.tell(sqlite_scene.store, deed, SHARED, said_of(account.id, note="Twice"))
    assert [touch.note for touch in logged(sqlite_scene, account.id)] == ["They are happy"]


@pytest.mark.parametrize("told", [{"kind": Kind.CALL}, {"occurred_at": NOW - timedelta(days=2)}])
def test_what_is_no_message_of_that_day_is_a_touch_of_its_own(sqlite_scene: Scene, told: dict[str, Any]) -> None:
    account = sqlite_scene.account(channels=[SHARED])
    channels.hear(listening(sqlite_scene), TEAM, Said(SHARED, ERIK, NOW))
    channels.tell(sqlite_scene.store, sqlite_scene.deed(), SHARED, said_of(account.id, **told))
    assert sorted(touch.note for touch in logged(sqlite_scene, account.id)) == ["", "They are happy"]


def test_a_day_that_was_taken_back_stays_so_and_what_is_logged_counts_by_itself(sqlite_scene: Scene) -> None:
    account = sqlite_scene.account(channels=[SHARED])
    channels.hear(listening(sqlite_scene), TEAM, Said(SHARED, ERIK, NOW))
    [gone] = logged(sqlite_scene, account.id)
    work.undo(sqlite_scene.store, sqlite_scene.deed(), gone.id)
    channels.tell(sqlite_scene.store, sqlite_scene.deed(), SHARED, said_of(account.id, source="message"))
    [touch] = logged(sqlite_scene, account.id)
    assert (touch.source, touch.external_id) == ("message", None)


def test_a_touch_that_was_undone_is_not_taken_up_again_that_day(sqlite_scene: Scene) -> None:
    account = sqlite_scene.account(channels=[SHARED])
    tend = listening(sqlite_scene)
    channels.hear(tend, TEAM, Said(SHARED, ANA, NOW))
    [touch] = logged(sqlite_scene, account.id)
    work.undo(sqlite_scene.store, sqlite_scene.deed(), touch.id)
    channels.hear(tend, TEAM, Said(SHARED, BEN, NOW))  # does not raise that it cannot be corrected
    assert logged(sqlite_scene, account.id) == []
