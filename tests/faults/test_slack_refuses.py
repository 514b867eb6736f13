"""Fault 7: Slack will never take it: the channel is gone or archived, the text too long, our token revoked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.client import Client
from bot.nudges.schedule import Ticker
from bot.playground.standin import Standin
from bot.playground.world import User, World, brightside
from bot.slack import SlackClients
from bot.tend import Tend
from storage import outbox
from storage.engine import Store
from storage.tables import Workspace
from tests.databases import make_sqlite_template
from tests.faults.result import Result
from tests.nudges.house import ALERTS, CHRIS, MORNING, SILENCE, TUESDAY, House, build
from tests.nudges.post import Time

OTHER = "T0OTHER"
WORDS = 6  # in the other workspace, which is not to notice anything
QUARTERS = 40  # of an hour that pass
POST = "chat.postMessage"


@dataclass
class Town:
    """Two workspaces, each with a Slack of its own, and the one bot that serves them."""

    house: House
    ours: Standin
    theirs: Standin
    time: Time
    ticker: Ticker
    logged: list[MutableMapping[str, Any]]

    def pass_by(self, quarters: int) -> None:
        """Ticks, a quarter of an hour apart."""
        for _ in range(quarters):
            self.ticker.tick(self.time())
            self.time.pass_by(minutes=15)


@dataclass(frozen=True)
class Neighbours(SlackClients):
    """Clients of two workspaces."""

    slacks: tuple[Standin, ...] = ()

    def of(self, team_id: str) -> Client:
        [mine] = [slack for slack in self.slacks if slack.team_id == team_id]
        return Client(mine.bot_token, mine.api_url)


@dataclass(frozen=True)
class Refused:
    """What came of it: attempts after the first, notices that tell of it, and who else heard at once."""

    attempts_after: int
    notices: int
    others: int

    @property
    def as_wished(self) -> bool:
        """At most one attempt more, one notice, nobody else affected."""
        return self.attempts_after <= 1 and self.notices == 1 and self.others == WORDS


def channel_gone(town: Town) -> None:
    del town.ours.world.channels[ALERTS]


def archived(town: Town) -> None:
    town.ours.world.channels[ALERTS].is_archived = True


def not_a_member(town: Town) -> None:
    town.ours.world.channels[ALERTS].members.discard("U0TEND")


def too_long(town: Town) -> None:
    town.ours.faults.add(POST, "msg_too_long", times=2)


def invalid_blocks(town: Town) -> None:
    town.ours.faults.add(POST, "invalid_blocks", times=2)


def revoked(town: Town) -> None:
    town.ours.refuse_tokens("token_revoked")


def deactivated(town: Town) -> None:
    town.ours.refuse_tokens("account_inactive")


OF_A_MESSAGE = (channel_gone, archived, not_a_member, too_long, invalid_blocks)
OF_A_WORKSPACE = (revoked, deactivated)


def refuse(url: str, cause: Callable[[Town], None]) -> Refused:
    """Let Slack refuse for a cause in one of two workspaces, and let hours pass."""
    with _town(url) as town:
        cause(town)
        town.pass_by(1)
        others = sum(len(town.theirs.dm(person)) for person in _neighbours())
        calls = len(town.ours.calls())
        town.pass_by(QUARTERS)
        if cause in OF_A_WORKSPACE:
            asleep = sum(line["event"] == "workspace.asleep" for line in town.logged)
            return Refused(len(town.ours.calls()) - calls, asleep, others)
        told = town.house.messages(kind="notice", recipient=CHRIS, state="sent")
        return Refused(_attempts(town) - 1, len(told), others)


def _attempts(town: Town) -> int:
    [failed] = town.house.messages(state="failed")
    return max(1, sum(failed.id in str(call.args.get("metadata")) for call in town.ours.calls(POST)))


def _neighbours() -> list[str]:
    return [f"U1N{n}" for n in range(WORDS)]


@contextmanager
def _town(url: str) -> Iterator[Town]:
    """A Tuesday morning, with a nudge for Ana and for the channel, and a word for each of the neighbours."""
    time = Time(MORNING)
    tend_there = User("U0TEND", "tend", "Tend", kind="bot")
    there = World([tend_there, *(User(id_, id_.lower(), id_) for id_ in _neighbours())], [], team_id=OTHER)
    with (
        closing(Store.open(url)) as store,
        Standin(brightside(), now=time, rate_limits=False) as ours,
        Standin(there, now=time, rate_limits=False) as theirs,
        capture_logs() as logged,
    ):
        house = build(store)
        house.settle(house.account("Acme", silent_days=15))
        house.add(Workspace(team_id=OTHER, tz="Europe/London", installed_at=TUESDAY))
        with store.write() as session:
            for person in _neighbours():
                outbox.notify(session, OTHER, person, "word", {"about": "say", "text": "A word."}, TUESDAY)
        tend = Tend(store, time, Neighbours("", slacks=(ours, theirs)), "U0TEND")
        yield Town(house, ours, theirs, time, Ticker(tend, rules=SILENCE), logged)


@pytest.mark.parametrize("cause", [*OF_A_MESSAGE, *OF_A_WORKSPACE])
def test_what_slack_refuses_is_tried_once_more_at_most_told_once_and_harms_no_other_workspace(
    sqlite_url: str, cause: Callable[[Town], None]
) -> None:
    came = refuse(sqlite_url, cause)

    assert came.as_wished, came


def measure() -> Result:
    """All causes."""
    folder = Path(tempfile.mkdtemp(prefix="tend-refused-"))
    template = make_sqlite_template(folder)
    came = {}
    for cause in (*OF_A_MESSAGE, *OF_A_WORKSPACE):
        path = shutil.copy(template, folder / f"{cause.__name__}.db")
        came[cause.__name__.replace("_", " ")] = refuse(f"sqlite:///{path}", cause)
    shutil.rmtree(folder)
    off = [cause for cause, one in came.items() if not one.as_wished]
    attempts = max(one.attempts_after for one in came.values())
    said = f"not as wished: {', '.join(off)}" if off else "one notice each, no other workspace affected"
    return Result(
        "7 refused for good", f"{len(came)} causes, {attempts} attempt after the error at most: {said}", not off
    )
