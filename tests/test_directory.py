from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot import directory
from bot.directory import LookUpFailed
from bot.playground.standin import Standin
from bot.playground.world import Channel
from bot.slack import SlackClients
from bot.tend import Tend
from storage import people, workspaces
from storage.engine import Store

TEAM = "T0TEND"


@dataclass
class Clock:
    at: datetime = field(default_factory=lambda: datetime(2026, 5, 12, 9, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def slack() -> Iterator[Standin]:
    with Standin(rate_limits=False) as standin:
        yield standin


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tend(slack: Standin, clock: Clock, sqlite_store: Store) -> Tend:
    with sqlite_store.write() as session:
        workspaces.ensure(session, TEAM, clock())
    return Tend(sqlite_store, clock, SlackClients(slack.api_url, slack.bot_token))


def test_somebody_new_is_asked_of_slack_and_written_down(tend: Tend, slack: Standin) -> None:
    ana = directory.person(tend, TEAM, "U0ANA")
    assert (ana.name, ana.email, ana.tz) == ("Ana Souza", "ana@brightside.test", "Europe/Lisbon")
    assert (ana.is_guest, ana.is_stranger, ana.is_bot) == (False, False, False)
    directory.person(tend, TEAM, "U0ANA")
    assert len(slack.calls("users.info")) == 1


def test_the_workspace_keeps_the_hours_that_most_of_its_people_live_by(tend: Tend, slack: Standin) -> None:
    slack.world.users["U0CHRIS"].tz = "Europe/London"
    directory.sync_people(tend, TEAM)

    with tend.store.read() as session:
        workspace = workspaces.get(session, TEAM)
    assert workspace
    assert workspace.tz == "Europe/London"


def test_guests_and_strangers_are_told_apart(tend: Tend) -> None:
    assert directory.person(tend, TEAM, "U0DANA").is_guest
    assert directory.person(tend, TEAM, "U0ERIK").is_stranger
    assert directory.person(tend, TEAM, "U0TEND").is_bot


def test_after_a_day_slack_is_asked_again_and_what_tend_knows_stays(tend: Tend, slack: Standin, clock: Clock) -> None:
    directory.person(tend, TEAM, "U0BEN")
    with tend.store.write() as session:
        people.lock(session, TEAM, "U0BEN").role = "lead"  # type: ignore[union-attr]
    slack.world.users["U0BEN"].tz = "Asia/Tokyo"
    clock.at += timedelta(days=1)
    ben = directory.person(tend, TEAM, "U0BEN")
    assert (ben.tz, ben.role) == ("Asia/Tokyo", "lead")


def test_who_has_left_is_known_to_have_left_since_then(tend: Tend, slack: Standin, clock: Clock) -> None:
    directory.person(tend, TEAM, "U0BEN")
    slack.world.users["U0BEN"].deleted = True
    clock.at += timedelta(days=2)
    left_at = clock()
    ben = directory.person(tend, TEAM, "U0BEN")
    assert (ben.deactivated_at, ben.tz, ben.name) == (left_at, "Europe/London", "Ben Okafor")
    clock.at += timedelta(days=2)
    assert directory.person(tend, TEAM, "U0BEN").deactivated_at == left_at


@pytest.mark.parametrize("fault", ["500", "429", "html", "internal_error", "reset_before"])
def test_somebody_known_is_believed_while_slack_fails(tend: Tend, slack: Standin, clock: Clock, fault: str) -> None:
    directory.person(tend, TEAM, "U0ANA")
    clock.at += timedelta(days=3)
    slack.faults.add("users.info", fault)
    assert directory.person(tend, TEAM, "U0ANA").name == "Ana Souza"


@pytest.mark.parametrize("fault", ["500", "429", "html", "internal_error", "reset_before"])
def test_an_error_is_never_an_answer(tend: Tend, slack: Standin, fault: str) -> None:
    slack.faults.add("users.info", fault)
    with pytest.raises(LookUpFailed):
        directory.person(tend, TEAM, "U0ERIK")
    slack.faults.add("conversations.info", fault)
    with pytest.raises(LookUpFailed):
        directory.channel(tend, TEAM, "C0ACME")
    slack.faults.add("conversations.list", fault)
    with pytest.raises(LookUpFailed):
        directory.find_channel(tend, TEAM, "general")
    slack.faults.add("users.list", fault)
    with pytest.raises(LookUpFailed):
        directory.sync_people(tend, TEAM)


def test_nobody_by_that_id_is_an_error_with_slacks_word(tend: Tend) -> None:
    with pytest.raises(LookUpFailed) as failed:
        directory.person(tend, TEAM, "U0NOBODY")
    assert failed.value.code == "user_not_found"


def test_everybody_is_written_down_for_imports(tend: Tend, slack: Standin) -> None:
    assert directory.sync_people(tend, TEAM) == len(slack.world.users)
    with tend.store.read() as session:
        assert people.by_email(session, TEAM, "Ben@Brightside.test").id == "U0BEN"  # type: ignore[union-attr]


def test_a_channel_is_asked_once_in_five_minutes(tend: Tend, slack: Standin, clock: Clock) -> None:
    assert directory.channel(tend, TEAM, "C0ACME").is_ext_shared
    clock.at += timedelta(minutes=4)
    directory.channel(tend, TEAM, "C0ACME")
    assert len(slack.calls("conversations.info")) == 1
    clock.at += timedelta(minutes=1)
    directory.channel(tend, TEAM, "C0ACME")
    assert len(slack.calls("conversations.info")) == 2


def test_a_channel_says_whether_we_are_there_and_it_is_alive(tend: Tend) -> None:
    health, nobot, old = (directory.channel(tend, TEAM, id_) for id_ in ("C0HEALTH", "C0NOBOT", "C0OLD"))
    assert (health.is_member, health.is_ext_shared, health.is_archived) == (True, False, False)
    assert nobot.is_member is False
    assert old.is_archived is True


@pytest.mark.parametrize(
    "typed", ["C0HEALTH", "<#C0HEALTH|client-health>", "#client-health", "Client-Health", "<#C0HEALTH>"]
)
def test_a_channel_is_found_by_id_mention_or_name(tend: Tend, typed: str) -> None:
    found = directory.find_channel(tend, TEAM, typed)
    assert found is not None
    assert found.id == "C0HEALTH"


@pytest.mark.parametrize("typed", ["", "#", "nowhere", "C0NOWHERE1"])
def test_a_channel_that_is_not_there_is_none(tend: Tend, typed: str) -> None:
    assert directory.find_channel(tend, TEAM, typed) is None


def test_a_channel_is_found_on_a_later_page(tend: Tend, slack: Standin) -> None:
    for place in range(450):
        slack.world.channels[f"C1{place:04}"] = Channel(f"C1{place:04}", f"room-{place}")
    found = directory.find_channel(tend, TEAM, "room-449")
    assert found is not None
    assert found.id == "C10449"


def test_a_direct_message_is_opened_once(tend: Tend, slack: Standin) -> None:
    directory.person(tend, TEAM, "U0ANA")
    first = directory.open_dm(tend, TEAM, "U0ANA")
    assert directory.open_dm(tend, TEAM, "U0ANA") == first
    assert len(slack.calls("conversations.open")) == 1
