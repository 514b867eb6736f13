"""Digests on their way: who gets which, when, and once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import directory
from bot.playground.seen import words_of
from bot.playground.world import Message as Post
from storage.tables import Account, Message, Person, Workspace
from tests.nudges.house import ALERTS, ANA, BEN, CHRIS, DAY, SHARED, TEAM, away, link
from tests.nudges.post import PostOffice

NIGHT = datetime(2026, 5, 11, 2, 5, tzinfo=UTC)  # Monday, five past three in Lisbon
MONDAY = datetime(2026, 5, 11, 8, 2, tzinfo=UTC)  # after nine
WEEK = timedelta(weeks=1)
OWN = "C0GENERAL"  # a channel of ours, linked to an account


@pytest.fixture
def office(quick_office: PostOffice) -> PostOffice:
    """It was counted on Sunday night, and is Monday before dawn."""
    quick_office.tick(NIGHT - DAY)
    return quick_office


def due(office: PostOffice, name: str = "Acme", silent_days: int = 15, **columns: Any) -> str:
    """An account whose owner was told of it last week."""
    account_id = office.house.account(name, silent_days=silent_days, now=MONDAY - 5 * DAY, **columns)
    office.house.settle(account_id, now=MONDAY - 5 * DAY)
    return account_id


def digests(office: PostOffice, whose: str) -> list[Post]:
    return [post for post in office.posts(whose) if "since" in post.text]


def week(office: PostOffice, monday: datetime = MONDAY) -> None:
    """The night before a Monday, and two minutes of its morning: posts in a channel come a second apart."""
    office.tick(monday - (MONDAY - NIGHT))
    morning(office, monday)


def morning(office: PostOffice, at: datetime) -> None:
    for minutes in (0, 1):
        office.tick(at + timedelta(minutes=minutes))


def test_a_lead_and_the_alert_channel_get_the_weeks_digest_on_monday_morning_and_once(office: PostOffice) -> None:
    due(office)
    office.tick(NIGHT)
    assert {m.slot for m in office.house.messages(kind="digest")} == {"digest:2026-W20"}
    assert digests(office, BEN) == digests(office, ALERTS) == []

    office.tick(MONDAY - timedelta(minutes=3))
    assert digests(office, BEN) == []
    for minutes in (0, 1, 60):
        office.tick(MONDAY + timedelta(minutes=minutes))

    [bens], [ours] = digests(office, BEN), digests(office, ALERTS)
    assert bens.text.startswith("Your team's clients since 4 May. Of 1 account: ◐ due 1.")
    assert ours.text.startswith("Our clients since 4 May. Of 1 account: ◐ due 1.")
    assert digests(office, ANA) == digests(office, CHRIS) == []
    assert "`/client settings hear digest monthly in here`" in words_of(ours)
    assert "`/client settings hear digest monthly`" in words_of(bens)


def test_the_next_one_tells_what_changed_since_the_last(office: PostOffice) -> None:
    acme = due(office)
    globex = due(office, "Globex", 12)
    week(office)
    office.house.touch(acme, MONDAY + DAY)
    office.house.settle(globex, now=MONDAY + 2 * DAY)
    office.house.account("Initech", silent_days=0, now=MONDAY + DAY, created_at=MONDAY + DAY)
    week(office, MONDAY + WEEK)

    said = digests(office, BEN)[-1].text
    assert "since 11 May" in said
    assert "Got worse: *Globex*." in said
    assert "Answered by a touch: *Acme*." in said
    assert "New: *Initech*." in said
    assert "1 touch; 2 of 3 accounts spoken to." in said
    assert "Waits now" not in said


def test_what_was_said_before_and_is_open_is_told_again_in_the_digest(office: PostOffice) -> None:
    due(office, silent_days=25)
    week(office)
    week(office, MONDAY + WEEK)

    assert "Still open, though said before: *Acme*" in digests(office, BEN)[-1].text


def test_a_lead_who_is_away_gets_the_latest_when_they_are_back(office: PostOffice) -> None:
    due(office)
    away(office.house, BEN, date(2026, 5, 10), date(2026, 5, 19))
    week(office)
    week(office, MONDAY + WEEK)
    assert digests(office, BEN) == []

    for days in (9, 10):
        office.tick(MONDAY + days * DAY)
    assert len(digests(office, BEN)) == 1
    slots = {m.slot: m.state for m in office.house.messages(kind="digest", recipient=BEN)}
    assert slots == {"digest:2026-W20": "dropped", "digest:2026-W21": "sent"}


def test_who_left_gets_none(office: PostOffice) -> None:
    due(office)
    office.tick(NIGHT)
    office.slack.world.users[BEN].deleted = True
    office.house.change(Person, (TEAM, BEN), deactivated_at=NIGHT)
    office.tick(MONDAY)

    assert {m.state for m in office.house.messages(kind="digest", recipient=BEN)} == {"dropped"}


@pytest.mark.parametrize(
    ("often", "slots"),
    [("never", set()), ("monthly", {"report:2026-06"}), (None, {"digest:2026-W23", "report:2026-06"})],
)
def test_a_lead_gets_what_they_asked_for(office: PostOffice, often: str | None, slots: set[str]) -> None:
    due(office)
    asked = {"frequencies": {"digest": often}} if often else None
    office.house.change(Person, (TEAM, BEN), preferences=asked)
    office.tick(datetime(2026, 5, 31, 2, 5, tzinfo=UTC))
    office.tick(datetime(2026, 6, 1, 2, 5, tzinfo=UTC))

    waiting = {m.slot for m in office.house.messages(kind="digest", recipient=BEN, state="ready")}
    assert waiting - {"digest:2026-W22"} == slots


def test_whoever_asked_for_none_meanwhile_gets_none(office: PostOffice) -> None:
    due(office)
    office.tick(NIGHT)
    office.house.change(Person, (TEAM, BEN), preferences={"frequencies": {"digest": "never"}})
    office.tick(MONDAY)

    assert digests(office, BEN) == []
    assert {m.state for m in office.house.messages(kind="digest", recipient=BEN)} == {"dropped"}


def test_a_lead_hears_at_the_hour_that_they_asked_for(office: PostOffice) -> None:
    due(office)
    office.house.change(Person, (TEAM, BEN), preferences={"daily_hour": 11})
    week(office)
    assert digests(office, BEN) == []

    office.tick(MONDAY + timedelta(hours=2))
    assert len(digests(office, BEN)) == 1


def test_where_monday_is_a_day_off_the_digest_comes_on_tuesday(office: PostOffice) -> None:
    due(office)
    office.house.change(Workspace, TEAM, policy={"days_off": ["2026-05-11"]})
    week(office)
    assert digests(office, BEN) == digests(office, ALERTS) == []

    week(office, MONDAY + DAY)
    assert len(digests(office, BEN)) == len(digests(office, ALERTS)) == 1


def test_where_nobody_leads_the_admins_get_it(office: PostOffice) -> None:
    due(office)
    office.house.change(Person, (TEAM, ANA), lead_id=None)
    week(office)
    office.tick(MONDAY + timedelta(hours=6))  # nine in New York

    assert digests(office, BEN) == []
    [digest] = digests(office, CHRIS)
    assert digest.text.startswith("Our clients since 4 May")


def test_a_channel_where_nothing_waits_and_nothing_changed_hears_nothing(office: PostOffice) -> None:
    office.house.account("Calm", silent_days=3)
    week(office)

    assert office.posts(ALERTS) == []
    [digest] = office.posts(BEN)
    assert digest.text == "Nothing waits, and nothing changed since 4 May. ✓"


def test_without_any_account_nobody_hears_anything(office: PostOffice) -> None:
    week(office)

    assert [post.text for post in office.all_posts() if not post.text.startswith("Welcome to Tend")] == []


def test_the_channel_of_an_account_hears_of_that_account_alone(office: PostOffice) -> None:
    acme, _ = due(office), due(office, "Globex")
    calm = office.house.account("Calm", silent_days=1, now=MONDAY)
    office.house.add(link(acme, OWN), link(calm, "C0NOBOT"))
    week(office)

    [digest] = digests(office, OWN)
    assert digest.text.startswith("*Acme since 4 May*. ◐ due now.")
    assert "Globex" not in str(digest.blocks)
    assert office.house.messages(kind="digest", recipient="C0NOBOT") == []


def test_no_digest_is_posted_where_people_of_another_company_are(office: PostOffice) -> None:
    acme = due(office, silent_days=25)
    morning(office, MONDAY - 3 * DAY)
    office.house.add(link(acme, SHARED))
    week(office)

    assert office.posts(SHARED) == []
    [message] = office.house.messages(kind="digest", recipient=SHARED)
    assert (message.state, message.failure) == ("failed", "externally_shared")
    assert [one.slot for one in office.house.messages(kind="notice")] == ["welcome"]


def test_a_channel_that_turned_out_to_be_shared_has_no_digest_planned_again_until_it_is_ours(
    office: PostOffice,
) -> None:
    office.house.add(link(due(office), SHARED))
    with capture_logs() as logged:
        week(office)
        week(office, MONDAY + WEEK)

    assert [message.slot for message in office.house.messages(kind="digest", recipient=SHARED)] == ["digest:2026-W20"]
    assert [line for line in logged if line["log_level"] not in ("debug", "info")] == []

    office.slack.world.channels[SHARED].is_ext_shared = False
    directory.channel(office.tend, TEAM, SHARED)
    week(office, MONDAY + 2 * WEEK)

    assert len(digests(office, SHARED)) == 1


def test_a_channel_of_which_slack_told_before_has_no_digest_planned_at_all(office: PostOffice) -> None:
    office.house.add(link(due(office), SHARED))
    directory.channel(office.tend, TEAM, SHARED)
    week(office)

    assert office.house.messages(kind="digest", recipient=SHARED) == []


def test_an_alert_channel_that_turns_out_to_be_shared_is_worth_a_warning(office: PostOffice) -> None:
    office.house.add(link(due(office), ALERTS))
    office.slack.world.channels[ALERTS].is_ext_shared = True
    with capture_logs() as logged:
        week(office)

    assert digests(office, ALERTS) == []
    assert {line["event"] for line in logged if line["log_level"] == "warning"} == {
        "outbox.trouble",
        "outbox.set_aside",
    }


def test_after_weeks_of_silence_only_the_latest_digest_is_said(office: PostOffice) -> None:
    due(office)
    morning(office, MONDAY + 3 * WEEK + DAY)

    assert len(digests(office, ALERTS)) == 1
    assert {m.slot for m in office.house.messages(kind="digest", recipient=ALERTS, state="sent")} == {"report:2026-06"}


def test_digests_that_slack_did_not_take_for_weeks_are_said_as_one(office: PostOffice) -> None:
    due(office)
    office.slack.faults.add("chat.postMessage", "service_unavailable", times=None)
    week(office)
    week(office, MONDAY + WEEK)
    office.slack.faults.clear()
    morning(office, MONDAY + WEEK + DAY)

    assert len(digests(office, BEN)) == len(digests(office, ALERTS)) == 1


def test_the_months_report_comes_on_its_first_working_day_in_place_of_the_weeks_digest(office: PostOffice) -> None:
    due(office)
    for day in (31, 32):
        office.tick(NIGHT.replace(day=1) + (day - 1) * DAY)
    morning(office, datetime(2026, 6, 1, 8, 2, tzinfo=UTC))

    for whose, clients in ((BEN, "your team's clients"), (ALERTS, "our clients")):
        [report] = digests(office, whose)
        assert report.text.startswith(f"Portfolio report: {clients} since 1 May.")
    states = {m.slot: m.state for m in office.house.messages(kind="digest", recipient=BEN)}
    assert states["report:2026-06"] == "sent"
    assert states["digest:2026-W23"] == "dropped"


def test_a_workspace_that_installed_tend_this_morning_waits_for_its_first_whole_week(quick_office: PostOffice) -> None:
    quick_office.house.change(Workspace, TEAM, installed_at=MONDAY + timedelta(hours=1))
    due(quick_office)
    quick_office.tick(MONDAY + timedelta(hours=1))

    assert quick_office.house.messages(kind="digest") == []


def test_a_channel_that_hears_nothing_hears_no_digest(office: PostOffice) -> None:
    office.house.add(link(due(office), OWN))
    office.house.change(Workspace, TEAM, policy={"channels_hear": "nothing"})
    week(office)

    assert {m.recipient for m in office.house.messages(kind="digest")} == {BEN}


@pytest.mark.parametrize(
    ("often", "in_the_week", "in_the_month"),
    [("weekly", {ALERTS, OWN}, {ALERTS}), ("monthly", set(), {ALERTS}), ("never", set(), set())],
)
def test_channels_get_digests_as_often_as_was_chosen_and_people_as_they_asked(
    quick_office: PostOffice, often: str, in_the_week: set[str], in_the_month: set[str]
) -> None:
    quick_office.house.add(link(due(quick_office), OWN))
    quick_office.house.change(Workspace, TEAM, policy={"channels_digest": often})
    week(quick_office)
    quick_office.tick(NIGHT.replace(day=1) + 31 * DAY)

    queued = quick_office.house.messages(kind="digest")
    assert {m.recipient for m in queued if m.slot.startswith("digest")} == {BEN, *in_the_week}
    assert {m.recipient for m in queued if m.slot.startswith("report")} == {BEN, *in_the_month}


@pytest.mark.parametrize(
    ("policy", "in_the_week", "in_the_month"),
    [
        ({"channels": {OWN: {"digest": "monthly"}}}, {ALERTS}, {ALERTS, OWN}),
        ({"channels": {OWN: {"digest": "never"}, ALERTS: {"digest": "monthly"}}}, set(), {ALERTS}),
        ({"channels_hear": "nothing", "channels": {OWN: {"digest": "weekly"}}}, {OWN}, set()),
        ({"channels": {OWN: {"hears": "nothing"}}}, {ALERTS, OWN}, {ALERTS}),
    ],
)
def test_a_channel_gets_digests_as_often_as_was_chosen_for_it(
    quick_office: PostOffice, policy: dict[str, Any], in_the_week: set[str], in_the_month: set[str]
) -> None:
    quick_office.house.add(link(due(quick_office), OWN))
    quick_office.house.change(Workspace, TEAM, policy=policy)
    week(quick_office)
    quick_office.tick(NIGHT.replace(day=1) + 31 * DAY)

    queued = quick_office.house.messages(kind="digest")
    assert {m.recipient for m in queued if m.slot.startswith("digest")} == {BEN, *in_the_week}
    assert {m.recipient for m in queued if m.slot.startswith("report")} == {BEN, *in_the_month}


def test_a_channel_to_which_it_comes_each_month_is_offered_none_at_all(quick_office: PostOffice) -> None:
    due(quick_office)
    quick_office.house.change(Workspace, TEAM, policy={"channels": {ALERTS: {"digest": "monthly"}}})
    first = NIGHT.replace(day=1) + 31 * DAY
    quick_office.tick(first)
    morning(quick_office, first + (MONDAY - NIGHT))

    [report] = digests(quick_office, ALERTS)
    assert "less often: `/client settings hear digest never in here`" in words_of(report)


def test_a_digest_that_waits_is_dropped_where_its_channel_wants_none_any_more(office: PostOffice) -> None:
    due(office)
    office.tick(NIGHT)
    office.house.change(Workspace, TEAM, policy={"channels": {ALERTS: {"digest": "never"}}})
    morning(office, MONDAY)

    assert len(digests(office, BEN)) == 1
    assert digests(office, ALERTS) == []


def test_a_channel_that_is_linked_no_more_hears_nothing(office: PostOffice) -> None:
    acme = due(office)
    office.house.add(link(acme, OWN))
    office.tick(NIGHT)
    office.house.change(Account, (TEAM, acme), status="lost")
    office.tick(MONDAY)

    assert digests(office, OWN) == []


def test_a_digest_whose_answer_was_lost_is_found_and_not_said_twice(office: PostOffice) -> None:
    due(office)
    office.tick(NIGHT)
    office.slack.faults.add("chat.postMessage", "reset_after_store", times=2)
    for minutes in (0, 2, 4):
        office.tick(MONDAY + timedelta(minutes=minutes))

    assert len(digests(office, BEN)) == len(digests(office, ALERTS)) == 1


def test_where_slack_refuses_charts_and_tables_the_digest_is_said_once_and_in_words(office: PostOffice) -> None:
    due(office)
    office.slack.faults.refuse_blocks("data_table", "data_visualization")
    week(office)

    [digest] = digests(office, ALERTS)
    kinds = {block["type"] for block in digest.blocks}
    assert not kinds & {"data_table", "data_visualization"}
    told = "\n".join(block["text"]["text"] for block in digest.blocks if block["type"] == "section")
    assert "*Accounts that wait*" in told
    assert "Acme     standard  ◐ due" in told
    assert "Waiting then: " in told


def test_where_slack_takes_them_there_is_one_chart_and_one_table(office: PostOffice) -> None:
    due(office)
    week(office)

    kinds = [block["type"] for block in digests(office, BEN)[0].blocks]
    assert kinds.count("data_table") == kinds.count("data_visualization") == 1


def test_on_both_databases_a_digest_goes_its_way(post_office: PostOffice) -> None:
    post_office.tick(NIGHT - DAY)
    acme = due(post_office)
    post_office.house.add(link(acme, OWN))
    week(post_office)
    post_office.house.touch(acme, MONDAY + DAY)
    week(post_office, MONDAY + WEEK)

    for whose in (BEN, ALERTS, OWN):
        assert len(digests(post_office, whose)) == 2
    assert {m.state for m in post_office.house.rows(Message, kind="digest")} == {"sent"}
