from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.playground.standin import Standin
from bot.slack import SlackClients
from tests.handlers.conftest import office
from tests.handlers.office import ANA, Office
from tests.nudges.conftest import post_office, quick_office
from tests.nudges.house import ALERTS, MORNING
from tests.nudges.post import PostOffice

__all__ = ["office", "post_office", "quick_office"]

Counted = Callable[..., float]


@pytest.fixture
def counted() -> Counted:
    """How much was counted under a name and labels since the test began."""
    before = {(s.name, *sorted(s.labels.items())): s.value for m in metrics.REGISTRY.collect() for s in m.samples}

    def count(name: str, **labels: str) -> float:
        now = metrics.REGISTRY.get_sample_value(name, labels) or 0.0
        return now - before.get((name, *sorted(labels.items())), 0.0)

    return count


def test_commands_and_calls_to_slack_are_counted(office: Office, counted: Counted) -> None:
    office.says("/client help")
    office.says("/touch help")
    office.says("/touch help")

    assert counted("tend_commands_total", command="/client") == 1
    assert counted("tend_commands_total", command="/touch") == 2


@pytest.mark.parametrize(("fault", "code"), [("not_in_channel", "not_in_channel"), ("500", "http_500")])
def test_a_call_that_slack_refuses_is_counted_by_its_code(fault: str, code: str, counted: Counted) -> None:
    with Standin() as slack:
        client = SlackClients(slack.api_url, slack.bot_token).of(slack.team_id)
        client.auth_test()
        slack.faults.add("auth.test", fault, times=1)
        with pytest.raises(SlackApiError):
            client.auth_test()

    assert counted("tend_slack_calls_total", method="auth.test", code="ok") == 1
    assert counted("tend_slack_calls_total", method="auth.test", code=code) == 1


def test_what_slack_invents_as_a_code_makes_no_label(counted: Counted) -> None:
    metrics.slack_call("auth.test", "Sorry, <b>no</b>")

    assert counted("tend_slack_calls_total", method="auth.test", code="other") == 1


def test_nudges_and_messages_are_counted_with_the_time_they_took(quick_office: PostOffice, counted: Counted) -> None:
    house = quick_office.house
    house.settle(house.account("Acme", silent_days=11))
    quick_office.time.now = MORNING
    quick_office.time.pass_by(seconds=90)
    quick_office.send()

    assert counted("tend_nudges_opened_total", rule="silence") == 1
    assert counted("tend_message_lag_seconds_count", kind="daily") == 1
    assert counted("tend_message_lag_seconds_sum", kind="daily") == 90


def test_the_time_that_a_message_took_begins_when_it_was_due_however_often_it_was_tried(
    quick_office: PostOffice, counted: Counted
) -> None:
    house = quick_office.house
    house.settle(house.account("Acme", silent_days=11))
    quick_office.slack.faults.add("chat.postMessage", "service_unavailable")
    quick_office.send(MORNING)
    quick_office.send(MORNING + timedelta(minutes=30))

    assert len(quick_office.posts(ANA)) == 1
    assert counted("tend_message_lag_seconds_sum", kind="daily") == 1800


def test_a_channel_s_night_is_no_time_that_a_message_took(quick_office: PostOffice, counted: Counted) -> None:
    house = quick_office.house
    house.settle(house.account("Acme", silent_days=15, owner_id=None))
    quick_office.send(MORNING + timedelta(hours=14))
    quick_office.send(MORNING + timedelta(days=1))

    assert len(quick_office.posts(ALERTS)) == 1
    assert counted("tend_message_lag_seconds_count", kind="post") == 1
    assert counted("tend_message_lag_seconds_sum", kind="post") == 0


def test_a_nudge_that_is_rolled_back_does_not_count(quick_office: PostOffice, counted: Counted) -> None:
    def fail() -> None:
        with quick_office.house.store.write() as session:
            metrics.nudge_opened(session, "silence")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert counted("tend_nudges_opened_total", rule="silence") == 0


def test_what_may_have_been_posted_and_what_is_tried_again_are_counted(
    quick_office: PostOffice, counted: Counted
) -> None:
    house = quick_office.house
    house.settle(house.account("Acme", silent_days=11))
    quick_office.slack.faults.add("chat.postMessage", "500_after_store", times=1)
    quick_office.send(MORNING)
    quick_office.time.pass_by(minutes=5)
    quick_office.send()

    assert len(quick_office.posts(ANA)) == 1
    assert counted("tend_retries_total", fate="unsure") == 1
    assert counted("tend_ambiguous_total", outcome="found") == 1
