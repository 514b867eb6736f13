from __future__ import annotations

from functools import partial

import pytest
from slack_sdk import WebClient

from bot.playground.standin import Standin
from tests.playground.conftest import ANA, HEALTH
from tests.playground.refusals import error_of


@pytest.fixture
def five(slack: Standin) -> list[str]:
    """Five messages that a person wrote, oldest first."""
    return [slack.say(ANA, HEALTH, f"m{n}").ts for n in range(5)]


def texts(answer: object) -> list[str]:
    return [m["text"] for m in answer["messages"]]  # type: ignore[index]


def test_history_is_newest_first_and_paged(client: WebClient, five: list[str]) -> None:
    first = client.conversations_history(channel=HEALTH, limit=2)
    assert (texts(first), first["has_more"]) == (["m4", "m3"], True)
    cursor = first["response_metadata"]["next_cursor"]
    assert texts(client.conversations_history(channel=HEALTH, limit=2, cursor=cursor)) == ["m2", "m1"]


def test_history_between_two_moments_leaves_the_ends_out_unless_inclusive(client: WebClient, five: list[str]) -> None:
    between = partial(client.conversations_history, channel=HEALTH, oldest=five[1], latest=five[3])
    assert texts(between()) == ["m2"]
    assert texts(between(inclusive=True)) == ["m3", "m2", "m1"]


def test_metadata_is_told_only_when_asked_for(client: WebClient) -> None:
    metadata = {"event_type": "tend_message", "event_payload": {"id": "m1"}}
    client.chat_postMessage(channel=HEALTH, text="x", metadata=metadata)
    assert "metadata" not in client.conversations_history(channel=HEALTH)["messages"][0]
    told = client.conversations_history(channel=HEALTH, include_all_metadata=True)["messages"][0]
    assert told["metadata"] == metadata


def test_history_needs_the_bot_in_the_channel(client: WebClient) -> None:
    assert error_of(client.conversations_history, channel="C0NOBOT") == "not_in_channel"


def test_a_shared_channel_says_so(client: WebClient) -> None:
    assert client.conversations_info(channel="C0ACME")["channel"]["is_ext_shared"] is True
    told = client.conversations_info(channel=HEALTH)["channel"]
    assert (told["is_ext_shared"], told["is_member"], told["name"]) == (False, True, "client-health")


def test_the_list_has_public_channels_by_default_and_skips_archived_ones_on_demand(client: WebClient) -> None:
    names = {c["name"] for c in client.conversations_list()["channels"]}
    assert names == {"general", "client-health", "acme-shared", "random", "old-projects"}
    current = client.conversations_list(exclude_archived=True)["channels"]
    assert {c["name"] for c in current} == names - {"old-projects"}
    assert error_of(client.conversations_list, types="secret") == "invalid_types"


def test_the_list_comes_in_pages(client: WebClient) -> None:
    names = [c["name"] for page in client.conversations_list(limit=2) for c in page["channels"]]
    assert len(names) == len(set(names)) == 5


def test_members_are_told(client: WebClient) -> None:
    assert client.conversations_members(channel="C0ACME")["members"] == sorted(
        ["U0ANA", "U0BEN", "U0CHRIS", "U0ERIK", "U0TEND"]
    )


def test_joining_makes_the_bot_a_member_but_not_of_archived_channels(client: WebClient) -> None:
    client.conversations_join(channel="C0NOBOT")
    assert client.chat_postMessage(channel="C0NOBOT", text="hello")["ok"]
    assert error_of(client.conversations_join, channel="C0OLD") == "is_archived"


def test_direct_messages_open_once_and_not_with_bots_or_nobody(client: WebClient) -> None:
    first, second = (client.conversations_open(users=ANA)["channel"]["id"] for _ in range(2))
    assert first == second
    assert client.conversations_info(channel=first)["channel"]["user"] == ANA
    assert error_of(client.conversations_open, users="U0TEND") == "cannot_dm_bot"
    assert error_of(client.conversations_open, users="U0NOBODY") == "user_not_found"
