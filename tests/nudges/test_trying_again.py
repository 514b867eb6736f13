"""What Slack does not take just now is said later."""

from __future__ import annotations

from datetime import timedelta

from storage.tables import Message, Workspace
from tests.nudges.house import ANA, DAY, MORNING, TEAM
from tests.nudges.post import MINUTE, PostOffice, due


def test_a_429_waits_as_told_and_does_not_count_as_an_attempt(quick_office: PostOffice) -> None:
    due(quick_office)
    quick_office.slack.faults.add("chat.postMessage", "429", retry_after=90)

    quick_office.send(MORNING)
    quick_office.send(MORNING + MINUTE)
    assert quick_office.all_posts() == []
    assert len(quick_office.slack.calls("chat.postMessage")) == 1
    assert {(message.state, message.attempts) for message in quick_office.house.messages()} == {("ready", 0)}

    quick_office.send(MORNING + 2 * MINUTE)
    assert len(quick_office.all_posts()) == 2


def test_a_passing_error_is_tried_again_later_and_later(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    quick_office.slack.faults.add("chat.postMessage", "service_unavailable", times=3)

    waits = []
    at = MORNING
    for _ in range(3):
        quick_office.send(at)
        [message] = quick_office.house.messages()
        waits.append(message.not_before - at)
        at = message.not_before
    quick_office.send(at)

    assert waits == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert len(quick_office.posts(ANA)) == 1


def test_the_wait_for_another_attempt_ends_at_a_day(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    [message] = quick_office.house.messages()
    quick_office.house.change(Message, (TEAM, message.id), attempts=1000)
    quick_office.slack.faults.add("chat.postMessage", "service_unavailable")

    quick_office.send(MORNING)

    [message] = quick_office.house.messages()
    assert message.not_before == MORNING + DAY


def test_when_slack_cannot_be_reached_nothing_is_lost(quick_office: PostOffice) -> None:
    due(quick_office)
    quick_office.slack.stop()

    quick_office.send(MORNING)

    assert {message.state for message in quick_office.house.messages()} == {"ready"}


def test_a_workspace_whose_token_was_revoked_sleeps_and_loses_nothing(post_office: PostOffice) -> None:
    due(post_office)
    post_office.slack.refuse_tokens("token_revoked")

    post_office.send(MORNING)
    calls = len(post_office.slack.calls())
    post_office.send(MORNING + DAY)

    [workspace] = post_office.house.rows(Workspace)
    assert (workspace.asleep_since, workspace.asleep_reason) == (MORNING, "token_revoked")
    assert len(post_office.slack.calls()) == calls
    assert {message.state for message in post_office.house.messages()} == {"ready"}

    post_office.slack.refuse_tokens(None)
    post_office.house.change(Workspace, TEAM, asleep_since=None)
    post_office.send(MORNING + DAY + MINUTE)
    assert len(post_office.all_posts()) == 2
