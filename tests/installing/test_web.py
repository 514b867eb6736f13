from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from bot.playground.standin import CLIENT_SECRET
from bot.scopes import SCOPES
from storage import people
from storage.tables import Installation, Person, Request, Workspace
from tests.installing.street import ANA, HERE, KEY, ZOE, Street

BACK = "/slack/oauth_redirect"


def nothing_is_kept(street: Street) -> bool:
    return not street.rows(Installation) and not street.rows(Workspace)


def test_whoever_installs_tend_is_told_what_to_do_next_and_the_workspace_is_known(street: Street) -> None:
    answer = street.install(street.slack, ANA)

    assert answer.status == 200
    assert "Tend is installed in Brightside Studio" in answer.text
    for step in ("/invite @Tend", "/client settings channel", "/client add", "/touch"):
        assert step in answer.text
    assert "https://slack.com/app_redirect?app=A0TEND&amp;team=T0TEND" in answer.text
    [row] = street.rows(Installation)
    assert (row.team_id, row.enterprise_id, row.bot_user_id, row.installed_by) == (HERE, "", "U0TEND", ANA)
    assert row.installed_at == street.time.now
    assert set(row.scopes.split(",")) == SCOPES
    workspace = street.workspace(HERE)
    assert workspace is not None
    assert (workspace.name, workspace.bot_user_id, workspace.asleep_since) == ("Brightside Studio", "U0TEND", None)


def test_people_are_known_soon_after(quick_street: Street) -> None:
    quick_street.install(quick_street.slack, ANA)

    def known() -> bool:
        with quick_street.store.read() as session:
            return people.get(session, HERE, ANA) is not None

    quick_street.slack.until(known)
    assert quick_street.rows(Person, team_id="T1ZOE") == []


def test_slack_s_page_is_asked_for_the_scopes_of_the_manifest_and_sends_people_back_here(quick_street: Street) -> None:
    answer = quick_street.browser().get("/slack/install")

    page = urlsplit(answer.location)
    asked = {name: values[0] for name, values in parse_qs(page.query).items()}
    assert answer.status == 302
    assert set(asked["scope"].split(",")) == SCOPES
    assert asked["redirect_uri"] == "https://tend.example.com/slack/oauth_redirect"
    assert asked["client_id"] == quick_street.slack.client_id
    assert page.path == "/oauth/v2/authorize"


def test_the_cookie_is_for_nobody_s_eyes_and_gone_afterwards(quick_street: Street) -> None:
    browser = quick_street.browser()
    sent_to = browser.get("/slack/install").location

    [cookie] = browser.cookies.values()
    assert cookie not in sent_to
    for part in ("HttpOnly", "Secure", "Max-Age=600", "SameSite=lax"):
        assert part in browser.set_cookie
    browser.get(quick_street.slack.consent(ANA, sent_to))
    assert browser.cookies == {}


def test_asking_for_the_way_to_slack_leaves_nothing_behind(quick_street: Street) -> None:
    for _ in range(3):
        quick_street.browser().get("/slack/install")

    assert quick_street.rows(Request) == []


def test_a_state_is_good_once(street: Street) -> None:
    browser = street.browser()
    sent_to = browser.get("/slack/install").location
    cookies = dict(browser.cookies)
    assert browser.get(street.slack.consent(ANA, sent_to)).status == 200

    browser.cookies = cookies
    answer = browser.get(street.there.consent(ZOE, sent_to))

    assert (answer.status, "no longer good" in answer.text) == (400, True)
    assert 'href="install"' in answer.text
    assert street.installations() == [(HERE, "")]


def test_a_state_is_good_for_ten_minutes(quick_street: Street) -> None:
    browser = quick_street.browser()
    sent_to = browser.get("/slack/install").location
    quick_street.time.pass_by(minutes=10, seconds=1)

    answer = browser.get(quick_street.slack.consent(ANA, sent_to))

    assert (answer.status, "no longer good" in answer.text) == (400, True)
    assert nothing_is_kept(quick_street)


def test_a_state_is_good_in_the_browser_that_began_alone(quick_street: Street) -> None:
    sent_to = quick_street.browser().get("/slack/install").location
    back = quick_street.slack.consent(ANA, sent_to)
    other = quick_street.browser()
    other.get("/slack/install")

    assert quick_street.browser().get(back).status == 400
    assert other.get(back).status == 400
    assert nothing_is_kept(quick_street)
    assert quick_street.slack.calls("oauth.v2.access") == []


@pytest.mark.parametrize("query", ["", "?code=1", "?code=1&state=", "?code=1&state=%F0%9F%A6%8A", "?state=gAAAAA"])
def test_a_made_up_way_back_leads_nowhere(quick_street: Street, query: str) -> None:
    browser = quick_street.browser()
    browser.get("/slack/install")

    assert browser.get(BACK + query).status == 400
    assert nothing_is_kept(quick_street)
    assert quick_street.slack.calls("oauth.v2.access") == []


def test_whoever_says_no_is_told_that_nothing_was_installed(quick_street: Street) -> None:
    browser = quick_street.browser()

    answer = browser.get(quick_street.slack.decline(browser.get("/slack/install").location))

    assert (answer.status, "was not installed" in answer.text) == (200, True)
    assert nothing_is_kept(quick_street)


def test_what_the_address_says_is_not_repeated_on_the_page(quick_street: Street) -> None:
    answer = quick_street.browser().get(f"{BACK}?error=%3Cscript%3Ealert(1)%3C/script%3E&state=x")

    assert "script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_a_hostile_workspace_s_name_is_only_a_name(quick_street: Street) -> None:
    quick_street.slack.world.team_name = "<img src=x onerror=alert(1)>"

    answer = quick_street.install(quick_street.slack, ANA)

    assert "<img" not in answer.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in answer.text


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ("invalid_code", 400, "did not confirm"),
        ("500", 400, "did not confirm"),
        ("reset_before", 502, "did not answer"),
    ],
)
def test_when_slack_fails_nothing_is_installed_and_one_can_start_again(
    quick_street: Street, fault: str, status: int, words: str
) -> None:
    quick_street.slack.faults.add("oauth.v2.access", fault)

    answer = quick_street.install(quick_street.slack, ANA)

    assert (answer.status, words in answer.text) == (status, True)
    assert nothing_is_kept(quick_street)
    assert quick_street.install(quick_street.slack, ANA).status == 200


@pytest.mark.parametrize("table", ["requests", "installations"])
def test_when_the_database_takes_nothing_whoever_installs_is_told_to_start_again(
    quick_street: Street, table: str, logged: list[Any]
) -> None:
    with quick_street.store.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO elsewhere"))

    answer = quick_street.install(quick_street.slack, ANA)

    assert answer.status == 503
    assert "database did not answer" in answer.text
    assert '<a href="install">' in answer.text
    assert [event["event"] for event in logged] == ["installation.not_saved"]


def test_neither_the_database_nor_the_log_nor_the_page_shows_a_token(rotating: Street, logged: list[Any]) -> None:
    answer = rotating.install(rotating.slack, ANA)
    token = rotating.tend.slack.of(HERE).token
    [granted] = rotating.slack.calls("oauth.v2.access")
    refresh = granted.answer["refresh_token"] if granted.answer else ""
    assert token
    assert refresh

    [row] = rotating.rows(Installation)
    shown = [str(logged), answer.text, str(answer.headers), repr(row), row.bot_token, row.refresh_token]
    shown += [repr(rotating.tend), repr(rotating.present), str(vars(rotating.tend.slack.tokens))]
    for secret in (token, refresh, CLIENT_SECRET, KEY):
        assert [text for text in shown if secret in text] == []
    assert re.fullmatch(r"gAAAA[\w=-]+", row.bot_token)
