from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from bot.nudges import never_again as told
from bot.views.never_again import post as show
from bot.work import lessons, losses, never_again
from bot.work.deed import AlreadyDone, Refused
from bot.work.lessons import NewLesson, Way
from bot.work.never_again import Told
from bot.work.permission import NotAllowed
from storage import lessons as rows
from storage.tables import Account, Audit, Loss, Message, NeverAgain
from tests.work.scene import ANA, BEN, CHRIS, DANA, TEAM, Scene
from tests.work.test_losses import lose


def taught(scene: Scene) -> tuple[Account, str]:
    """A loss with a lesson; the loss's id."""
    globex, loss = taught_of(scene, "Globex")
    return globex, loss.id


def taught_of(scene: Scene, name: str) -> tuple[Account, Loss]:
    account = scene.account(name, annual_value_minor=90_000_00, currency="EUR")
    loss = lose(scene, account).loss
    new = NewLesson(account.id, "Ask after the third month, too", Way.COMPUTED, date(2026, 6, 1), "silent")
    lessons.draw(scene.store, scene.deed(), new)
    return account, loss


def tell(scene: Scene, loss_id: str, by: str | None = CHRIS) -> NeverAgain:
    return never_again.post(scene.store, scene.deed(by), Told(loss_id, "C0HEALTH", "Please read it."))


def posts(scene: Scene) -> list[Message]:
    with scene.look() as session:
        return [one for one in session.exec(select(Message)) if (one.body or {}).get("about") == told.ABOUT]


def words(scene: Scene) -> str:
    [message] = posts(scene)
    with scene.look() as session:
        post = told.compose(session, message, show)
    assert post is not None
    return str(post.blocks)


def test_a_loss_and_its_lessons_go_to_the_channel_that_was_chosen(scene: Scene) -> None:
    _, loss_id = taught(scene)
    tell(scene, loss_id)
    [message] = posts(scene)
    assert (message.recipient, message.kind) == ("C0HEALTH", "notice")
    said = words(scene)
    assert "*Globex* is no longer a client of ours." in said
    assert "1. Ask after the third month, too" in said
    assert "90,000 EUR a year" in said
    assert "Please read it." in said
    assert "Nobody has said yet that they read it." in said
    assert ANA not in said  # whose account it was is nobody's business there


def test_who_read_it_stands_in_the_post(scene: Scene) -> None:
    _, loss_id = taught(scene)
    word = tell(scene, loss_id)
    for who in (BEN, ANA):
        never_again.acknowledge(scene.store, scene.deed(who), word.id)
    assert f"Read by 2: <@{ANA}> and <@{BEN}>" in words(scene)
    assert posts(scene)[0].revise_at is not None
    with pytest.raises(AlreadyDone):
        never_again.acknowledge(scene.store, scene.deed(BEN), word.id)


def test_it_is_told_once_and_only_with_a_lesson(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    hooli = lose(scene, scene.account("Hooli")).loss
    with pytest.raises(Refused, match="no lesson yet"):
        tell(scene, hooli.id)
    _, loss_id = taught(scene)
    tell(scene, loss_id)
    with pytest.raises(Refused, match="was told before"):
        tell(scene, loss_id)


def test_it_is_told_by_who_leads_and_read_by_ours_alone(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    _, loss_id = taught(scene)
    with pytest.raises(NotAllowed):
        tell(scene, loss_id, by=BEN)
    word = tell(scene, loss_id)
    with pytest.raises(NotAllowed):
        never_again.acknowledge(scene.store, scene.deed(DANA), word.id)


def test_a_post_whose_lessons_were_all_dropped_is_not_sent(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    _, loss_id = taught(scene)
    tell(scene, loss_id)
    with scene.look() as session:
        [lesson] = rows.of_losses(session, TEAM, [loss_id])[loss_id]
    lessons.end(scene.store, scene.deed(CHRIS), lesson.id, dropped=True)
    [message] = posts(scene)
    with scene.look() as session:
        assert told.compose(session, message, show) is None


def test_what_was_told_and_read_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    _, loss_id = taught(scene)
    never_again.acknowledge(scene.store, scene.deed(BEN), tell(scene, loss_id).id)
    with scene.look() as session:
        deeds = {row.deed for row in session.exec(select(Audit))}
    assert {"never_again.post", "never_again.read"} <= deeds


def test_a_loss_that_was_a_mistake_is_told_to_nobody(sqlite_scene: Scene) -> None:
    globex, loss_id = taught(sqlite_scene)
    tell(sqlite_scene, loss_id)
    [message] = posts(sqlite_scene)
    losses.reopen(sqlite_scene.store, sqlite_scene.deed(CHRIS), globex.id, "it was another one")
    with sqlite_scene.look() as session:
        assert told.compose(session, message, show) is None
    _, other = taught_of(sqlite_scene, "Hooli")
    losses.reopen(sqlite_scene.store, sqlite_scene.deed(CHRIS), other.account_id, "it was another one")
    with pytest.raises(Refused, match="no longer lost"):
        tell(sqlite_scene, other.id)
