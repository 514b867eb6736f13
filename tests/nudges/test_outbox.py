from __future__ import annotations

from datetime import timedelta

from storage import outbox
from storage.tables import Message, Nudge
from tests.nudges.house import ALERTS, ANA, DAY, MORNING, TEAM, TUESDAY
from tests.nudges.post import MINUTE, PostOffice, due


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


def test_a_day_shows_no_more_cards_than_the_budget_worst_first(quick_office: PostOffice) -> None:
    for n in range(10):
        due(quick_office, f"Early {n}", silent_days=11)
    due(quick_office, "Worst", silent_days=25)

    quick_office.send(MORNING)

    [post] = quick_office.posts(ANA)
    assert str(post.blocks).count("nudge.log") == 7
    assert "+4 more" in str(post.blocks)
    assert str(post.blocks).index("Worst") < str(post.blocks).index("Early")


def test_what_is_urgent_comes_first_among_the_cards_of_a_day(quick_office: PostOffice) -> None:
    due(quick_office, "Worst", silent_days=25)
    urgent = due(quick_office, "Burning", silent_days=11)
    quick_office.house.change(Nudge, (TEAM, quick_office.house.nudge(urgent).id), manner="urgent")

    quick_office.send(MORNING)

    [post] = quick_office.posts(ANA)
    assert str(post.blocks).index("Burning") < str(post.blocks).index("Worst")


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
