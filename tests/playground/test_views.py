from __future__ import annotations

import time
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.playground.standin import Standin
from bot.playground.triggers import Triggers
from tests.playground.conftest import ANA, BEN, HEALTH
from tests.playground.refusals import error_of, refusal
from tests.playground.views import actions, button, home, input_block, modal, plain, section, text_input


def trigger(slack: Standin, user: str = ANA) -> str:
    return slack.core.triggers.issue(user)


def test_a_modal_opens_for_the_person_behind_the_trigger(slack: Standin, client: WebClient) -> None:
    told = client.views_open(trigger_id=trigger(slack), view=modal(private_metadata="kept"))["view"]
    (view,) = slack.views(ANA)
    assert (view.id, view.callback_id, told["private_metadata"]) == (told["id"], "form", "kept")
    assert slack.views(BEN) == []


def test_a_trigger_works_once(slack: Standin, client: WebClient) -> None:
    once = trigger(slack)
    client.views_open(trigger_id=once, view=modal())
    assert error_of(client.views_open, trigger_id=once, view=modal()) == "exchanged_trigger_id"
    assert error_of(client.views_open, trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_a_trigger_grows_old(slack: Standin, client: WebClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack.core, "triggers", Triggers(lives_s=0.01))
    old = trigger(slack)
    until = time.monotonic() + 0.02
    slack.core.changes.until(lambda: time.monotonic() > until, 1)
    assert error_of(client.views_open, trigger_id=old, view=modal()) == "expired_trigger_id"


def test_a_refused_view_does_not_use_the_trigger_up(slack: Standin, client: WebClient) -> None:
    kept = trigger(slack)
    assert error_of(client.views_open, trigger_id=kept, view=modal(title=plain("x" * 25))) == "invalid_arguments"
    assert client.views_open(trigger_id=kept, view=modal())["ok"]


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        (modal(title=plain("x" * 25)), "/view/title/text"),
        (modal(submit=plain("x" * 25)), "/view/submit/text"),
        (modal(private_metadata="x" * 3001), "/view/private_metadata"),
        (modal(callback_id="x" * 256), "/view/callback_id"),
        (modal(submit=None), "missing required field: submit"),
        (modal(section("x" * 3001)), "/view/blocks/0/text/text"),
        (modal(colour="red"), "invalid additional property: colour"),
        (home(), "must be one of: modal"),
        ({k: v for k, v in modal().items() if k != "title"}, "missing required field: title"),
    ],
)
def test_a_view_that_breaks_a_limit_is_refused_with_a_pointer(
    slack: Standin, client: WebClient, view: dict[str, Any], complaint: str
) -> None:
    answer = refusal(client.views_open, trigger_id=trigger(slack), view=view)
    assert answer["error"] == "invalid_arguments"
    assert complaint in answer["response_metadata"]["messages"][0]


def test_a_huge_view_is_too_large(slack: Standin, client: WebClient) -> None:
    huge = modal(*[section("x" * 2900) for _ in range(90)])
    assert error_of(client.views_open, trigger_id=trigger(slack), view=huge) == "view_too_large"


def test_modals_stack_three_high(slack: Standin, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(slack), view=modal())
    second = client.views_push(trigger_id=trigger(slack), view=modal())["view"]
    third = client.views_push(trigger_id=trigger(slack), view=modal())["view"]
    assert third["previous_view_id"] == second["id"]
    assert third["root_view_id"] == slack.views(ANA)[0].id
    assert error_of(client.views_push, trigger_id=trigger(slack), view=modal()) == "push_limit_reached"
    slack.close(ANA, third["id"])
    assert slack.views(ANA)[-1].id == second["id"]
    slack.close(ANA, second["id"], everything=True)
    assert slack.views(ANA) == []


def test_an_update_with_an_old_hash_conflicts(slack: Standin, client: WebClient) -> None:
    opened = client.views_open(trigger_id=trigger(slack), view=modal(external_id="mine"))["view"]
    updated = client.views_update(external_id="mine", view=modal(section("new")), hash=opened["hash"])["view"]
    assert updated["hash"] != opened["hash"]
    stale = {"view_id": opened["id"], "view": modal(), "hash": opened["hash"]}
    assert error_of(client.views_update, **stale) == "hash_conflict"


def test_a_closed_view_is_not_found(slack: Standin, client: WebClient) -> None:
    opened = client.views_open(trigger_id=trigger(slack), view=modal())["view"]
    slack.close(ANA, opened["id"])
    assert error_of(client.views_update, view_id=opened["id"], view=modal()) == "not_found"


def test_an_update_keeps_what_was_typed_in_inputs_that_stay(slack: Standin, client: WebClient, app: App) -> None:
    typed: list[dict[str, Any]] = []

    @app.view("form")
    def submitted(ack: Ack, view: dict[str, Any]) -> None:
        typed.append(view["state"]["values"])
        if len(typed) == 1:
            ack(response_action="update", view=modal(input_block(), input_block(block_id="new", optional=True)))
        else:
            ack()

    opened = client.views_open(trigger_id=trigger(slack), view=modal())["view"]["id"]
    slack.submit(ANA, opened, {"a": "Acme"})
    slack.submit(ANA, opened)
    assert typed[1]["b"]["a"]["value"] == "Acme"
    assert typed[1]["new"]["a"]["value"] is None
    assert slack.views(ANA) == []


def test_a_home_is_published_for_one_person(slack: Standin, client: WebClient) -> None:
    first = client.views_publish(user_id=ANA, view=home())["view"]
    assert (slack.home(ANA) is not None, slack.home(BEN)) == (True, None)
    client.views_publish(user_id=ANA, view=home(section("new")), hash=first["hash"])
    assert error_of(client.views_publish, user_id=ANA, view=home(), hash=first["hash"]) == "hash_conflict"
    assert error_of(client.views_publish, user_id=ANA, view=modal()) == "invalid_arguments"
    assert error_of(client.views_publish, user_id="U0NOBODY", view=home()) == "user_not_found"


@pytest.fixture
def form(slack: Standin, client: WebClient) -> str:
    view = modal(input_block(text_input(max_length=5)))
    return str(client.views_open(trigger_id=trigger(slack), view=view)["view"]["id"])


def answering(app: App, **answer: Any) -> None:
    @app.view("form")
    def submitted(ack: Ack) -> None:
        ack(**answer)


def test_a_submitted_modal_closes(slack: Standin, app: App, form: str) -> None:
    answering(app)
    assert slack.submit(ANA, form, {"a": "Acme"}).ok
    assert slack.views(ANA) == []


def test_errors_stand_under_their_inputs_and_the_modal_stays(slack: Standin, app: App, form: str) -> None:
    answering(app, response_action="errors", errors={"b": "No such client"})
    assert slack.submit(ANA, form, {"a": "Acme"}).errors == {"b": "No such client"}
    assert [v.id for v in slack.views(ANA)] == [form]


def test_errors_for_blocks_that_are_no_inputs_are_a_mistake(slack: Standin, app: App, form: str) -> None:
    answering(app, response_action="errors", errors={"elsewhere": "No"})
    seen = slack.submit(ANA, form, {"a": "Acme"})
    assert (seen.error, seen.errors) == ("invalid_view_response", {})


def test_a_submission_may_push_or_clear(slack: Standin, app: App, client: WebClient, form: str) -> None:
    answering(app, response_action="push", view=modal(section("sure?"), callback_id="second"))
    pushed = slack.submit(ANA, form, {"a": "Acme"}).view
    assert pushed is not None
    assert len(slack.views(ANA)) == 2

    @app.view("second")
    def sure(ack: Ack) -> None:
        ack(response_action="clear")

    assert slack.submit(ANA, pushed.id).ok
    assert slack.views(ANA) == []


def test_a_view_in_an_acknowledgement_is_checked_too(slack: Standin, app: App, form: str) -> None:
    answering(app, response_action="update", view=modal(title=plain("x" * 25)))
    seen = slack.submit(ANA, form, {"a": "Acme"})
    assert seen.error == "invalid_view_response"
    assert "/view/title/text" in seen.detail


@pytest.mark.parametrize(("typed", "complaint"), [("", "required"), ("too long", "at most 5")])
def test_slack_s_client_holds_back_what_does_not_fit(slack: Standin, form: str, typed: str, complaint: str) -> None:
    assert complaint in slack.submit(ANA, form, {"a": typed}).errors["b"]
    assert slack.views(ANA)


def test_a_modal_that_asks_for_it_tells_when_it_is_closed(slack: Standin, app: App, client: WebClient) -> None:
    told: list[bool] = []

    @app.view_closed("form")
    def closed(ack: Ack, body: dict[str, Any]) -> None:
        told.append(body["is_cleared"])
        ack()

    for notify in (False, True):
        view = modal(notify_on_close=notify)
        opened = client.views_open(trigger_id=trigger(slack), view=view)["view"]
        slack.close(ANA, opened["id"])
    assert told == [False]


def test_a_home_s_buttons_tell_the_view(slack: Standin, app: App, client: WebClient) -> None:
    told: list[str] = []

    @app.action("press.me")
    def pressed(ack: Ack, body: dict[str, Any]) -> None:
        told.append(body["view"]["type"])
        ack()

    client.views_publish(user_id=ANA, view=home(actions(button())))
    shown = slack.home(ANA)
    assert shown is not None
    assert slack.press(ANA, shown, "press.me").ok
    assert told == ["home"]
    assert slack.messages(HEALTH) == []
