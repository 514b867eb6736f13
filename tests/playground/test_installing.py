"""The stand-in's end of installing: as strict as Slack is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk import WebClient

from bot.playground.errors import NotPossible
from bot.playground.standin import Standin
from bot.playground.world import User, World
from tests.playground.conftest import ANA, client_of
from tests.playground.refusals import error_of

BACK = "https://tend.example.com/slack/oauth_redirect"


def other_world() -> World:
    people = [User("U1ZOE", "zoe", "Zoe"), User("U1TEND", "tend", "Tend", kind="bot")]
    return World(people, [], "T1ZOE", "Zoe & Co", "U1TEND")


class Clock:
    now = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[Standin]:
    with Standin(now=clock, manifest=Path("manifest.yml"), rotates=True) as slack:
        yield slack


def page(slack: Standin, **changed: str) -> str:
    asked = {"client_id": slack.client_id, "scope": "chat:write", "redirect_uri": BACK, "state": "s"} | changed
    return f"{slack.page_url}oauth/v2/authorize?{urlencode(asked)}"


def code(slack: Standin) -> str:
    return parse_qs(urlsplit(slack.consent(ANA, page(slack))).query)["code"][0]


def access(slack: Standin, **how: Any) -> Any:
    keys = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    return WebClient(base_url=slack.api_url).oauth_v2_access(**{**keys, **how})


def refusal(slack: Standin, **how: Any) -> str:
    return error_of(access, slack, **how)


@pytest.mark.parametrize("changed", [{"client_id": "1.2"}, {"scope": "admin"}, {"redirect_uri": "http://tend.example"}])
def test_a_page_that_asks_for_what_the_app_does_not_have_is_not_shown(slack: Standin, changed: dict[str, str]) -> None:
    with pytest.raises(NotPossible):
        slack.consent(ANA, page(slack, **changed))


def test_whoever_says_no_is_sent_on_without_a_code(slack: Standin) -> None:
    sent_on = urlsplit(slack.decline(page(slack)))

    assert parse_qs(sent_on.query) == {"error": ["access_denied"], "state": ["s"]}


def test_a_code_is_good_once_and_for_ten_minutes(slack: Standin, clock: Clock) -> None:
    first, second = code(slack), code(slack)

    told = access(slack, code=first, redirect_uri=BACK)
    assert (told["team"]["id"], told["token_type"], told["expires_in"]) == ("T0TEND", "bot", 43200)
    assert refusal(slack, code=first, redirect_uri=BACK) == "invalid_code"
    clock.pass_by(minutes=11)
    assert refusal(slack, code=second, redirect_uri=BACK) == "invalid_code"


def test_only_the_app_itself_gets_tokens_and_only_where_it_said(slack: Standin) -> None:
    assert refusal(slack, client_id="1.2", code=code(slack), redirect_uri=BACK) == "invalid_client_id"
    assert refusal(slack, client_secret="guessed", code=code(slack), redirect_uri=BACK) == "bad_client_secret"
    assert refusal(slack, code=code(slack), redirect_uri=f"{BACK}2") == "bad_redirect_uri"
    assert refusal(slack, grant_type="password") == "invalid_grant_type"


def test_tokens_expire_after_twelve_hours_and_a_refresh_token_is_good_once(slack: Standin, clock: Clock) -> None:
    told = access(slack, code=code(slack), redirect_uri=BACK)
    client = client_of(slack, told["access_token"])
    assert client.auth_test()["team_id"] == "T0TEND"

    clock.pass_by(hours=12)
    assert error_of(client.auth_test) == "token_expired"
    fresh = access(slack, grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert client_of(slack, fresh["access_token"]).auth_test()["ok"]
    again = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    assert refusal(slack, **again) == "invalid_refresh_token"


def test_without_rotation_a_token_lives_until_it_is_revoked(clock: Clock) -> None:
    with Standin(now=clock) as slack:
        told = access(slack, code=code(slack), redirect_uri=BACK)
        client = client_of(slack, told["access_token"])
        clock.pass_by(days=400)
        assert client.auth_test()["ok"]
        assert "refresh_token" not in told.data
        slack.core.installs.revoke(slack.core, "account_inactive")
        assert error_of(client.auth_test) == "account_inactive"


def test_a_token_opens_its_own_workspace_alone(slack: Standin) -> None:
    other = slack.add_team(other_world())
    back = other.consent("U1ZOE", page(slack))
    told = access(slack, code=parse_qs(urlsplit(back).query)["code"][0], redirect_uri=BACK)
    zoes = client_of(slack, told["access_token"])

    assert zoes.auth_test()["team_id"] == "T1ZOE"
    assert error_of(zoes.users_info, user=ANA) == "user_not_found"
    assert error_of(client_of(slack).users_info, user="U1ZOE") == "user_not_found"
