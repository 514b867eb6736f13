from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.nudges import slack
from bot.nudges.deliver import Unsure
from bot.nudges.ledger import Ledger
from storage import outbox
from storage.tables import Message, MessageNudge, Person, Workspace
from tests.nudges.house import (
    ALERTS,
    ANA,
    ARCHIVED,
    BEN,
    CHRIS,
    CLEO,
    DAY,
    MORNING,
    SHARED,
    TEAM,
    TUESDAY,
    away,
    link,
)
from tests.nudges.post import PostOffice

MINUTE = timedelta(minutes=1)


def due(office: PostOffice, name: str = "Acme", silent_days: int = 15, **columns: Any) -> str:
    account_id = office.house.account(name, silent_days=silent_days, **columns)
    office.house.settle(account_id)
    return account_id


def test_the_owner_hears_at_nine_and_the_channel_when_it_has_opened(post_office: PostOffice) -> None:
    due(post_office)

    post_office.send(TUESDAY)
    assert post_office.all_posts() == []

    post_office.send(MORNING)
    [mine], [ours] = post_office.posts(ANA), post_office.posts(ALERTS)
    assert "Acme" in mine.text
    assert "Acme" in ours.text


def test_every_post_carries_the_id_of_its_message(post_office: PostOffice) -> None:
    due(post_office)
    post_office.send(MORNING)

    messages = {message.id: message for message in post_office.house.messages()}
    for post in post_office.all_posts():
        assert post.metadata is not None
        assert post.metadata["event_type"] == "tend_message"
        message = messages.pop(post.metadata["event_payload"]["id"])
        assert (message.state, message.ts, message.channel_id) == ("sent", post.ts, post.channel)
    assert messages == {}


def test_sending_again_says_nothing_again(post_office: PostOffice) -> None:
    due(post_office)
    post_office.send(MORNING)
    before = len(post_office.all_posts())

    post_office.send(MORNING + MINUTE)
    post_office.restart()
    post_office.send(MORNING + DAY)

    assert len(post_office.all_posts()) == before == 2


def test_a_nudge_that_was_answered_before_it_was_said_is_not_said(post_office: PostOffice) -> None:
    acme = due(post_office)
    post_office.house.touch(acme, TUESDAY)

    post_office.send(MORNING)

    assert post_office.all_posts() == []
    assert {message.state for message in post_office.house.messages()} == {"dropped"}


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


def test_a_day_shows_no_more_cards_than_the_budget_worst_first(quick_office: PostOffice) -> None:
    for n in range(10):
        due(quick_office, f"Early {n}", silent_days=11)
    due(quick_office, "Worst", silent_days=25)

    quick_office.send(MORNING)

    [post] = quick_office.posts(ANA)
    assert str(post.blocks).count("nudge.log") == 7
    assert "+4 more" in str(post.blocks)
    assert str(post.blocks).index("Worst") < str(post.blocks).index("Early")


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


def test_an_owner_whom_slack_refuses_is_stood_in_for_and_the_admins_are_told_once(post_office: PostOffice) -> None:
    due(post_office, silent_days=11)
    due(post_office, "Globex", silent_days=11)
    post_office.slack.faults.add("chat.postMessage", "user_disabled")

    post_office.send(MORNING)
    post_office.send(MORNING + DAY)
    post_office.send(MORNING + DAY + timedelta(hours=6))  # 10 o'clock for Chris

    assert post_office.posts(ANA) == []
    [ben] = post_office.posts(BEN)
    assert "Slack could not reach Ana" in str(ben.blocks)
    [chris] = post_office.posts(CHRIS)
    assert f"<@{ANA}>" in chris.text


def test_a_channel_with_people_of_another_company_is_never_posted_in(post_office: PostOffice) -> None:
    acme = post_office.house.account("Acme", silent_days=15)
    post_office.house.add(link(acme, SHARED))
    post_office.house.settle(acme)

    post_office.send(MORNING)
    post_office.send(MORNING + 2 * MINUTE)

    assert post_office.posts(SHARED) == []
    [instead] = post_office.posts(ALERTS)
    assert "Acme" in instead.text


def test_a_channel_that_became_shared_is_noticed_before_the_next_post(quick_office: PostOffice) -> None:
    due(quick_office)
    quick_office.slack.world.channels[ALERTS].is_ext_shared = True

    quick_office.send(MORNING)

    assert quick_office.posts(ALERTS) == []


def test_an_archived_channel_gives_way_to_the_alert_channel(post_office: PostOffice) -> None:
    acme = post_office.house.account("Acme", silent_days=15)
    post_office.house.add(link(acme, ARCHIVED))
    post_office.house.settle(acme)

    post_office.send(MORNING)
    post_office.send(MORNING + 2 * MINUTE)

    [instead] = post_office.posts(ALERTS)
    assert "the account's channel is archived" in str(instead.blocks)


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


def test_an_owner_who_went_away_before_the_morning_is_stood_in_for(post_office: PostOffice) -> None:
    due(post_office, silent_days=11)
    away(post_office.house, ANA, date(2026, 5, 12), date(2026, 5, 20))

    post_office.send(MORNING)
    post_office.send(MORNING + DAY)

    assert post_office.posts(ANA) == []
    [ben] = post_office.posts(BEN)
    assert "Ana Souza is away until 20 May" in str(ben.blocks)


def test_an_owner_who_left_before_the_morning_is_stood_in_for(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    quick_office.slack.world.users[ANA].deleted = True

    quick_office.send(MORNING)
    quick_office.send(MORNING + DAY)

    assert quick_office.posts(ANA) == []
    assert "Ana Souza is no longer here" in str(quick_office.posts(BEN)[0].blocks)


def test_a_reader_is_asked_of_slack_once_a_day_and_believed_while_slack_cannot_tell(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    quick_office.slack.faults.add("users.info", "500", times=None)
    quick_office.send(MORNING)
    assert len(quick_office.posts(ANA)) == 1

    quick_office.slack.faults.clear()
    asked = len(quick_office.slack.calls("users.info"))
    for n in range(3):
        with quick_office.house.store.write() as session:
            outbox.notify(session, TEAM, ANA, f"word:{n}", {"about": "say", "text": "a word"}, MORNING)
        quick_office.send(MORNING + (n + 1) * MINUTE)

    assert len(quick_office.posts(ANA)) == 4
    assert len(quick_office.slack.calls("users.info")) == asked + 1


def test_what_nobody_could_hear_is_said_when_somebody_can(post_office: PostOffice) -> None:
    post_office.house.change(Workspace, TEAM, alert_channel_id=None)
    post_office.house.change(Person, (TEAM, CHRIS), role="member")
    due(post_office, silent_days=11, owner_id=None)
    post_office.send(MORNING)
    assert post_office.all_posts() == []

    post_office.house.change(Workspace, TEAM, alert_channel_id=ALERTS)
    post_office.send(MORNING + DAY)
    post_office.send(MORNING + DAY + 2 * MINUTE)

    assert len(post_office.posts(ALERTS)) == 1


def test_blocks_that_slack_refuses_are_left_out_rather_than_the_message(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    quick_office.slack.faults.add("chat.postMessage", "invalid_blocks")

    quick_office.send(MORNING)

    [post] = quick_office.posts(ANA)
    assert "Acme" in post.text
    assert post.blocks == []


def test_a_lease_that_lapsed_before_the_post_is_given_up(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    quick_office.time.now = MORNING
    ticking = iter(range(1000))

    def slow() -> object:
        return MORNING + next(ticking) * timedelta(seconds=20)

    quick_office.outbox.send(slow)  # type: ignore[arg-type]
    assert quick_office.all_posts() == []
    assert quick_office.outbox.courier.counts["given_back"] == 1

    quick_office.send(MORNING + 5 * MINUTE)
    assert len(quick_office.posts(ANA)) == 1


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


def test_somebody_whom_slack_does_not_know_is_stood_in_for(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11, owner_id=CLEO, backup_id=ANA)

    quick_office.send(MORNING)
    for _ in range(2):
        quick_office.send(MORNING + DAY)

    assert len(quick_office.posts(ANA)) == 1
    assert {hung.heard_as for hung in quick_office.house.rows(MessageNudge)} >= {"backup"}


def test_one_message_that_cannot_be_put_together_is_postponed_and_the_others_go_on(quick_office: PostOffice) -> None:
    with quick_office.house.store.write() as session:
        outbox.notify(session, TEAM, ANA, "notice:bad", {"about": "nothing that we know"}, TUESDAY)
    due(quick_office)

    quick_office.send(MORNING)
    quick_office.send(MORNING + timedelta(seconds=1))
    assert len(quick_office.all_posts()) == 2
    [bad] = quick_office.house.messages(kind="notice")
    assert (bad.state, bad.not_before) == ("ready", MORNING + timedelta(hours=1))

    quick_office.house.change(Message, (TEAM, bad.id), body={"about": "say", "text": "hello"})
    quick_office.send(MORNING + timedelta(hours=1))
    assert quick_office.posts(ANA)[-1].text == "hello"


def test_a_message_that_was_posted_while_the_database_failed_is_not_said_twice(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11)
    ledger = quick_office.outbox.courier.ledger
    quick_office.outbox.courier.ledger = Forgetful(ledger.store, ledger.by)

    quick_office.send(MORNING)
    quick_office.restart()
    quick_office.send(MORNING + timedelta(hours=2))

    assert len(quick_office.posts(ANA)) == 1
    assert [message.state for message in quick_office.house.messages()] == ["sent"]


def test_a_post_in_a_channel_that_became_shared_is_not_touched_any_more(quick_office: PostOffice) -> None:
    acme = due(quick_office)
    quick_office.send(MORNING)
    quick_office.slack.world.channels[ALERTS].is_ext_shared = True
    quick_office.house.touch(acme, MORNING + 10 * MINUTE)

    quick_office.send(MORNING + 10 * MINUTE)

    assert "spoken to" in str(quick_office.posts(ANA)[0].blocks)
    assert "spoken to" not in str(quick_office.posts(ALERTS)[0].blocks)


class Forgetful(Ledger):
    """A database that fails at the worst moment."""

    def sent(self, message: Message, channel_id: str, ts: str, now: datetime) -> None:
        raise OSError("disk full")
