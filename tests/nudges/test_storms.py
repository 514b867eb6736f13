"""What has piled up is said at once, and at no hour of the night."""

from __future__ import annotations

from datetime import timedelta

from tests.nudges.house import ALERTS, ANA, DAY, MORNING, TUESDAY
from tests.nudges.post import MINUTE, PostOffice, due


def test_many_posts_for_one_channel_become_one_summary(post_office: PostOffice) -> None:
    ids = [due(post_office, f"Client {n}", owner_id=None) for n in range(8)]

    post_office.send(MORNING)

    [summary] = post_office.posts(ALERTS)
    assert all(f"Client {n}" in str(summary.blocks) for n in range(8))
    states = [message.state for message in post_office.house.messages(kind="post")]
    assert sorted(states) == ["dropped"] * 7 + ["sent"]
    post_office.house.settle(*ids, now=MORNING)
    post_office.send(MORNING + 2 * MINUTE)
    assert len(post_office.posts(ALERTS)) == 1


def test_a_few_posts_for_one_channel_come_one_by_one_and_a_second_apart(quick_office: PostOffice) -> None:
    for n in range(3):
        due(quick_office, f"Client {n}", owner_id=None)

    counts = []
    for second in range(4):
        quick_office.send(MORNING + timedelta(seconds=second))
        counts.append(len(quick_office.posts(ALERTS)))

    assert counts == [1, 2, 3, 3]


def test_days_that_piled_up_while_slack_was_out_are_said_as_one(post_office: PostOffice) -> None:
    for n in range(3):
        acme = post_office.house.account(f"Client {n}", silent_days=10 - n)
        post_office.house.settle(acme, now=TUESDAY + n * DAY)
    assert len(post_office.house.messages(recipient=ANA)) == 3

    post_office.send(TUESDAY + 2 * DAY + timedelta(hours=6))

    [mine] = post_office.posts(ANA)
    assert all(f"Client {n}" in str(mine.blocks) for n in range(3))


def test_nobody_is_written_to_at_night_after_an_outage(post_office: PostOffice) -> None:
    due(post_office)

    night = MORNING + timedelta(hours=14)
    post_office.send(night)
    assert post_office.all_posts() == []

    post_office.send(MORNING + DAY)
    assert len(post_office.posts(ANA)) == 1
    assert len(post_office.posts(ALERTS)) == 1
