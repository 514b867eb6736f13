from __future__ import annotations

from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient

from bot.playground.standin import Standin
from tests.playground.conftest import ANA, BEN, ERIK, HEALTH
from tests.playground.refusals import error_of, refusal
from tests.playground.views import actions, button, section

METADATA = {"event_type": "tend_message", "event_payload": {"id": "m1"}}


def test_a_posted_message_is_in_its_channel_with_its_metadata(slack: Standin, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=HEALTH, text="hello", metadata=METADATA)["ts"]
    (message,) = slack.messages(HEALTH)
    assert (message.ts, message.text, message.user, message.metadata) == (ts, "hello", "U0TEND", METADATA)


def test_message_ids_increase_even_when_the_clock_stands_still() -> None:
    noon = datetime(2026, 5, 12, 12, tzinfo=UTC)
    with Standin(now=lambda: noon, rate_limits=False) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        ids = [client.chat_postMessage(channel=HEALTH, text=str(n))["ts"] for n in range(20)]
    assert ids == sorted(set(ids))
    assert {ts.split(".")[0] for ts in ids} == {str(int(noon.timestamp()))}


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0MISSING", "channel_not_found"),
        ("C0NOBOT", "not_in_channel"),
        ("C0OLD", "is_archived"),
        ("U0NOBODY", "channel_not_found"),
        ("U0TEND", "cannot_dm_bot"),
    ],
)
def test_posting_where_the_bot_cannot_is_refused(client: WebClient, channel: str, error: str) -> None:
    assert error_of(client.chat_postMessage, channel=channel, text="hello") == error


def test_a_private_channel_without_the_bot_does_not_exist_for_it(slack: Standin, client: WebClient) -> None:
    slack.world.channels["C0NOBOT"].is_private = True
    assert error_of(client.chat_postMessage, channel="C0NOBOT", text="hello") == "channel_not_found"


def test_posting_to_a_person_reaches_their_direct_messages(slack: Standin, client: WebClient) -> None:
    channel = client.chat_postMessage(channel=ANA, text="hello Ana")["channel"]
    assert channel == client.conversations_open(users=ANA)["channel"]["id"]
    assert [m.text for m in slack.dm(ANA)] == ["hello Ana"]
    assert slack.dm(BEN) == []


def test_a_message_to_somebody_who_left_is_taken_without_an_error_as_slack_does(
    slack: Standin, client: WebClient
) -> None:
    channel = client.conversations_open(users=BEN)["channel"]["id"]
    slack.world.users[BEN].deleted = True
    assert client.chat_postMessage(channel=channel, text="anybody?")["ok"]
    assert error_of(client.conversations_open, users=BEN) == "user_disabled"


def test_a_message_without_words_is_refused(client: WebClient) -> None:
    assert error_of(client.api_call, "chat.postMessage", json={"channel": HEALTH}) == "no_text"


def test_too_long_a_text_is_refused_and_an_update_takes_less(client: WebClient) -> None:
    assert error_of(client.chat_postMessage, channel=HEALTH, text="x" * 40_001) == "msg_too_long"
    ts = client.chat_postMessage(channel=HEALTH, text="x" * 40_000)["ts"]
    assert error_of(client.chat_update, channel=HEALTH, ts=ts, text="x" * 4_001) == "msg_too_long"


def test_invalid_blocks_are_refused_with_a_pointer_to_what_is_wrong(client: WebClient) -> None:
    answer = refusal(client.chat_postMessage, channel=HEALTH, text="t", blocks=[section(), section("x" * 3001)])
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == ["must be less than 3001 characters [json-pointer:/blocks/1/text/text]"]


@pytest.mark.parametrize(
    "metadata",
    [{"event_type": "a"}, {"event_type": 1, "event_payload": {}}, {"event_type": "a", "event_payload": [], "x": 1}],
)
def test_metadata_of_another_shape_is_refused(client: WebClient, metadata: dict[str, object]) -> None:
    assert error_of(client.chat_postMessage, channel=HEALTH, text="t", metadata=metadata) == "invalid_metadata_format"


def test_an_update_changes_the_message_in_place_and_keeps_what_it_does_not_name(
    slack: Standin, client: WebClient
) -> None:
    posted = client.chat_postMessage(channel=HEALTH, text="old", blocks=[actions(button())], metadata=METADATA)
    client.chat_update(channel=HEALTH, ts=posted["ts"], text="new")
    (message,) = slack.messages(HEALTH)
    assert (message.text, message.metadata, message.edited is not None) == ("new", METADATA, True)
    assert message.blocks == [actions(button())]
    client.chat_update(channel=HEALTH, ts=posted["ts"], text="new", blocks=[])
    assert message.blocks == []


def test_only_its_own_messages_can_be_updated_or_deleted(slack: Standin, client: WebClient) -> None:
    said = slack.say(ANA, HEALTH, "mine")
    assert error_of(client.chat_update, channel=HEALTH, ts=said.ts, text="x") == "cant_update_message"
    assert error_of(client.chat_delete, channel=HEALTH, ts=said.ts) == "cant_delete_message"
    assert error_of(client.chat_update, channel=HEALTH, ts="1.000000", text="x") == "message_not_found"


def test_a_deleted_message_is_gone(slack: Standin, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=HEALTH, text="oops")["ts"]
    client.chat_delete(channel=HEALTH, ts=ts)
    assert slack.messages(HEALTH) == []
    assert error_of(client.chat_delete, channel=HEALTH, ts=ts) == "message_not_found"


def test_an_ephemeral_message_is_seen_by_one_person_and_cannot_be_updated(slack: Standin, client: WebClient) -> None:
    ts = client.chat_postEphemeral(channel=HEALTH, user=ANA, text="psst")["message_ts"]
    assert [m.text for m in slack.ephemeral(ANA)] == ["psst"]
    assert (slack.ephemeral(BEN), slack.messages(HEALTH)) == ([], [])
    assert error_of(client.chat_update, channel=HEALTH, ts=ts, text="x") == "message_not_found"
    assert error_of(client.chat_delete, channel=HEALTH, ts=ts) == "message_not_found"
    assert client.conversations_history(channel=HEALTH)["messages"] == []


def test_an_ephemeral_message_needs_the_person_in_the_channel(client: WebClient) -> None:
    assert error_of(client.chat_postEphemeral, channel=HEALTH, user=ERIK, text="psst") == "user_not_in_channel"


def test_a_reply_stands_in_its_thread_and_not_on_the_main_line(slack: Standin, client: WebClient) -> None:
    parent = client.chat_postMessage(channel=HEALTH, text="parent")["ts"]
    client.chat_postMessage(channel=HEALTH, text="reply", thread_ts=parent)
    assert [m["text"] for m in client.conversations_history(channel=HEALTH)["messages"]] == ["parent"]
    told = client.conversations_replies(channel=HEALTH, ts=parent)["messages"]
    assert [m["text"] for m in told] == ["parent", "reply"]
    assert told[0]["reply_count"] == 1
    assert error_of(client.chat_postMessage, channel=HEALTH, text="x", thread_ts="1.000000") == "thread_not_found"


def test_a_permalink_names_channel_and_message(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=HEALTH, text="hello")["ts"]
    link = client.chat_getPermalink(channel=HEALTH, message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/{HEALTH}/p{ts.replace('.', '')}")
    assert error_of(client.chat_getPermalink, channel=HEALTH, message_ts="1.000000") == "message_not_found"
