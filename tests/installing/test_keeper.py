from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Lock
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot.installing import keys
from bot.installing.keeper import Keeper
from bot.installing.oauth import OAuth, Tokens
from bot.presence import Presence
from bot.slack import NotInstalled
from storage import workspaces
from storage.tables import Installation, Workspace
from storage.vault import CannotOpen, Vault
from tests.installing.street import ANA, HERE, KEY, PUBLIC, THERE, ZOE, Street, settings

AGAIN = timedelta(seconds=61)
ORG = "E0ORG"


def refreshes(street: Street) -> int:
    return sum(call.args.get("grant_type") == "refresh_token" for call in street.slack.calls("oauth.v2.access"))


def speaks_for(presence: Presence, team_id: str) -> str:
    told: str = presence.tend.slack.of(team_id).auth_test()["team_id"]
    return told


def change(street: Street, **columns: Any) -> None:
    with street.store.write() as session:
        row = session.get(Installation, (HERE, ""))
        for name, value in columns.items():
            setattr(row, name, value)


def test_each_workspace_is_spoken_to_with_its_own_token(street: Street) -> None:
    street.install_both()

    assert speaks_for(street.present, HERE) == HERE
    assert speaks_for(street.present, THERE) == THERE
    with pytest.raises(NotInstalled, match="T0NOBODY"):
        street.tend.slack.of("T0NOBODY")
    with pytest.raises(NotInstalled):
        street.tend.slack.of("")


def test_a_token_is_believed_for_a_minute_and_not_at_all_once_it_was_dropped(street: Street) -> None:
    street.install_both()
    for team_id in (HERE, THERE):
        street.tend.slack.of(team_id)
    with street.store.write() as session:
        for row in (session.get(Installation, (HERE, "")), session.get(Installation, (THERE, ""))):
            session.delete(row)

    assert speaks_for(street.present, HERE) == HERE
    street.tend.slack.drop(THERE)
    with pytest.raises(NotInstalled):
        street.tend.slack.of(THERE)
    street.time.now += AGAIN
    with pytest.raises(NotInstalled):
        street.tend.slack.of(HERE)


def test_a_request_is_answered_as_the_bot_of_its_own_workspace(street: Street) -> None:
    street.install_both()

    here, there = street.present.authorize(None, HERE), street.present.authorize(None, THERE)

    assert here is not None
    assert there is not None
    assert (here.team_id, here.bot_user_id) == (HERE, "U0TEND")
    assert (there.team_id, there.bot_user_id) == (THERE, "U1TEND")
    assert here.bot_token != there.bot_token
    assert street.present.authorize(None, "T0NOBODY") is None
    assert street.present.authorize(None, None) is None


def test_a_token_is_renewed_two_hours_before_it_expires_and_no_sooner(rotating: Street) -> None:
    rotating.install(rotating.slack, ANA)
    first = rotating.tend.slack.of(HERE).token

    rotating.time.pass_by(hours=9, minutes=59)
    assert rotating.tend.slack.of(HERE).token == first
    rotating.time.pass_by(minutes=2)
    second = rotating.tend.slack.of(HERE).token

    assert second != first
    assert refreshes(rotating) == 1
    rotating.time.pass_by(hours=9)
    assert rotating.tend.slack.of(HERE).token == second
    rotating.time.pass_by(days=40)
    assert speaks_for(rotating.present, HERE) == HERE
    assert refreshes(rotating) == 2


def test_a_job_renews_what_it_sends_with(rotating: Street) -> None:
    rotating.install(rotating.slack, ANA)
    rotating.time.pass_by(days=1)
    rotating.notice(HERE, ANA, "a word")

    rotating.tick()

    assert refreshes(rotating) == 1
    assert len([post for post in rotating.slack.dm(ANA) if "Welcome" not in post.text]) == 1


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever renews waits, for a moment, whether another one begins to renew as well."""
    begun, both, lock = [0], Event(), Lock()
    renew = OAuth.renew

    def waiting(self: OAuth, refresh_token: str) -> Tokens:
        with lock:
            begun[0] += 1
        if begun[0] > 1:
            both.set()
        both.wait(0.5)
        return renew(self, refresh_token)

    monkeypatch.setattr(OAuth, "renew", waiting)
    yield


@pytest.mark.parametrize("hours", [11, 13])
def test_of_two_processes_one_renews_and_both_have_a_token_that_lasts(
    rotating: Street, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotating.install(rotating.slack, ANA)
    rotating.time.pass_by(hours=hours)
    store, other = rotating.another_process()

    with watched(monkeypatch), ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda present: speaks_for(present, HERE), [rotating.present, other]))
    rotating.time.now += AGAIN
    told += [speaks_for(rotating.present, HERE), speaks_for(other, HERE)]
    store.close()

    assert told == [HERE] * 4
    assert refreshes(rotating) == 1


@pytest.mark.parametrize("fault", ["500", "reset_before", "invalid_refresh_token", "html"])
def test_while_the_old_token_lasts_a_failure_to_renew_it_harms_nobody(
    rotating: Street, fault: str, logged: list[Any]
) -> None:
    rotating.install(rotating.slack, ANA)
    rotating.time.pass_by(hours=11)
    rotating.slack.faults.add("oauth.v2.access", fault)

    assert speaks_for(rotating.present, HERE) == HERE
    assert [event["event"] for event in logged if event["log_level"] == "error"] == ["installation.not_renewed"]
    assert refreshes(rotating) == 1

    rotating.time.now += AGAIN
    assert speaks_for(rotating.present, HERE) == HERE
    assert refreshes(rotating) == 2


@pytest.mark.parametrize(("fault", "raised"), [("500", SlackApiError), ("reset_before", OSError)])
def test_an_expired_token_that_cannot_be_renewed_just_now_is_no_word_of_an_end(
    rotating: Street, fault: str, raised: type[Exception]
) -> None:
    rotating.install(rotating.slack, ANA)
    rotating.time.pass_by(days=1)
    rotating.slack.faults.add("oauth.v2.access", fault)
    rotating.notice(HERE, ANA, "a word")

    with pytest.raises(raised) as caught:
        rotating.tend.slack.of(HERE)
    assert not isinstance(caught.value, NotInstalled)
    rotating.slack.faults.add("oauth.v2.access", fault)
    rotating.tick()
    workspace = rotating.workspace(HERE)
    assert workspace is not None
    assert workspace.asleep_since is None
    rotating.tick(hours=1)
    assert len([post for post in rotating.slack.dm(ANA) if "Welcome" not in post.text]) == 1


def test_a_refresh_token_that_is_lost_for_good_is_an_end_for_that_workspace_alone(rotating: Street) -> None:
    rotating.install_both()
    rotating.time.pass_by(hours=13)
    rotating.slack.faults.add("oauth.v2.access", "invalid_refresh_token")

    with pytest.raises(NotInstalled):
        rotating.tend.slack.of(HERE)
    assert speaks_for(rotating.present, THERE) == THERE


def test_a_token_in_another_workspace_s_row_opens_nothing(street: Street) -> None:
    street.install_both()
    street.tend.slack.drop(HERE)
    [there] = street.rows(Installation, team_id=THERE)
    change(street, bot_token=there.bot_token)

    with pytest.raises(CannotOpen):
        street.tend.slack.of(HERE)
    assert speaks_for(street.present, THERE) == THERE


def test_a_token_that_no_key_opens_keeps_no_other_workspace_from_its_messages(street: Street) -> None:
    street.install_both()
    change(street, bot_token="lost")
    for team_id in (HERE, THERE):
        street.tend.slack.drop(team_id)
    street.notice(HERE, ANA, "a word")
    street.notice(THERE, ZOE, "a word")

    street.tick()

    assert len(street.there.dm(ZOE)) == 1
    assert street.slack.dm(ANA) == []


def test_with_a_new_key_in_front_everything_is_sealed_with_it_at_the_next_start(rotating: Street) -> None:
    rotating.install_both()
    new = Fernet.generate_key().decode()
    vault = Vault([new, KEY])

    assert keys.unopened(rotating.store, Vault([new])) == (2, 2)
    assert keys.seal_anew(rotating.store, vault) == 2
    assert keys.seal_anew(rotating.store, vault) == 0
    assert keys.unopened(rotating.store, Vault([new])) == (2, 0)
    assert keys.unopened(rotating.store, Vault([KEY])) == (2, 2)
    assert keys.seal_anew(rotating.store, Vault([KEY])) == 0


def test_an_organisation_s_installation_serves_every_workspace_of_it_that_asks(organisation: Street) -> None:
    assert "Brightside Studio Group" in organisation.install(organisation.slack, ANA, whole=True).text
    assert organisation.installations() == [("", ORG)]
    assert organisation.rows(Workspace) == []

    assert organisation.slack.command(ANA, "C0GENERAL", "/client list").ok
    assert organisation.there.command(ZOE, "C1GENERAL", "/client list").ok

    assert {(row.team_id, row.enterprise_id) for row in organisation.rows(Workspace)} == {(HERE, ORG), (THERE, ORG)}
    organisation.time.pass_by(days=1)
    organisation.notice(THERE, ZOE, "a word")
    organisation.tick()
    assert len(organisation.there.dm(ZOE)) == 1
    assert refreshes(organisation) == 1


def test_a_workspace_of_no_organisation_is_not_served_by_one(organisation: Street) -> None:
    organisation.install(organisation.slack, ANA, whole=True)

    assert organisation.present.authorize(None, "T0ALONE") is None
    assert organisation.present.authorize("E0OTHER", HERE) is None


def test_who_does_not_say_which_workspace_is_told_nothing_of_any(organisation: Street) -> None:
    organisation.install(organisation.slack, ANA, whole=True)

    for unsaid in (None, "", ORG):
        assert organisation.present.authorize(ORG, unsaid) is None
        assert organisation.present.authorize("E0OTHER", unsaid) is None
        assert organisation.present.authorize(None, unsaid) is None
    assert organisation.rows(Workspace) == []


def test_a_request_that_was_under_way_when_tend_was_removed_brings_nothing_back(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.install_both()
    street.time.pass_by(minutes=2)
    get = workspaces.get

    def removed_meanwhile(session: Session, team_id: str) -> Workspace | None:
        monkeypatch.setattr(workspaces, "get", get)
        street.slack.uninstall()
        return get(session, team_id)

    monkeypatch.setattr(workspaces, "get", removed_meanwhile)
    assert street.present.authorize(None, HERE) is None

    workspace = street.workspace(HERE)
    assert workspace is not None
    assert workspace.uninstalled_at is not None
    assert workspace.asleep_since is not None


def test_a_client_s_secret_shows_in_no_repr(quick_street: Street) -> None:
    oauth = OAuth("1.2", SecretStr("hush"), api_url=quick_street.slack.api_url, public_url=PUBLIC)
    keeper = Keeper(quick_street.store, Vault([KEY]), oauth, quick_street.time)
    shown = [
        repr(oauth),
        repr(vars(oauth)),
        repr(keeper),
        repr(settings(quick_street.slack)),
        repr(Tokens("hush", "hush", None)),
    ]

    assert [text for text in shown if "hush" in text or KEY in text] == []
