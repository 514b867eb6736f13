"""Lists that people hand over to Tend in their direct message with it, and what they read of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import select

from bot.playground.modals import View
from bot.playground.world import Message
from bot.work import settings
from bot.work.deed import Deed
from storage.tables import Account, Audit, Contact, Import, Touch
from tests.handlers.office import CHRIS, Office

WAIT_S = 30
ADMIN = CHRIS
CLIENTS = "Company;Owner;Tier\nAcme;ana@brightside.test;key\nGlobex;Ben Okafor;\n"


def drop(office: Office, content: bytes | str, name: str = "clients.csv", user: str = ADMIN) -> Message:
    """Somebody drops a file, and Tend has looked at it; what it says of it."""
    _after(office, user, lambda dm: office.slack.drop(user, dm, name, content))
    return said(office, user)[-1]


def write(office: Office, text: str, user: str = ADMIN, **how: Any) -> Message:
    """Somebody writes to Tend, and it has answered; the answer."""
    _after(office, user, lambda dm: office.slack.say(user, dm, text, **how))
    return [one for one in office.slack.dm(user) if one.by_app][-1]


def press(office: Office, where: Message | View, button: str, user: str = ADMIN) -> str:
    """Somebody presses a button, and what it asks for is done; what they alone are told."""
    seen = office.press(where, f"import.{button}", user)
    assert office.tend.imports.rest(WAIT_S)
    assert seen.error is None, seen
    return seen.text


def choose(office: Office, card: Message, user: str = ADMIN, **columns: Any) -> Message:
    """Somebody changes which column is which; what Tend says of it then."""
    view = office.press(card, "import.columns", user).view
    assert view is not None
    return send(office, view, user, **columns)


def send(office: Office, view: View, user: str = ADMIN, **columns: Any) -> Message:
    seen = office.submit(view, user, **columns)
    assert seen.ok, seen
    assert office.tend.imports.rest(WAIT_S)
    return said(office, user)[-1]


def said(office: Office, user: str = ADMIN) -> list[Message]:
    """What Tend said in somebody's direct message, but for the welcome, and beside what stands in threads."""
    return [one for one in office.slack.dm(user) if one.by_app and not one.is_reply and "Welcome" not in one.text]


def thread(office: Office, card: Message) -> list[Message]:
    """What stands below a message."""
    return [one for one in office.slack.messages(card.channel) if one.is_reply and one.thread_ts == card.ts]


def words(office: Office, message: Message) -> str:
    """A message as it stands now."""
    return office.read(next(one for one in office.slack.messages(message.channel) if one.ts == message.ts))


def names(office: Office, of: type[Account | Contact] = Account) -> list[str]:
    """What is on record."""
    with office.store.read() as session:
        return sorted(session.exec(select(of.name)))


def notes(office: Office) -> list[str]:
    with office.store.read() as session:
        return sorted(session.exec(select(Touch.note)))


def row(office: Office) -> Import:
    """The only list there is."""
    with office.store.read() as session:
        return session.exec(select(Import)).one()


def audited(office: Office, deed: str) -> list[Audit]:
    with office.store.read() as session:
        return list(session.exec(select(Audit).where(Audit.deed == deed)))


def make_admin(office: Office, user: str) -> None:
    settings.set_role(office.store, Deed(office.team_id, None, office.now), user, "admin")


def _after(office: Office, user: str, act: Callable[[str], object]) -> None:
    """Act in somebody's direct message, and wait until Tend has answered."""
    heard = office.slack.socket.acknowledgements
    act(office.slack.world.dm(user).id)
    office.slack.until(lambda: office.slack.socket.acknowledgements > heard, WAIT_S)
    assert office.desk.told.rest(WAIT_S)
    assert office.tend.imports.rest(WAIT_S)
