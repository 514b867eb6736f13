"""An office in which everything that anybody sees is looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from sqlmodel import func, select

from bot.playground.blocks import elements_of, flat
from bot.playground.modals import View
from bot.playground.seen import Seen
from bot.playground.world import Message
from bot.work.checks import clean
from storage import accounts, names
from tests.faults.hostile.looks import faults_in, given_back, same, told_twice
from tests.handlers.office import ANA, BEN, CHRIS, GENERAL, Office

OURS = (ANA, BEN, CHRIS)
_IN_ALL = 300  # characters that are typed into all fields of a form at once
_LATE = "expired_url"  # time was moved while an answer was worked out: it comes as a direct message
MODAL_FIELD = 3_000  # characters that Slack lets people type into a field of a form


@dataclass
class Stage:
    """People act; what they see, and all that Slack was told, is checked. `text` is what they type."""

    office: Office
    text: str
    faults: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)  # forms that were sent, buttons that were pressed
    acts: int = 0
    looks: int = 0
    kept: int = 0
    _pressed: set[str] = field(default_factory=set)

    def type(self, line: str, user: str = ANA, channel: str = GENERAL) -> Seen:
        """Type a command; what a refusal gives back of it is all of it."""
        seen = self._seen(line, user, self.office.type(line, user, channel))
        for back in filter(None, (given_back(message.blocks) for message in _answers(seen))):
            if not same(back, clean(line.partition(" ")[2])):
                self.faults.append(f"{line!r:.80}: given back as {back!r:.200}")
        return seen

    def opened(self, line: str, user: str = ANA) -> View:
        """The form that a command opens. Raises `AssertionError` when it opens none."""
        view = self.type(line, user).view
        assert view is not None, line
        return view

    def press(self, where: Message | View, action_id: str, value: str | None = None, user: str = ANA) -> Seen:
        """Press a button."""
        self.used.add(action_id.rstrip("0123456789").rstrip("."))
        return self._seen(action_id, user, self.office.press(where, action_id, user, value))

    def press_all(self, where: Message | View, user: str = ANA) -> None:
        """Press every button of which none alike was pressed before, those that turn pages last; fill in what opens."""
        while fresh := [button for button in _buttons(where) if button[0] not in self._pressed]:
            action_id, value = min(fresh, key=lambda button: button[0][-1].isdecimal())
            self._pressed.add(action_id)
            self.explore(self.press(where, action_id, value, user).view, user)

    def explore(self, view: View | None, user: str = ANA) -> None:
        """Type the text into all fields of a form at once, if it is one that nobody sent before."""
        if view is not None and str(view.content["callback_id"]) not in self.used:
            typed = dict.fromkeys(inputs(view, "plain_text_input"), self.text[:_IN_ALL])
            self.explore(self.submit(view, user, **typed).view, user)

    def begin_at(self, message: Message | None, shortcut: str, user: str = ANA) -> View:
        """The form that a shortcut opens, on a message or anywhere."""
        self.used.add(shortcut)
        seen = self._seen(shortcut, user, self.office.slack.shortcut(user, shortcut, message))
        assert seen.view is not None, seen
        return seen.view

    def form(self, where: Message, value: str, action_id: str) -> View:
        """The form that a button opens."""
        view = self.press(where, action_id, value).view
        assert view is not None, action_id
        return view

    def values(self, where: Message | View, action_id: str) -> list[str]:
        """The values of all buttons of a kind."""
        return [value for found, value in _buttons(where) if found == action_id and value]

    def submit(self, view: View, user: str = ANA, **values: Any) -> Seen:
        """Send a form."""
        form = str(view.content["callback_id"])
        self.used.add(form)
        return self._seen(form, user, self.office.submit(view, user, **values))

    @contextmanager
    def keeping(self, what: str, column: Any, text: str) -> Iterator[list[Seen]]:
        """After the block the database holds exactly this text, or whoever typed it was told why not.

        What they saw is put into the list. No `column`: such a text cannot be kept there.
        """
        told: list[Seen] = []
        yield told
        if column is not None and self.count(column, text):
            self.kept += 1
        elif not any(map(_is_refusal, told)):
            self.faults.append(f"{what}: neither kept nor refused: {text!r:.200}")

    def count(self, column: Any, text: str) -> int:
        """How many rows hold exactly this text."""
        with self.office.store.read() as session:
            return session.exec(select(func.count()).where(column == text)).one()

    def search(self, view: View, menu: str, text: str, user: str = ANA) -> None:
        """Type into a menu that is searched, and into the same one nothing."""
        for typed in (text, text[:3], ""):
            self._seen(f"menu {menu}", user, self.office.slack.suggest(user, view, menu, typed))

    def chosen(self, account: str) -> dict[str, Any]:
        """An account as it is chosen in a menu."""
        with self.office.store.read() as session:
            known = accounts.by_key(session, self.office.team_id, names.key(account))
        assert known is not None
        return {"text": {"type": "plain_text", "text": "chosen"}, "value": known.id}

    def look_at_homes(self) -> None:
        """The Home tab of everybody of ours."""
        for user in OURS:
            self.office.slack.open_home(user)
            home = self.office.slack.home(user)
            self._look(f"home of {user}", home.content if home else {})

    def look_everywhere(self) -> None:
        """All that was ever posted, published or refused."""
        slack = self.office.slack
        for channel in list(slack.world.channels):
            for message in filter(attrgetter("by_app"), slack.messages(channel)):
                self._look_at(f"message in {channel}", message)
        for message in (message for user in OURS for message in slack.ephemeral(user)):
            self._look_at("an answer", message)
        for call in slack.calls():
            if call.answer is None or not (call.answer.get("ok") or call.answer.get("error") == _LATE):
                self.faults.append(f"{call.method}: {call.answer}")
            self._look(call.method, _read(call.args.get("blocks")), _read(call.args.get("view")))

    def _seen(self, what: str, user: str, seen: Seen) -> Seen:
        self.acts += 1
        if seen.error or seen.timed_out:
            self.faults.append(f"{what!r:.80}: {seen.error} {seen.detail}")
        for message in _answers(seen):
            self._look_at(what, message)
            self.press_all(message, user)
        if seen.view is not None:
            self._look(what, seen.view.content)
        return seen

    def _look_at(self, what: str, message: Message) -> None:
        self._look(what, {"type": "mrkdwn", "text": message.text, "verbatim": True}, message.blocks)

    def _look(self, what: str, *payloads: Any) -> None:
        for payload in payloads:
            self.looks += 1
            found = [*faults_in(payload), *(told_twice(payload) if "&lt;" not in self.text else ())]
            self.faults += [f"{what!r:.80}: {fault}" for fault in found]


def _is_refusal(seen: Seen) -> bool:
    """Whether it says at a field, in a form that opens or in a sentence with what was typed why it was not done."""
    given = (given_back(message.blocks) for message in _answers(seen))
    return bool(seen.errors or seen.view or any(back is not None for back in given))


def _answers(seen: Seen) -> list[Message]:
    return [*filter(None, [seen.message]), *seen.ephemerals]


def inputs(view: View, kind: str) -> list[str]:
    """The names of all fields of a kind."""
    return [element["action_id"] for element in _elements(view) if element["type"].endswith(kind)]


def _buttons(where: Message | View) -> Iterator[tuple[str, str | None]]:
    return ((found["action_id"], found.get("value")) for found in _elements(where) if found["type"] == "button")


def _elements(where: Message | View) -> Iterator[dict[str, Any]]:
    return (element for block in flat(where.blocks) for element in elements_of(block))


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
