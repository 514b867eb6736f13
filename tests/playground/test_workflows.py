from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, Complete, Fail
from slack_sdk import WebClient

from bot.playground.errors import NotPossible
from bot.playground.standin import Standin
from tests.playground.conftest import ANA, BEN, HEALTH, client_of
from tests.playground.connect import connected
from tests.playground.refusals import error_of, refusal

STEP = """
display_information: {name: Tend}
oauth_config: {scopes: {bot: ["chat:write"]}}
functions:
  weigh:
    title: Weigh something
    description: Tells whether it is heavy
    input_parameters:
      properties:
        thing: {type: string, title: What, description: Its name}
        kilos: {type: integer}
        who: {type: slack#/types/user_id}
      required: [thing]
    output_parameters:
      properties:
        heavy: {type: boolean}
      required: [heavy]
settings:
  org_deploy_enabled: true
  function_runtime: remote
  event_subscriptions: {bot_events: [function_executed]}
"""


def manifest(tmp_path: Path, text: str = STEP) -> Path:
    path = tmp_path / "manifest.yml"
    path.write_text(text)
    return path


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[Standin]:
    with Standin(manifest=manifest(tmp_path)) as slack:
        yield slack


@pytest.fixture
def app(slack: Standin) -> Iterator[App]:
    with connected(slack) as app:
        yield app


def test_a_step_is_told_with_its_function_and_what_was_put_in(slack: Standin, app: App) -> None:
    heard: list[dict[str, Any]] = []

    @app.function("weigh")
    def weigh(event: dict[str, Any], complete: Complete) -> None:
        heard.append(event)
        complete(outputs={"heavy": True})

    step = slack.run_function("weigh", {"thing": "an anvil", "kilos": 60}, ANA)
    slack.until(lambda: step.ended)

    assert (step.state, step.outputs, step.error) == ("completed", {"heavy": True}, None)
    (event,) = heard
    assert event["inputs"] == {"thing": "an anvil", "kilos": 60}
    assert event["function_execution_id"] == step.id
    told = event["function"]
    assert (told["callback_id"], told["title"], told["type"]) == ("weigh", "Weigh something", "app")
    assert told["input_parameters"][0] == {
        "name": "thing",
        "type": "string",
        "title": "What",
        "description": "Its name",
        "is_required": True,
    }


def test_a_step_that_fails_says_why(slack: Standin, app: App) -> None:
    @app.function("weigh")
    def weigh(fail: Fail) -> None:
        fail(error="The scales are broken")

    step = slack.run_function("weigh", {"thing": "an anvil"}, ANA)
    slack.until(lambda: step.ended)
    assert (step.state, step.error) == ("failed", "The scales are broken")


def test_its_token_works_until_it_is_over_and_once(slack: Standin, app: App) -> None:
    @app.function("weigh")
    def weigh() -> None:
        """Ends later."""

    step = slack.run_function("weigh", {"thing": "a feather"}, ANA)
    client = client_of(slack, step.token)
    client.chat_postMessage(channel=HEALTH, text="weighing")
    assert error_of(client.functions_completeSuccess, function_execution_id="Fx9", outputs={}) == (
        "function_execution_not_found"
    )
    wrong = refusal(client.functions_completeSuccess, function_execution_id=step.id, outputs={"heavy": "no"})
    assert (wrong["error"], wrong["response_metadata"]["messages"]) == (
        "parameter_validation_failed",
        ["heavy must be of type boolean"],
    )
    client.functions_completeSuccess(function_execution_id=step.id, outputs={"heavy": False})
    assert error_of(client.chat_postMessage, channel=HEALTH, text="still weighing") == "token_expired"
    twice = WebClient(slack.bot_token, base_url=slack.api_url).functions_completeError
    assert error_of(twice, function_execution_id=step.id, error="no") == "execution_not_in_running_state"


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({}, "thing is missing"),
        ({"thing": "x", "colour": "red"}, "colour is not a parameter"),
        ({"thing": "x", "kilos": "60"}, "kilos must be of type integer"),
        ({"thing": "x", "kilos": True}, "kilos must be of type integer"),
    ],
)
def test_workflow_builder_lets_nothing_else_in(slack: Standin, inputs: dict[str, Any], told: str) -> None:
    with pytest.raises(NotPossible, match=told):
        slack.run_function("weigh", inputs, BEN)


@pytest.mark.parametrize(
    ("without", "code"),
    [
        ("  function_runtime: remote\n", "unknown_function"),
        ("  org_deploy_enabled: true\n", "unknown_function"),
        ("[function_executed]", "not_heard"),
    ],
)
def test_a_manifest_that_does_not_offer_the_step_in_full_offers_none(tmp_path: Path, without: str, code: str) -> None:
    text = STEP.replace(without, "[message.im]" if without.startswith("[") else "")
    with Standin(manifest=manifest(tmp_path, text)) as slack, pytest.raises(NotPossible) as caught:
        slack.run_function("weigh", {"thing": "an anvil"}, ANA)
    assert caught.value.code == code
