"""What is done with the forms of settings, and what is kept then."""

from __future__ import annotations

from datetime import datetime
from threading import Event as Signal
from typing import Any

from sqlmodel import select

from bot.backtest.figures import Asked, Effect
from bot.playground.modals import View
from bot.policy import Policy
from storage.engine import Store
from storage.tables import Person, Workspace
from tests.handlers.office import ANA, CHRIS, Office


class Counted:
    """Stands for the replay: it ends when it is let go, and may fail."""

    def __init__(self) -> None:
        self.tried: list[tuple[Policy, Policy]] = []
        self.may_end = Signal()
        self.fails = False

    def __call__(self, store: Store, team_id: str, now: datetime, before: Policy, after: Policy) -> Effect:
        self.tried.append((before, after))
        assert self.may_end.wait(60)
        if self.fails:
            raise RuntimeError("no")
        return Effect(30, 1, 1, Asked({"quiet": 46}, 1), Asked({"quiet": 58}, 1))


def opened(office: Office, group: str, person: str = CHRIS) -> View:
    shown = office.type("/client settings", person).message
    assert shown is not None
    view = office.press(shown, "settings.open", person, group).view
    assert view is not None
    return view


def top(office: Office, person: str = CHRIS) -> View:
    return office.slack.views(person)[-1]


def words(view: View) -> str:
    return str(view.blocks)


def see_effect(office: Office, counted: Counted, group: str, **values: Any) -> View:
    """Send a form, and wait until its effect is there."""
    assert office.submit(opened(office, group), CHRIS, **values).ok
    counted.may_end.set()
    office.slack.until(lambda: "Apply" in str(top(office).content.get("submit")), seconds=20)
    return top(office)


def kept(office: Office) -> dict[str, Any]:
    with office.store.read() as session:
        return session.exec(select(Workspace)).one().policy


def alert_channel(office: Office) -> str | None:
    with office.store.read() as session:
        return session.exec(select(Workspace)).one().alert_channel_id


def person(office: Office, user_id: str = ANA) -> Person:
    with office.store.read() as session:
        return session.exec(select(Person).where(Person.id == user_id)).one()


def last_word(office: Office, user_id: str = CHRIS) -> str:
    return office.read(office.slack.ephemeral(user_id)[-1])
