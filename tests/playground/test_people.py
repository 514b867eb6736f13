from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.playground.errors import NotPossible
from bot.playground.standin import Standin
from bot.playground.world import Message
from tests.playground.conftest import ANA, BEN, DANA, ERIK, HEALTH, SHARED, hasty
from tests.playground.views import actions, button, input_block, modal, option, plain, section, select, text_input


def hears(app: App) -> list[dict[str, Any]]:
    """Every /touch that the app hears; it answers with its text."""
    heard: list[dict[str, Any]] = []

    @app.command("/touch")
    def touch(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body)
        ack(text=f"heard {body['text']}")

    return heard


def acts(app: App, action_id: str = "press.me") -> list[dict[str, Any]]:
    """Every use of an element that the app hears."""
    heard: list[dict[str, Any]] = []

    @app.action(action_id)
    def acted(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body)
        ack()

    return heard


def post(slack: Standin, client: WebClient, *blocks: dict[str, Any], channel: str = HEALTH) -> Message:
    ts = client.chat_postMessage(channel=channel, text="a card", blocks=list(blocks))["ts"]
    return next(m for m in slack.messages(channel) if m.ts == ts)


def test_a_command_carries_who_where_and_what(slack: Standin, app: App) -> None:
    heard = hears(app)
    seen = slack.command(ANA, HEALTH, "/touch  acme call ")
    assert (seen.ok, seen.text) == (True, "heard acme call")
    (body,) = heard
    told = {name: body[name] for name in ("command", "text", "user_id", "channel_id", "channel_name", "team_id")}
    assert told == {
        "command": "/touch",
        "text": "acme call",
        "user_id": ANA,
        "channel_id": HEALTH,
        "channel_name": "client-health",
        "team_id": slack.team_id,
    }


def test_an_answer_to_a_command_is_seen_by_one_person(slack: Standin, app: App) -> None:
    hears(app)
    seen = slack.command(ANA, HEALTH, "/touch acme")
    assert slack.ephemeral(ANA) == [seen.message]
    assert slack.messages(HEALTH) == slack.ephemeral(BEN) == []


def test_an_answer_in_the_channel_shows_the_command_to_all(slack: Standin, app: App) -> None:
    @app.command("/touch")
    def touch(ack: Ack) -> None:
        ack(text="for all", response_type="in_channel")

    slack.command(ANA, HEALTH, "/touch acme")
    (message,) = slack.messages(HEALTH)
    assert (message.text, message.command) == ("for all", "/touch acme")


def test_a_command_works_where_the_bot_is_not(slack: Standin, app: App) -> None:
    hears(app)
    assert slack.command(ANA, "C0NOBOT", "/touch acme").text == "heard acme"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("with @ben, @BEN.", "with <@U0BEN|ben>, <@U0BEN|ben>."),
        ("owner:@ana channel #client-health", "owner:<@U0ANA|ana> channel <#C0HEALTH|client-health>"),
        ("@nobody #nowhere @anabel", "@nobody #nowhere @anabel"),
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("see https://acme.test/a?b=1&c=2", "see <https://acme.test/a?b=1&amp;c=2>"),
        ("<https://acme.test|Acme>", "&lt;<https://acme.test>|Acme&gt;"),
        ("Jane, vp@acme.test", "Jane, <mailto:vp@acme.test|vp@acme.test>"),
        ("domain acme.com.", "domain <http://acme.com|acme.com>."),
        ("“Acme Corp” … 2pm", "“Acme Corp” … 2pm"),
    ],
)
def test_mentions_links_and_signs_come_as_slack_sends_them(slack: Standin, app: App, typed: str, told: str) -> None:
    heard = hears(app)
    slack.command(ANA, HEALTH, f"/touch {typed}")
    assert heard[0]["text"] == told


def test_a_private_channel_is_mentioned_without_its_name(slack: Standin, app: App) -> None:
    heard = hears(app)
    slack.world.channels["C0NOBOT"].is_private = True
    slack.command(ANA, HEALTH, "/touch #random")
    assert heard[0]["text"] == "<#C0NOBOT|>"


@hasty
def test_nobody_answering_in_time_is_a_time_out(slack: Standin, app: App) -> None:
    seen = slack.command(ANA, HEALTH, "/touch acme")
    assert (seen.ok, seen.timed_out, seen.error, seen.message) == (False, True, "operation_timeout", None)


@hasty
def test_no_app_at_all_is_a_time_out_too(slack: Standin) -> None:
    assert slack.command(ANA, HEALTH, "/touch acme").error == "operation_timeout"


def test_an_answer_that_slack_would_not_take_is_an_error(slack: Standin, app: App) -> None:
    @app.command("/touch")
    def touch(ack: Ack) -> None:
        ack(text="x", blocks=[section("x" * 3001)])

    seen = slack.command(ANA, HEALTH, "/touch acme")
    assert (seen.error, seen.message) == ("invalid_command_response", None)
    assert "/blocks/0/text/text" in seen.detail


def test_commands_do_not_work_in_threads(slack: Standin, app: App) -> None:
    hears(app)
    parent = slack.say(ANA, HEALTH, "parent")
    assert slack.command(ANA, HEALTH, "/touch acme", thread_ts=parent.ts).error == "not_supported_in_threads"


@pytest.mark.parametrize(
    ("user", "channel", "code"),
    [
        (ERIK, SHARED, "external"),
        (ANA, "C0OLD", "is_archived"),
        (DANA, HEALTH, "not_in_channel"),
        ("U0TEND", HEALTH, "no_such_person"),
    ],
)
def test_who_cannot_run_a_command_is_not_even_let_try(slack: Standin, user: str, channel: str, code: str) -> None:
    with pytest.raises(NotPossible) as caught:
        slack.command(user, channel, "/touch acme")
    assert caught.value.code == code


def test_people_who_left_cannot_act(slack: Standin) -> None:
    slack.world.users[ANA].deleted = True
    with pytest.raises(NotPossible):
        slack.say(ANA, HEALTH, "still here")


def test_a_modal_opened_by_a_command_is_what_the_person_sees(slack: Standin, app: App) -> None:
    @app.command("/touch")
    def touch(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        ack()

    seen = slack.command(ANA, HEALTH, "/touch")
    assert seen.view is not None
    assert seen.view.callback_id == "form"


def test_a_button_tells_its_message_its_value_and_who_pressed(slack: Standin, app: App, client: WebClient) -> None:
    heard = acts(app)
    card = post(slack, client, actions(button(value="n1")), actions(button(value="n2"), block_id="other"))
    assert slack.press(ANA, card, "press.me", value="n2").ok
    (body,) = heard
    assert body["user"]["id"] == ANA
    assert body["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": HEALTH,
        "is_ephemeral": False,
    }
    assert body["message"]["text"] == "a card"
    assert (body["actions"][0]["value"], body["actions"][0]["block_id"]) == ("n2", "other")
    assert body["trigger_id"]
    assert body["response_url"].startswith(slack.page_url)


def test_people_of_another_company_can_press_buttons_where_they_are(
    slack: Standin, app: App, client: WebClient
) -> None:
    heard = acts(app)
    card = post(slack, client, actions(button()), channel=SHARED)
    assert slack.press(ERIK, card, "press.me").ok
    assert heard[0]["user"]["team_id"] == "T0ACME"
    assert heard[0]["team"]["id"] == slack.team_id
    elsewhere = post(slack, client, actions(button()))
    with pytest.raises(NotPossible):
        slack.press(ERIK, elsewhere, "press.me")


def test_a_choice_carries_its_option_and_the_state_of_its_neighbours(
    slack: Standin, app: App, client: WebClient
) -> None:
    heard = acts(app, "pick")
    date = {"type": "datepicker", "action_id": "day", "initial_date": "2026-05-12"}
    card = post(slack, client, actions(select("call", "visit", action_id="pick"), date))
    slack.press(ANA, card, "pick", value="visit")
    assert heard[0]["actions"][0]["selected_option"] == option("visit")
    assert heard[0]["state"]["values"]["row"]["day"]["selected_date"] == "2026-05-12"
    assert heard[0]["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "visit"
    with pytest.raises(NotPossible, match="not offered"):
        slack.press(ANA, card, "pick", value="dance")


def test_a_button_in_a_container_tells_the_block_in_which_it_is(slack: Standin, app: App, client: WebClient) -> None:
    heard = acts(app)
    inner = actions(button(), block_id="inner")
    card = post(slack, client, {"type": "container", "title": plain("Acme"), "child_blocks": [inner]})
    slack.press(ANA, card, "press.me", block_id="inner")
    assert heard[0]["actions"][0]["block_id"] == "inner"


def test_what_is_not_there_cannot_be_pressed(slack: Standin, client: WebClient) -> None:
    card = post(slack, client, actions(button()))
    with pytest.raises(NotPossible, match=r"press\.me=1"):
        slack.press(ANA, card, "nudge.log")
    client.chat_delete(channel=HEALTH, ts=card.ts)
    with pytest.raises(NotPossible, match="does not see"):
        slack.press(ANA, card, "press.me")


def test_a_button_on_an_ephemeral_message_does_not_tell_the_message(
    slack: Standin, app: App, client: WebClient
) -> None:
    heard = acts(app)
    client.chat_postEphemeral(channel=HEALTH, user=ANA, text="psst", blocks=[actions(button())])
    (whisper,) = slack.ephemeral(ANA)
    slack.press(ANA, whisper, "press.me")
    assert heard[0]["container"]["is_ephemeral"] is True
    assert "message" not in heard[0]
    with pytest.raises(NotPossible):
        slack.press(BEN, whisper, "press.me")


def test_suggestions_come_from_the_app_and_are_checked(slack: Standin, app: App, client: WebClient) -> None:
    asked: list[str] = []

    @app.options("find")
    def find(ack: Ack, payload: dict[str, Any]) -> None:
        asked.append(payload["value"])
        ack(options=[option("acme")] * (1 if payload["value"] == "acm" else 101))

    find_account = {"type": "external_select", "action_id": "find", "min_query_length": 2}
    view = modal(input_block(find_account))
    client.views_open(trigger_id=slack.core.triggers.issue(ANA), view=view)
    (shown,) = slack.views(ANA)
    assert slack.suggest(ANA, shown, "find", "acm").options == (option("acme"),)
    assert slack.suggest(ANA, shown, "find", "a").options == ()
    assert slack.suggest(ANA, shown, "find", "everything").error == "invalid_options"
    assert asked == ["acm", "everything"]


def test_shortcuts_come_from_anywhere_or_from_a_message(slack: Standin, app: App) -> None:
    heard: list[dict[str, Any]] = []

    @app.shortcut("log")
    def log(ack: Ack, body: dict[str, Any]) -> None:
        heard.append(body)
        ack()

    said = slack.say(BEN, HEALTH, "they called")
    slack.shortcut(ANA, "log")
    slack.shortcut(ANA, "log", said)
    assert [body["type"] for body in heard] == ["shortcut", "message_action"]
    assert (heard[1]["message"]["text"], heard[1]["channel"]["id"]) == ("they called", HEALTH)


def test_opening_the_home_tells_the_app(slack: Standin, app: App) -> None:
    heard: list[dict[str, Any]] = []

    @app.event("app_home_opened")
    def opened(event: dict[str, Any], client: WebClient) -> None:
        heard.append(event)
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("hello")]})

    slack.open_home(ANA)
    slack.until(lambda: slack.home(ANA))
    slack.open_home(ANA, tab="messages")
    slack.until(lambda: len(heard) == 2)
    assert [event["tab"] for event in heard] == ["home", "messages"]
    assert "view" not in heard[1]


def test_what_people_write_is_told_where_the_bot_is(slack: Standin, app: App) -> None:
    heard: list[str] = []

    @app.event("message")
    def said(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    slack.say(ANA, "C0NOBOT", "unheard")
    slack.say(ANA, HEALTH, "hello @ben")
    slack.until(lambda: heard)
    assert heard == ["hello <@U0BEN>"]


def test_an_invitation_brings_the_bot_into_a_channel(slack: Standin, client: WebClient) -> None:
    slack.invite(ANA, "C0NOBOT", "U0TEND")
    assert client.chat_postMessage(channel="C0NOBOT", text="hello")["ok"]


def test_messages_are_dated_by_the_stand_in_s_clock() -> None:
    noon = datetime(2026, 5, 12, 12, tzinfo=UTC)
    with Standin(now=lambda: noon) as slack:
        said = slack.say(ANA, "C0NOBOT", "hello")
    assert said.at.replace(microsecond=0) == noon


class TestValues:
    """What is entered in a modal, in all the ways in which a test or the page says it."""

    ELEMENTS = (
        input_block(text_input("name", initial_value="Acme"), block_id="b1"),
        input_block(select("key", "light", action_id="tier"), block_id="b2"),
        input_block({"type": "multi_users_select", "action_id": "people"}, block_id="b3", optional=True),
        input_block({"type": "checkboxes", "action_id": "flags", "options": [option("x"), option("y")]}, block_id="b4"),
        input_block({"type": "number_input", "action_id": "value", "is_decimal_allowed": False}, block_id="b5"),
        input_block({"type": "email_text_input", "action_id": "mail"}, block_id="b6", optional=True),
        input_block({"type": "datepicker", "action_id": "since"}, block_id="b7", optional=True),
    )

    @pytest.fixture
    def form(self, slack: Standin, client: WebClient) -> str:
        view = modal(*self.ELEMENTS, plain_section())
        return str(client.views_open(trigger_id=slack.core.triggers.issue(ANA), view=view)["view"]["id"])

    @pytest.fixture
    def told(self, app: App) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []

        @app.view("form")
        def submitted(ack: Ack, view: dict[str, Any]) -> None:
            told.append(view["state"]["values"])
            ack()

        return told

    def test_by_action_by_block_or_by_both(self, slack: Standin, form: str, told: list[dict[str, Any]]) -> None:
        entered = {
            "tier": "light",
            "b3": [BEN],
            "b4": {"flags": ["x", "y"]},
            "value": 120_000,
            "since": "2019-04-01",
        }
        assert slack.submit(ANA, form, entered).ok
        (values,) = told
        assert values["b1"]["name"] == {"type": "plain_text_input", "value": "Acme"}
        assert values["b2"]["tier"]["selected_option"]["value"] == "light"
        assert values["b3"]["people"]["selected_users"] == [BEN]
        assert [o["value"] for o in values["b4"]["flags"]["selected_options"]] == ["x", "y"]
        assert values["b5"]["value"]["value"] == "120000"
        assert values["b6"]["mail"]["value"] is None
        assert values["b7"]["since"]["selected_date"] == "2019-04-01"

    def test_slack_s_client_checks_numbers_and_addresses(self, slack: Standin, form: str) -> None:
        seen = slack.submit(ANA, form, {"tier": "key", "flags": ["x"], "value": "12.5", "mail": "nobody"})
        assert set(seen.errors) == {"b5", "b6"}

    def test_a_name_that_is_not_there_is_a_mistake(self, slack: Standin, form: str) -> None:
        with pytest.raises(NotPossible, match="b1/name"):
            slack.submit(ANA, form, {"nmae": "Acme"})


def plain_section() -> dict[str, Any]:
    return {"type": "section", "text": plain("and that is all")}


def test_a_late_answer_by_response_url_reaches_the_person(slack: Standin, app: App) -> None:
    @app.command("/touch")
    def touch(ack: Ack, respond: Respond) -> None:
        ack(text="One moment…")
        respond(text="Done")

    slack.command(ANA, HEALTH, "/touch acme")
    slack.until(lambda: len(slack.ephemeral(ANA)) == 2)
    assert {m.text for m in slack.ephemeral(ANA)} == {"One moment…", "Done"}
