from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.playground.errors import NotPossible
from bot.playground.standin import Standin
from tests.playground.conftest import ANA, BEN, ERIK, HEALTH, SHARED
from tests.playground.hears import hears, in_order


def test_what_a_person_of_another_company_writes_comes_from_their_workspace(slack: Standin, app: App) -> None:
    heard = hears(app)
    contexts: list[BoltContext] = []

    @app.middleware
    def note(context: BoltContext, next: Callable[[], None]) -> None:
        contexts.append(context)
        next()

    slack.say(ERIK, SHARED, "We need it on Monday")
    slack.until(lambda: heard)

    (body,) = heard
    event = body["event"]
    assert (body["team_id"], body["context_team_id"], body["is_ext_shared_channel"]) == ("T0ACME", slack.team_id, True)
    assert body["authorizations"][0]["team_id"] == slack.team_id
    assert (event["user"], event["team"], event["user_team"], event["source_team"]) == (ERIK, *["T0ACME"] * 3)
    assert event["user_profile"]["real_name"] == "Erik Lund"
    assert (contexts[0].team_id, contexts[0].actor_team_id) == (slack.team_id, "T0ACME")


def test_what_our_people_write_there_comes_from_ours(slack: Standin, app: App) -> None:
    heard = hears(app)
    slack.say(ANA, SHARED, "You will have it")
    slack.until(lambda: heard)
    body, event = heard[0], heard[0]["event"]
    assert (body["team_id"], event["user_team"], "user_profile" in event) == (slack.team_id, slack.team_id, False)
    assert body["is_ext_shared_channel"] is True


def test_elsewhere_nothing_is_said_of_other_companies(slack: Standin, app: App) -> None:
    heard = hears(app)
    slack.say(ANA, HEALTH, "hello")
    slack.until(lambda: heard)
    assert heard[0]["is_ext_shared_channel"] is False
    assert not {"user_team", "source_team", "user_profile"} & heard[0]["event"].keys()


def test_their_answers_edits_and_deletions_are_told_too(slack: Standin, app: App) -> None:
    heard = hears(app)
    asked = slack.say(ANA, SHARED, "When?")
    answer = slack.say(ERIK, SHARED, "Mnday", thread_ts=asked.ts)
    slack.edit(ERIK, answer, "Monday")
    slack.delete(ERIK, answer)
    slack.until(lambda: len(heard) == 4)

    told = in_order(heard)
    assert [body["team_id"] for body in told] == [slack.team_id, "T0ACME", "T0ACME", "T0ACME"]
    assert told[1]["event"]["thread_ts"] == asked.ts
    assert told[2]["event"]["message"]["user_team"] == "T0ACME"
    assert told[3]["event"]["previous_message"]["text"] == "Monday"


def test_whoever_joins_is_told_with_their_company(slack: Standin, app: App) -> None:
    heard = hears(app, "member_joined_channel")
    slack.world.channels["C0NOBOT"].members.add("U0TEND")
    slack.invite(ANA, "C0NOBOT", ERIK)
    slack.until(lambda: heard)
    event = heard[0]["event"]
    assert (event["user"], event["team"], event["inviter"], event["channel"]) == (ERIK, "T0ACME", ANA, "C0NOBOT")


def test_a_shared_channel_names_the_companies(client: WebClient) -> None:
    told = client.conversations_info(channel=SHARED)["channel"]
    assert (told["is_ext_shared"], told["is_shared"]) == (True, True)
    assert (told["connected_team_ids"], told["conversation_host_id"]) == (["T0ACME"], "T0TEND")
    assert "connected_team_ids" not in client.conversations_info(channel=HEALTH)["channel"]


def test_somebody_whom_no_channel_connects_is_a_stranger_without_an_address(slack: Standin, client: WebClient) -> None:
    known = client.users_info(user=ERIK)["user"]
    assert (known["is_stranger"], known["team_id"], known["profile"]["email"]) == (False, "T0ACME", "erik@acme.test")
    slack.world.channels[SHARED].members.remove(ERIK)
    stranger = client.users_info(user=ERIK)["user"]
    assert (stranger["is_stranger"], stranger["profile"]["team"]) == (True, "T0ACME")
    assert "email" not in stranger["profile"]


def test_a_shortcut_works_on_what_they_wrote_in_a_thread_too(slack: Standin, app: App) -> None:
    heard: list[dict[str, Any]] = []

    @app.shortcut("log")
    def log(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body)
        ack()

    asked = slack.say(BEN, SHARED, "When?")
    slack.shortcut(ANA, "log", slack.say(ERIK, SHARED, "Monday", thread_ts=asked.ts))
    (body,) = heard
    assert body["type"] == "message_action"
    assert (body["user"]["id"], body["channel"]) == (ANA, {"id": SHARED, "name": "acme-shared"})
    assert (body["message"]["user"], body["message"]["user_team"]) == (ERIK, "T0ACME")
    assert (body["message"]["thread_ts"], body["message_ts"]) == (asked.ts, body["message"]["ts"])
    assert body["trigger_id"]
    assert body["response_url"]


def test_they_cannot_use_what_is_the_app_s(slack: Standin) -> None:
    said = slack.say(ERIK, SHARED, "Monday")
    acts = (
        lambda: slack.command(ERIK, SHARED, "/touch acme"),
        lambda: slack.shortcut(ERIK, "log", said),
        lambda: slack.shortcut(ERIK, "log"),
        lambda: slack.open_home(ERIK),
        lambda: slack.run_function("log", {}, ERIK),
    )
    for act in acts:
        with pytest.raises(NotPossible) as caught:
            act()
        assert caught.value.code == "external"
