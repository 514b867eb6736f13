"""A channel shared with a client, in which people write and Tend listens."""

from __future__ import annotations

from typing import Any

from bot.playground.world import Message, User
from storage import touches
from storage.tables import Touch
from tests.handlers.office import ANA, SHARED, Office

WAIT_S = 30


def say(office: Office, user: str, text: str = "hello", channel: str = SHARED, **how: Any) -> Message:
    """Somebody writes, and Tend has heard it."""
    before = office.slack.socket.acknowledgements
    message = office.slack.say(user, channel, text, **how)
    heard(office, before)
    return message


def heard(office: Office, before: int, times: int = 1) -> None:
    """Wait until Tend has heard, and done what it left for later."""
    office.slack.until(lambda: office.slack.socket.acknowledgements >= before + times, WAIT_S)
    assert office.desk.told.rest(WAIT_S)


def logged(office: Office, account_id: str) -> list[Touch]:
    """The touches of an account that count, the oldest first."""
    with office.store.read() as session:
        return touches.of_account(session, office.team_id, account_id, limit=100)[::-1]


def people(office: Office, touch: Touch) -> tuple[list[str], list[str]]:
    """Who took part, of ours and of theirs."""
    with office.store.read() as session:
        ours = touches.people_of(session, office.team_id, [touch.id]).get(touch.id, [])
        return ours, touches.contacts_of(session, office.team_id, [touch.id]).get(touch.id, [])


def stranger(office: Office, id_: str = "U0FREYA", name: str = "Freya Holm", **fields: Any) -> str:
    """Somebody of Acme's who comes into the shared channel, and whom Tend has not heard of yet."""
    world = office.slack.world
    world.users[id_] = User(id_, name.split()[0].lower(), name, kind="external", team_id="T0ACME", **fields)
    world.channels[SHARED].members.add(id_)
    return id_


def acme(office: Office, **fields: Any) -> str:
    """Acme, linked to the shared channel; its id."""
    return office.account("Acme Corp", **{"channels": [SHARED], "owner_id": ANA, **fields})
