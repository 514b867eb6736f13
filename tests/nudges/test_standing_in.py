"""Who hears it where the first in line cannot."""

from __future__ import annotations

from datetime import date, timedelta

from bot import directory
from storage import outbox
from storage.tables import MessageNudge, Person, Workspace
from tests.nudges.house import ALERTS, ANA, ARCHIVED, BEN, CHRIS, CLEO, DAY, MORNING, SHARED, TEAM, away, link
from tests.nudges.post import MINUTE, PostOffice, due


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
    assert "undeliverable" not in {(message.body or {}).get("about") for message in post_office.house.messages()}


def test_a_channel_of_which_slack_told_that_it_is_shared_has_no_post_planned(quick_office: PostOffice) -> None:
    acme = quick_office.house.account("Acme", silent_days=15)
    quick_office.house.add(link(acme, SHARED))
    directory.channel(quick_office.tend, TEAM, SHARED)
    quick_office.house.settle(acme)

    quick_office.send(MORNING)

    assert quick_office.house.messages(recipient=SHARED) == []
    [instead] = quick_office.posts(ALERTS)
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


def test_somebody_whom_slack_does_not_know_is_stood_in_for(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=11, owner_id=CLEO, backup_id=ANA)

    quick_office.send(MORNING)
    for _ in range(2):
        quick_office.send(MORNING + DAY)

    assert len(quick_office.posts(ANA)) == 1
    assert {hung.heard_as for hung in quick_office.house.rows(MessageNudge)} >= {"backup"}
