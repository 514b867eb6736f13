from __future__ import annotations

import re
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import logs
from bot.__main__ import cli
from bot.installing import stay
from bot.slack import NotInstalled
from handlers.table import APP_EVENTS
from storage import forgetting, installations
from storage.tables import Account, Clock, Message, Nudge, Person, Request, Workspace
from tests.installing.street import ANA, GENERAL, HERE, THERE, ZOE, ZOES_GENERAL, Street
from tests.storage.rows import count, fill

ORG = "E0ORG"


def asleep(street: Street, team_id: str) -> tuple[bool, bool]:
    """Whether a workspace sleeps, and whether that is because Tend was removed."""
    workspace = street.workspace(team_id)
    assert workspace is not None
    return workspace.asleep_since is not None, workspace.uninstalled_at is not None


def event(street: Street, kind: str, **more: Any) -> dict[str, Any]:
    told = {"type": "event_callback", "event_id": f"Ev{kind}{more}", "team_id": HERE, "api_app_id": "A0TEND"}
    inner = {"type": kind, **more}
    return {**told, "event": inner, "event_time": int(street.time.now.timestamp())}


def test_removed_from_a_workspace_tend_falls_silent_there_at_once_and_deletes_its_tokens(street: Street) -> None:
    street.install_both()
    street.time.pass_by(minutes=1)

    acks = street.slack.uninstall()

    assert [ack.error for ack in acks] == [None, None]
    assert street.installations() == [(THERE, "")]
    assert (asleep(street, HERE), asleep(street, THERE)) == ((True, True), (False, False))
    with pytest.raises(NotInstalled):
        street.tend.slack.of(HERE)
    before = len(street.slack.calls("chat.postMessage"))
    for team_id, person in ((HERE, ANA), (THERE, ZOE)):
        street.notice(team_id, person, "a word")
    street.tick()
    assert len(street.slack.calls("chat.postMessage")) == before + 1
    assert len(street.there.dm(ZOE)) == 1


def test_who_types_a_command_where_tend_is_no_longer_is_told_so(quick_street: Street) -> None:
    quick_street.install_both()
    quick_street.time.pass_by(minutes=1)
    quick_street.slack.uninstall()

    seen = quick_street.slack.command(ANA, GENERAL, "/client list")

    assert "not installed here any more" in seen.text
    assert quick_street.there.command(ZOE, ZOES_GENERAL, "/client list").ok


@pytest.mark.parametrize("kind", APP_EVENTS)
def test_either_word_of_slack_s_is_enough(quick_street: Street, kind: str) -> None:
    quick_street.install_both()
    quick_street.time.pass_by(minutes=1)

    quick_street.slack.tell(event(quick_street, kind, tokens={"bot": ["U0TEND"], "oauth": []}))

    assert quick_street.installations() == [(THERE, "")]
    assert asleep(quick_street, HERE) == (True, True)


def test_an_end_that_could_not_be_written_down_is_told_again(
    quick_street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_street.install_both()
    quick_street.time.pass_by(minutes=1)
    told = event(quick_street, "app_uninstalled")

    with monkeypatch.context() as broken:
        broken.setattr(installations, "remove", lambda *_: 1 / 0)
        assert quick_street.slack.tell(told).failed
    assert len(quick_street.installations()) == 2
    assert not quick_street.slack.tell(told).failed

    assert quick_street.installations() == [(THERE, "")]


def test_a_person_s_own_token_is_nothing_to_us(quick_street: Street) -> None:
    quick_street.install_both()
    quick_street.time.pass_by(minutes=1)

    quick_street.slack.tell(event(quick_street, "tokens_revoked", tokens={"oauth": [ANA]}))

    assert len(quick_street.installations()) == 2
    assert asleep(quick_street, HERE) == (False, False)


def test_a_late_word_of_an_old_installation_s_end_leaves_the_new_one_alone(street: Street) -> None:
    street.install_both()
    street.time.pass_by(minutes=1)
    late = event(street, "app_uninstalled")
    street.slack.uninstall()
    street.time.pass_by(minutes=1)
    assert street.install(street.slack, ANA).status == 200

    street.slack.tell(late)

    assert len(street.installations()) == 2
    assert asleep(street, HERE) == (False, False)


def test_installed_again_within_30_days_it_goes_on_where_it_was(street: Street) -> None:
    street.install_both()
    street.due(HERE, ANA)
    street.time.pass_by(minutes=1)
    street.slack.uninstall()
    street.notice(HERE, ANA, "said in vain")
    for _ in range(3):
        street.tick(days=7)
    [clock] = street.rows(Clock)
    assert clock.rings_at is None
    assert street.rows(Nudge) == []
    assert street.slack.dm(ANA) == []

    assert street.install(street.slack, ANA).status == 200
    assert asleep(street, HERE) == (False, False)
    street.tick(hours=1)

    assert [account.name for account in street.rows(Account)] == ["Acme"]
    assert any(nudge.rule == "quiet" for nudge in street.rows(Nudge))
    assert len(street.slack.dm(ANA)) == 1


def test_after_30_days_every_row_of_it_is_gone_and_nobody_else_s(street: Street) -> None:
    street.install_both()
    for team_id, person in ((HERE, ANA), (THERE, ZOE)):
        street.due(team_id, person)
    street.tick()
    street.time.pass_by(minutes=1)
    street.slack.uninstall()
    kept = count(street.store, THERE)

    street.tick(days=29, hours=23)
    assert sum(count(street.store, HERE).values()) > 5
    street.tick(hours=1)

    assert set(count(street.store, HERE).values()) == {0}
    now_there = count(street.store, THERE)
    assert {name for name, rows in kept.items() if rows} <= {name for name, rows in now_there.items() if rows}
    assert street.installations() == [(THERE, "")]


def test_one_workspace_that_cannot_be_forgotten_keeps_no_other(
    street: Street, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    street.install_both()
    street.time.pass_by(minutes=1)
    for team in (street.slack, street.there):
        team.uninstall()
    forget = forgetting.forget

    def failing(session: Any, team_id: str) -> int:
        if team_id == HERE:
            raise RuntimeError("no")
        return forget(session, team_id)

    monkeypatch.setattr(forgetting, "forget", failing)
    street.time.pass_by(days=31)
    stay.forget_those_that_left(street.store, street.time.now)

    assert [row.team_id for row in street.rows(Workspace)] == [HERE]
    assert "workspace.not_forgotten" in [event["event"] for event in logged]


def test_one_workspace_revoked_the_other_goes_on(street: Street) -> None:
    street.install_both()
    for team_id, person in ((HERE, ANA), (THERE, ZOE)):
        street.due(team_id, person)
    street.slack.refuse_tokens("token_revoked")

    street.tick()
    street.tick(days=1)

    assert [row.state for row in street.rows(Message, team_id=THERE)] == ["sent"]
    assert len(street.there.dm(ZOE)) == 1
    assert (asleep(street, HERE), asleep(street, THERE)) == ((True, False), (False, False))
    assert street.rows(Clock, team_id=HERE)
    assert street.slack.dm(ANA) == []


def test_a_workspace_that_slept_wakes_when_slack_sends_its_requests_again(street: Street) -> None:
    street.install_both()
    street.notice(HERE, ANA, "a word")
    street.slack.refuse_tokens("team_access_not_granted")
    street.tick()
    assert asleep(street, HERE) == (True, False)

    street.slack.refuse_tokens(None)
    street.time.pass_by(minutes=2)
    assert street.slack.command(ANA, GENERAL, "/client list").ok
    assert asleep(street, HERE) == (False, False)
    street.tick(minutes=2)
    assert len(street.slack.dm(ANA)) == 1


def test_each_workspace_sees_its_own_clients_alone(street: Street) -> None:
    street.install_both()
    assert street.slack.command(ANA, GENERAL, '/client add "Hartwell"').ok
    assert street.there.command(ZOE, ZOES_GENERAL, '/client add "Lumen"').ok

    here = street.slack.command(ANA, GENERAL, "/client list").text
    there = street.there.command(ZOE, ZOES_GENERAL, "/client list").text

    assert ("Hartwell" in here, "Lumen" in here) == (True, False)
    assert ("Hartwell" in there, "Lumen" in there) == (False, True)
    assert {(row.team_id, row.id) for row in street.rows(Person) if row.id == ZOE} == {(THERE, ZOE)}


def test_an_organisation_that_removes_tend_is_silent_in_all_its_workspaces_but_those_with_their_own(
    organisation: Street,
) -> None:
    organisation.install(organisation.slack, ANA, whole=True)
    for team, person, channel in (
        (organisation.slack, ANA, GENERAL),
        (organisation.there, ZOE, ZOES_GENERAL),
    ):
        assert team.command(person, channel, "/client list").ok
    organisation.install(organisation.there, ZOE)
    organisation.time.pass_by(minutes=1)

    acks = organisation.slack.uninstall(whole=True)

    assert [ack.error for ack in acks] == [None, None]
    assert organisation.installations() == [(THERE, ORG)]
    assert (asleep(organisation, HERE), asleep(organisation, THERE)) == ((True, True), (False, False))
    organisation.time.pass_by(minutes=1)
    organisation.install(organisation.slack, ANA, whole=True)
    assert asleep(organisation, HERE) == (False, False)


@pytest.fixture(autouse=True)
def _logs_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "configure", lambda *_: None)  # it would outlive the test


def forget(street: Street, *arguments: str, typed: str = "") -> tuple[int, str]:
    url = street.store.engine.url.render_as_string(hide_password=False)
    done = CliRunner().invoke(cli, ["forget", *arguments], input=typed, env={"DATABASE_URL": url})
    return done.exit_code, done.output + str(done.exception or "")


def test_the_command_asks_before_it_forgets(street: Street) -> None:
    fill(street.store, HERE)

    code, said = forget(street, HERE, typed="n\n")
    assert (code, "Nothing was deleted" in said) == (1, True)
    assert set(count(street.store, HERE).values()) == {1}

    code, said = forget(street, HERE, typed="y\n")
    assert (code, re.search(rf"Deleted [\d,]+ rows of {HERE}\.", said) is not None) == (0, True)
    assert set(count(street.store, HERE).values()) == {0}


def test_with_yes_the_command_does_not_ask_and_says_what_is_left_to_do(street: Street) -> None:
    fill(street.store, HERE)
    fill(street.store, THERE)

    code, said = forget(street, HERE, "--yes")

    assert code == 0
    assert set(count(street.store, HERE).values()) == {0}
    assert set(count(street.store, THERE).values()) == {1}
    assert "remove it in Slack too" in said


def test_a_workspace_that_nobody_knows_is_not_forgotten(quick_street: Street) -> None:
    code, said = forget(quick_street, "T0NOBODY", "--yes")

    assert (code, "no workspace T0NOBODY" in said) == (1, True)
    assert quick_street.rows(Request) == []
