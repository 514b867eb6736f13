from __future__ import annotations

from pathlib import Path

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.playground.errors import NotPossible
from bot.playground.standin import Standin
from tests.playground.conftest import ANA, BEN, HEALTH
from tests.playground.connect import connected
from tests.playground.hears import hears, in_order
from tests.playground.test_tokens_and_limits import MANIFEST


def test_an_edited_message_is_told_as_it_stands_and_as_it_stood(slack: Standin, app: App) -> None:
    heard = hears(app)
    said = slack.say(ANA, HEALTH, "caled Acme")
    slack.edit(ANA, said, "called Acme with @ben")
    slack.until(lambda: len(heard) == 2)

    event = in_order(heard)[1]["event"]
    assert (event["subtype"], event["hidden"], event["channel"]) == ("message_changed", True, HEALTH)
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("called Acme with <@U0BEN>", "caled Acme")
    assert (event["message"]["ts"], event["message"]["edited"]["user"]) == (said.ts, ANA)
    assert event["ts"] > said.ts
    assert "user" not in event


def test_a_message_taken_back_is_told_as_it_stood(slack: Standin, app: App) -> None:
    heard = hears(app)
    said = slack.say(ANA, HEALTH, "called Acme")
    slack.delete(ANA, said)
    slack.until(lambda: len(heard) == 2)

    event = in_order(heard)[1]["event"]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", said.ts)
    assert event["previous_message"]["text"] == "called Acme"
    assert slack.messages(HEALTH) == []


def test_where_a_message_was_answered_a_stone_stays(slack: Standin, app: App, client: WebClient) -> None:
    heard = hears(app)
    said = slack.say(ANA, HEALTH, "called Acme")
    slack.say(BEN, HEALTH, "well done", thread_ts=said.ts)
    slack.delete(ANA, said)
    slack.until(lambda: len(heard) == 3)

    event = in_order(heard)[2]["event"]
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    told = client.conversations_replies(channel=HEALTH, ts=said.ts)["messages"]
    assert [m["text"] for m in told] == ["This message was deleted.", "well done"]


def test_an_answer_in_a_thread_tells_whom_it_answers(slack: Standin, app: App) -> None:
    heard = hears(app)
    said = slack.say(ANA, HEALTH, "called Acme")
    slack.say(BEN, HEALTH, "well done", thread_ts=said.ts)
    slack.until(lambda: len(heard) == 2)
    event = in_order(heard)[1]["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (said.ts, ANA)


def test_nobody_changes_what_another_wrote(slack: Standin) -> None:
    said = slack.say(ANA, HEALTH, "called Acme")
    for act in (lambda: slack.edit(BEN, said, "called nobody"), lambda: slack.delete(BEN, said)):
        with pytest.raises(NotPossible, match="did not write"):
            act()


def test_the_app_is_told_what_it_wrote_itself_and_bolt_lets_it_pass(
    slack: Standin, app: App, client: WebClient
) -> None:
    heard, before = hears(app), slack.socket.acknowledgements
    ts = client.chat_postMessage(channel=HEALTH, text="a card")["ts"]
    client.chat_update(channel=HEALTH, ts=ts, text="a better card")
    client.chat_delete(channel=HEALTH, ts=ts)
    slack.say(ANA, HEALTH, "hello")
    slack.until(lambda: slack.socket.acknowledgements == before + 4)
    assert [body["event"]["text"] for body in heard] == ["hello"]


def test_ephemeral_messages_are_told_nobody(slack: Standin, app: App) -> None:
    heard = hears(app)

    @app.command("/touch")
    def touch(ack: Ack) -> None:
        ack(text="only for you")

    slack.command(ANA, HEALTH, "/touch")
    slack.say(ANA, HEALTH, "hello")
    slack.until(lambda: heard)
    assert [body["event"]["text"] for body in heard] == ["hello"]


def test_events_need_their_scope(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(
        MANIFEST.replace("[message.im]", "[message.channels, app_mention]").replace('"im:write"', "app_mentions:read")
    )
    with Standin(manifest=path) as slack, connected(slack) as app:
        messages, mentions = hears(app), hears(app, "app_mention")
        slack.say(ANA, HEALTH, "hello @tend")
        slack.until(lambda: mentions)
        assert messages == []
