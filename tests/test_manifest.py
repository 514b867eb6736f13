from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.scopes import SCOPES
from handlers.table import APP_EVENTS, COMMANDS, EVENTS, TOLD

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT.parent / "shared" / "slack-manifest.schema.json"

#: The scopes of every Web API method that Tend calls, as Slack documents them.
NEEDED = {
    "auth_test": set[str](),
    "apps_connections_open": set(),  # the app-level token's own
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_list": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "files_info": {"files:read"},  # as does the address that it tells
    "files_upload_v2": {"files:write"},
    "users_info": {"users:read", "users:read.email"},
    "oauth_v2_access": set(),  # by the app's own id and secret
    "users_list": {"users:read", "users:read.email"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}


def manifest() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return told


def slack_calls() -> set[str]:
    """Every Web API method named in the bot's code, called as a method or by its name with a dot."""
    found: set[str] = set()
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("handlers/**/*.py")]:
        if "playground" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            name = (
                node.attr if isinstance(node, ast.Attribute) else node.value if isinstance(node, ast.Constant) else ""
            )
            if isinstance(name, str):
                found.add(name.replace(".", "_"))
    return {
        name for name in found if name in NEEDED or name.startswith(("chat_", "conversations_", "views_", "files_"))
    }


def test_the_manifest_declares_exactly_the_commands_that_are_handled() -> None:
    declared = {command["command"] for command in manifest()["features"]["slash_commands"]}

    assert declared == set(COMMANDS)


def test_the_manifest_subscribes_to_exactly_the_events_that_are_handled() -> None:
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]

    assert {event.partition(".")[0] for event in subscribed} == {*EVENTS, *TOLD, *APP_EVENTS, "function_executed"}
    assert {event for event in subscribed if "." in event} == {"message.channels", "message.groups", "message.im"}


def test_every_slack_method_in_the_code_is_one_whose_scopes_are_known() -> None:
    assert slack_calls() - NEEDED.keys() == set()


def test_the_manifest_asks_for_what_the_code_calls_and_for_nothing_more() -> None:
    needed = {"commands"}.union(*(NEEDED[call] for call in slack_calls()))

    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == needed == SCOPES


def test_commands_arrive_with_people_and_channels_as_ids() -> None:
    assert all(command["should_escape"] for command in manifest()["features"]["slash_commands"])


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema of manifests is not on this machine")
def test_the_manifest_fits_slacks_own_schema() -> None:
    jsonschema.validate(manifest(), json.loads(SCHEMA.read_text()))


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema of manifests is not on this machine")
def test_the_manifest_fits_it_too_with_the_addresses_that_http_takes() -> None:
    over_http, url = manifest(), "https://tend.example.com/slack/events"
    over_http["settings"]["socket_mode_enabled"] = False
    over_http["settings"]["event_subscriptions"]["request_url"] = url
    over_http["settings"]["interactivity"] |= {"request_url": url, "message_menu_options_url": url}
    for command in over_http["features"]["slash_commands"]:
        command["url"] = url

    jsonschema.validate(over_http, json.loads(SCHEMA.read_text()))
