"""Posts are brought up to date where they stand."""

from __future__ import annotations

import pytest

from tests.nudges.house import ALERTS, ANA, DAY, MORNING
from tests.nudges.post import MINUTE, PostOffice, due


def test_a_posted_warning_is_updated_in_place_when_a_touch_answers_it(post_office: PostOffice) -> None:
    acme = due(post_office)
    post_office.send(MORNING)
    before = {post.ts for post in post_office.all_posts()}

    post_office.house.touch(acme, MORNING + MINUTE)
    post_office.send(MORNING + MINUTE)

    posts = post_office.all_posts()
    assert {post.ts for post in posts} == before
    assert all("spoken to on 12 May, by Ana" in str(post.blocks) for post in posts)
    assert all("nudge.log" not in str(post.blocks) for post in posts)


def test_an_answered_card_leaves_the_others_of_its_message_as_they_were(post_office: PostOffice) -> None:
    ids = [due(post_office, f"Client {n}", silent_days=11) for n in range(9)]
    post_office.send(MORNING)
    [before] = [str(post.blocks) for post in post_office.posts(ANA)]

    post_office.house.touch(ids[2], MORNING + MINUTE)
    post_office.send(MORNING + MINUTE)

    [after] = [str(post.blocks) for post in post_office.posts(ANA)]
    assert [f"Client {n}" in after for n in range(9)] == [f"Client {n}" in before for n in range(9)]
    assert after.count("nudge.log") == before.count("nudge.log") - 1


def test_a_revision_asked_for_while_another_runs_is_not_forgotten(quick_office: PostOffice) -> None:
    first = due(quick_office, silent_days=11)
    second = due(quick_office, "Globex", silent_days=11)
    quick_office.send(MORNING)
    quick_office.house.touch(first, MORNING + MINUTE)
    [claimed] = quick_office.house.messages(recipient=ANA)

    quick_office.house.touch(second, MORNING + 2 * MINUTE)
    quick_office.outbox.courier.ledger.revised(claimed, None)
    quick_office.send(MORNING + 3 * MINUTE)

    [post] = quick_office.posts(ANA)
    assert str(post.blocks).count("spoken to") == 2


@pytest.mark.parametrize("fault", ["500", "429", "timeout", "service_unavailable"])
def test_a_revision_that_failed_is_tried_again(quick_office: PostOffice, fault: str) -> None:
    acme = due(quick_office, silent_days=11)
    quick_office.send(MORNING)
    quick_office.house.touch(acme, MORNING + MINUTE)
    quick_office.slack.faults.add("chat.update", fault)

    quick_office.send(MORNING + MINUTE)
    quick_office.send(MORNING + 10 * MINUTE)

    assert "spoken to" in str(quick_office.posts(ANA)[0].blocks)


def test_a_post_that_somebody_deleted_is_left_at_that(quick_office: PostOffice) -> None:
    acme = due(quick_office, silent_days=11)
    quick_office.send(MORNING)
    [post] = quick_office.posts(ANA)
    quick_office.slack.world.remove(post)
    quick_office.house.touch(acme, MORNING + MINUTE)

    quick_office.send(MORNING + MINUTE)
    quick_office.send(MORNING + DAY)

    assert len(quick_office.slack.calls("chat.update")) == 1
    assert quick_office.posts(ANA) == []


def test_a_post_in_a_channel_that_became_shared_is_not_touched_any_more(quick_office: PostOffice) -> None:
    acme = due(quick_office)
    quick_office.send(MORNING)
    quick_office.slack.world.channels[ALERTS].is_ext_shared = True
    quick_office.house.touch(acme, MORNING + 10 * MINUTE)

    quick_office.send(MORNING + 10 * MINUTE)

    assert "spoken to" in str(quick_office.posts(ANA)[0].blocks)
    assert "spoken to" not in str(quick_office.posts(ALERTS)[0].blocks)
