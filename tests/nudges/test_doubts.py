"""Whether a message was posted is not always known: it is looked for before it is said again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.nudges import slack
from bot.nudges.deliver import Unsure
from bot.nudges.ledger import Ledger
from storage.tables import Message, Workspace
from tests.nudges.house import ALERTS, ANA, CHRIS, DAY, MORNING, TEAM, TUESDAY
from tests.nudges.post import MINUTE, PostOffice, due


def test_a_message_whose_answer_was_lost_is_found_in_the_channel_and_not_said_twice(post_office: PostOffice) -> None:
    due(post_office)
    post_office.slack.faults.add("chat.postMessage", "reset_after_store", times=2)

    post_office.send(MORNING)
    assert {message.state for message in post_office.house.messages()} == {"ambiguous"}
    post_office.send(MORNING + 2 * MINUTE)

    assert len(post_office.all_posts()) == 2
    assert {message.state for message in post_office.house.messages()} == {"sent"}


def test_what_was_said_in_the_channel_before_its_moment_is_not_searched(
    quick_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack, "PAGE", 3)
    monkeypatch.setattr(slack, "PAGES", 1)
    due(quick_office)
    quick_office.time.now = TUESDAY + MINUTE
    for n in range(20):
        quick_office.slack.say(CHRIS, ALERTS, f"word {n}")
    quick_office.slack.faults.add("chat.postMessage", "reset_after_store", times=2)

    quick_office.send(MORNING + MINUTE)
    quick_office.restart(Unsure.HOLD)
    quick_office.send(MORNING + 3 * MINUTE)

    asked = [float(call.args["oldest"]) for call in quick_office.slack.calls("conversations.history")]
    assert min(asked) > (TUESDAY + MINUTE).timestamp()
    assert {message.state for message in quick_office.house.messages()} == {"sent"}


@pytest.mark.parametrize("fault", ["500", "html", "reset_before", "fatal_error", "timeout"])
def test_a_message_that_may_have_been_posted_and_was_not_is_posted_later(quick_office: PostOffice, fault: str) -> None:
    due(quick_office, silent_days=11)
    quick_office.slack.faults.add("chat.postMessage", fault)

    quick_office.send(MORNING)
    assert [message.state for message in quick_office.house.messages()] == ["ambiguous"]
    assert quick_office.all_posts() == []
    quick_office.send(MORNING + 2 * MINUTE)

    assert len(quick_office.all_posts()) == 1
    assert len(quick_office.slack.calls("conversations.history")) == 1


@pytest.mark.parametrize("fault", ["500_after_store", "timeout_after_store"])
def test_an_error_after_slack_stored_a_message_does_not_double_it(quick_office: PostOffice, fault: str) -> None:
    due(quick_office, silent_days=11)
    quick_office.slack.faults.add("chat.postMessage", fault)

    quick_office.send(MORNING)
    quick_office.send(MORNING + 2 * MINUTE)

    assert len(quick_office.all_posts()) == 1
    assert [message.state for message in quick_office.house.messages()] == ["sent"]


def test_a_post_found_again_is_brought_up_to_date_if_it_was_answered_meanwhile(quick_office: PostOffice) -> None:
    acme = due(quick_office, silent_days=11)
    quick_office.slack.faults.add("chat.postMessage", "reset_after_store")
    quick_office.send(MORNING)
    quick_office.house.touch(acme, MORNING + MINUTE)

    quick_office.send(MORNING + 2 * MINUTE)

    [post] = quick_office.posts(ANA)
    assert "spoken to" in str(post.blocks)


def test_a_message_of_unknown_fate_stays_so_while_its_workspace_sleeps(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    quick_office.slack.faults.add("chat.postMessage", "reset_after_store")
    quick_office.send(MORNING)
    quick_office.slack.refuse_tokens()
    quick_office.send(MORNING + 2 * MINUTE)

    quick_office.slack.refuse_tokens(None)
    quick_office.house.change(Workspace, TEAM, asleep_since=None)
    quick_office.send(MORNING + 4 * MINUTE)

    assert len(quick_office.posts(ANA)) == 1


@pytest.mark.parametrize(("unsure", "posts"), [(Unsure.RESEND, 2), (Unsure.HOLD, 1)])
def test_where_the_history_cannot_be_read_a_setting_says_what_to_do(
    quick_office: PostOffice, unsure: Unsure, posts: int
) -> None:
    quick_office.restart(unsure)
    acme = due(quick_office, silent_days=11)
    quick_office.slack.faults.add("chat.postMessage", "reset_after_store")
    quick_office.slack.faults.add("conversations.history", "missing_scope")

    quick_office.send(MORNING)
    quick_office.send(MORNING + 2 * MINUTE)
    quick_office.house.settle(acme, now=MORNING + 3 * MINUTE)
    quick_office.send(MORNING + DAY)

    assert len(quick_office.all_posts()) == posts
    assert quick_office.outbox.courier.counts[f"unsure_{unsure}"] == 1


def test_a_search_that_is_rate_limited_waits_and_leaves_the_fate_open(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    quick_office.slack.faults.add("chat.postMessage", "reset_after_store")
    quick_office.slack.faults.add("conversations.history", "429", retry_after=120)
    quick_office.send(MORNING)

    quick_office.send(MORNING + 2 * MINUTE)
    assert [message.state for message in quick_office.house.messages()] == ["ambiguous"]
    quick_office.send(MORNING + 5 * MINUTE)

    assert len(quick_office.posts(ANA)) == 1
    assert [message.state for message in quick_office.house.messages()] == ["sent"]


def test_a_message_that_was_posted_while_the_database_failed_is_not_said_twice(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    ledger = quick_office.outbox.courier.ledger
    quick_office.outbox.courier.ledger = Forgetful(ledger.store, ledger.by)

    quick_office.send(MORNING)
    quick_office.restart()
    quick_office.send(MORNING + timedelta(hours=2))

    assert len(quick_office.posts(ANA)) == 1
    assert [message.state for message in quick_office.house.messages()] == ["sent"]


class Forgetful(Ledger):
    """A database that fails at the worst moment."""

    def sent(self, message: Message, channel_id: str, ts: str, now: datetime) -> None:
        raise OSError("disk full")
