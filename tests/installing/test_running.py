"""The bot as it is started, for many workspaces."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from bot import web
from bot.app import CannotStart, open_store, running, team_of
from bot.playground.standin import Standin
from tests.installing.street import ANA, GENERAL, HERE, MANIFEST, ZOE, Browser, settings, zoe_and_co


@pytest.mark.parametrize("way", ["http", "socket"])
def test_it_takes_who_installs_it_and_then_answers_them(sqlite_url: str, way: str) -> None:
    with Standin(manifest=MANIFEST) as slack:
        how: dict[str, Any] = {"database_url": SecretStr(sqlite_url), "port": 0}
        if way == "socket":
            how |= {"slack_signing_secret": None, "slack_app_token": SecretStr(slack.app_token)}
        with running(settings(slack, **how)) as bot:
            assert bot.server is not None
            assert bot.where == "every workspace that installs it from https://tend.example.com/slack/install"
            if way == "http":
                slack.tell_by_http(f"http://127.0.0.1:{bot.server.port}{web.EVENTS}")
            else:
                slack.until_connected()
            assert "not installed" in slack.command(ANA, GENERAL, "/client list").text

            browser = Browser(bot.server.port)
            back = slack.consent(ANA, browser.get("/slack/install").location)
            assert browser.get(back).status == 200

            seen = slack.command(ANA, GENERAL, "/client list")
            assert seen.ok
            assert "not installed" not in seen.text
            assert browser.get("/healthz").status == 200


def test_a_command_for_one_of_many_workspaces_says_which(sqlite_url: str) -> None:
    with Standin(manifest=MANIFEST) as slack:
        told = settings(slack, database_url=SecretStr(sqlite_url), port=0)
        with open_store(told) as store, pytest.raises(CannotStart, match="does not know your workspace yet"):
            team_of(told, store)
        with running(told) as bot:
            assert bot.server is not None
            browser = Browser(bot.server.port)
            browser.get(slack.consent(ANA, browser.get("/slack/install").location))
            with open_store(told) as store:
                assert team_of(told, store) == HERE
            other = slack.add_team(zoe_and_co())
            browser.get(other.consent(ZOE, browser.get("/slack/install").location))
            with open_store(told) as store:
                with pytest.raises(CannotStart, match="say which with --team"):
                    team_of(told, store)
                assert team_of(told, store, HERE) == HERE
