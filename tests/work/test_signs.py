from __future__ import annotations

from typing import Any

import pytest

from bot.policy import Sign
from bot.work import touches
from bot.work.deed import Refused
from storage import audit
from tests.work.scene import TEAM, Scene

LINK = "https://brightside.slack.com/archives/C0GENERAL/p1747043000000100?thread_ts=1747042000.000100&cid=C0GENERAL"


def test_signs_of_warning_and_the_message_are_kept_with_the_touch(scene: Scene) -> None:
    acme = scene.account()
    done = scene.touch(acme, signs=[Sign.SLOWER, Sign.EXPORTS, "slower"], link=LINK)
    with scene.look() as session:
        touch = session.get(type(done.touch), (TEAM, done.touch.id))
        assert (touch.signs, touch.link) == (["slower", "exports"], LINK)
        [logged] = [row for row in audit.of_account(session, TEAM, acme.id, limit=9) if row.deed == "touch.log"]
    assert logged.after is not None
    assert logged.after["signs"] == ["slower", "exports"]


def test_of_a_touch_without_signs_nothing_is_kept(scene: Scene) -> None:
    touch = scene.touch(scene.account()).touch
    assert (touch.signs, touch.link) == (None, None)


def test_an_edit_changes_the_signs_and_keeps_the_message(scene: Scene) -> None:
    acme = scene.account()
    first = scene.touch(acme, signs=["slower"], link=LINK).touch
    edited = touches.edit(scene.store, scene.deed(), first.id, scene.new_touch(acme, signs=["fewer"])).touch
    assert (edited.signs, edited.link) == (["fewer"], LINK)
    assert touches.edit(scene.store, scene.deed(), first.id, scene.new_touch(acme)).touch.signs is None


@pytest.mark.parametrize("wrong", [{"signs": ["angry"]}, {"link": "javascript:alert(1)"}, {"link": "https://x y"}])
def test_what_is_no_sign_and_no_address_is_refused(sqlite_scene: Scene, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        sqlite_scene.touch(sqlite_scene.account(), **wrong)
