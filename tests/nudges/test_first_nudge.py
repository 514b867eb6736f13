"""The first nudge that somebody gets as an owner explains itself, and no other."""

from __future__ import annotations

from tests.nudges.house import ANA, DAY, MORNING
from tests.nudges.post import MINUTE, PostOffice, due

WHY = "Why I write"


def test_an_owners_first_message_says_why_it_comes_and_how_to_quiet_it(post_office: PostOffice) -> None:
    due(post_office)
    post_office.send(MORNING)

    [post] = post_office.posts(ANA)
    [block] = [block for block in post.blocks if WHY in str(block)]
    assert block["type"] == "context"
    for part in ("*Log it*", "*Snooze*", "*Take it*", "*Why*", "*Not useful*", "/client settings", "/client mute"):
        assert part in str(block)


def test_it_still_says_so_when_its_cards_are_answered(quick_office: PostOffice) -> None:
    acme = due(quick_office)
    due(quick_office, "Globex")
    quick_office.send(MORNING)
    quick_office.house.touch(acme, MORNING + MINUTE)
    quick_office.send(MORNING + MINUTE)

    [post] = quick_office.posts(ANA)
    assert "spoken to" in str(post.blocks)
    assert WHY in str(post.blocks)


def test_the_next_one_does_not(quick_office: PostOffice) -> None:
    due(quick_office)
    quick_office.send(MORNING)
    due(quick_office, "Globex")
    quick_office.send(MORNING + DAY)

    first, second = quick_office.posts(ANA)
    assert WHY in str(first.blocks)
    assert WHY not in str(second.blocks)


def test_whoever_hears_of_other_peoples_clients_alone_is_told_nothing_of_owning(quick_office: PostOffice) -> None:
    due(quick_office, silent_days=30)
    quick_office.send(MORNING)

    told = [post for person in ("U0BEN", "U0CHRIS") for post in quick_office.posts(person)]
    assert told
    assert WHY not in str([post.blocks for post in told])


def test_one_whose_fate_is_not_known_is_said_again_with_its_explanation(quick_office: PostOffice) -> None:
    due(quick_office)
    quick_office.slack.faults.add("chat.postMessage", "500")
    quick_office.send(MORNING)
    quick_office.send(MORNING + 60 * MINUTE)

    [post] = quick_office.posts(ANA)
    assert WHY in str(post.blocks)
