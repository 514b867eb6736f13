from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.nudges import aftermath as told
from bot.policy import Policy, Tier
from bot.views.aftermath import freed, kindness
from bot.views.post import Post
from bot.work import aftermath, losses
from bot.work import settings as setting_work
from storage import people
from storage.tables import Campaign, LitmusTest, Message
from tests.work.scene import ANA, BEN, CHRIS, NOW, Scene
from tests.work.test_losses import lose


def notices(scene: Scene, about: str) -> list[Message]:
    with scene.look() as session:
        found = session.exec(select(Message).order_by(col(Message.not_before)))
        return [one for one in found if (one.body or {}).get("about") == about]


def word(scene: Scene) -> Post | None:
    [message] = notices(scene, told.KIND_WORD)
    with scene.look() as session:
        return told.kind_word(session, message, kindness)


def later(scene: Scene, now: Any = None) -> Post | None:
    [message] = notices(scene, told.FREED)
    with scene.look() as session:
        return told.freed(session, message, Policy(), now or scene.now, freed)


def text(post: Post | None) -> str:
    assert post is not None
    return "\n".join(str(block.get("text", {}).get("text", "")) for block in post.blocks)


def test_the_owner_hears_a_kind_word_the_next_morning_in_private_whoever_said_it_was_lost(scene: Scene) -> None:
    setting_work.set_lead(scene.store, scene.deed(CHRIS), ANA, BEN)
    acme = scene.account(client_since=date(2021, 4, 1))
    for days in (3, 9, 20):
        scene.touch(acme, days)
    scene.touch(acme, 5, by=BEN)
    lose(scene, acme, by=CHRIS)

    [message] = notices(scene, told.KIND_WORD)
    assert (message.recipient, message.not_before.date()) == (ANA, date(2026, 5, 13))
    said = text(word(scene))
    assert "They were with us since April 2021. Whatever you did for them is not undone." in said
    assert f"<@{BEN}> will want to hear it" in said
    assert "I have told it to nobody else" in said
    for blame in ("fault", "should have", "failed", "why did you", "must"):
        assert blame not in said


def test_nothing_is_said_where_they_were_not_lost_after_all(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    lose(scene, acme)
    losses.reopen(scene.store, scene.deed(CHRIS), acme.id, "a mistake")
    assert word(scene) is None
    assert later(scene) is None


def test_days_later_the_owner_hears_who_of_theirs_could_do_with_the_time(scene: Scene) -> None:
    acme, globex = scene.account("Acme"), scene.account("Globex", tier=Tier.KEY, client_since=date(2020, 1, 1))
    for days in range(1, 9):
        scene.touch(acme, days)
    lose(scene, acme)
    [message] = notices(scene, told.FREED)
    assert message.not_before - NOW > timedelta(days=6)
    said = text(later(scene))
    assert "*Acme* had 8 touches of yours in 90 days. Whatever time that leaves you" in said
    assert "*Globex*: 0 touches, where its cadence asks for about 6" in said
    for days in range(1, 7):
        scene.touch(globex, days)
    assert later(scene) is None  # nobody of theirs gets too little any more


@pytest.mark.parametrize("owner", [None, "left"])
def test_where_nobody_kept_it_nobody_hears_a_word(sqlite_scene: Scene, owner: str | None) -> None:
    scene = sqlite_scene
    acme = scene.account(owner_id=BEN if owner else None)
    if owner:
        with scene.store.write() as session:
            gone = people.get(session, acme.team_id, BEN)
            assert gone is not None
            gone.deactivated_at = scene.now
    lose(scene, acme, by=CHRIS)
    assert notices(scene, told.KIND_WORD) == [] == notices(scene, told.FREED)


def test_one_loss_has_all_the_others_tested_and_a_second_one_no_second_time(scene: Scene) -> None:
    acme, globex = scene.account("Acme"), scene.account("Globex")
    hooli = scene.account("Hooli")
    lose(scene, acme)
    with scene.look() as session:
        [campaign] = session.exec(select(Campaign)).all()
        tested = set(session.exec(select(LitmusTest.account_id)))
    assert campaign.why == aftermath.SWEEP
    assert tested == {globex.id, hooli.id}
    lose(scene, globex)
    with scene.look() as session:
        assert len(session.exec(select(Campaign)).all()) == 1


def test_the_last_client_of_all_leaves_nothing_to_test(sqlite_scene: Scene) -> None:
    lose(sqlite_scene, sqlite_scene.account())
    with sqlite_scene.look() as session:
        assert session.exec(select(Campaign)).all() == []
