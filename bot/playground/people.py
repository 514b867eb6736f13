"""Acting as a person, as Slack's own client lets them."""

from __future__ import annotations

from typing import Any

from bot.playground import payloads
from bot.playground.blocks import elements_of, flat
from bot.playground.core import Core
from bot.playground.elements import GROUP, OPTION
from bot.playground.envelopes import Deliveries
from bot.playground.errors import NotPossible, Stale
from bot.playground.inputs import Values, answer_of, refusals, state_of
from bot.playground.modals import View
from bot.playground.response_urls import Origin, ResponseUrls
from bot.playground.seen import Seen
from bot.playground.shapes import many
from bot.playground.talking import Talking
from bot.playground.typed import typed
from bot.playground.workflows import Workflows
from bot.playground.world import Message, User

Place = Message | View


class People(Talking, Workflows):
    """Every act waits for the app's acknowledgement, at most three seconds. Call from any thread but the server's.

    Raises `NotPossible` where Slack's client would not even let a person try.
    """

    def __init__(self, core: Core, deliveries: Deliveries, response_urls: ResponseUrls) -> None:
        super().__init__(core, deliveries)
        self._urls = response_urls

    def command(self, user_id: str, channel_id: str, line: str, thread_ts: str | None = None) -> Seen:
        """Send a slash command, like `/touch acme call`."""
        core = self._core
        with core.lock:
            user = self._of_ours(user_id, "run commands")
            channel = self._acting.channel_of(user, channel_id)
            self._refuse_read_only(channel)
            name, _, text = line.strip().partition(" ")
            declared = core.manifest.command(name)
            if thread_ts is not None:
                return Seen(error="not_supported_in_threads", detail=f"{name} is not supported in threads. Sorry!")
            if declared is None:
                return Seen(error="unknown_command", detail=f"{name} is not a valid command.")
            origin = Origin(user.id, channel.id, "command", command=line.strip())
            payload = payloads.command_payload(
                core,
                user,
                channel,
                name,
                typed(core, text.strip(), bool(declared.get("should_escape"))),
                core.triggers.issue(user.id),
                self._urls.issue(origin),
            )
        return self._acting.command(user, payload, origin)

    def press(
        self,
        user_id: str,
        place: Place,
        action_id: str,
        value: Any = None,
        state: dict[str, Any] | None = None,
        block_id: str | None = None,
    ) -> Seen:
        """Press a button or choose in a message, a modal or a Home.

        Among several elements of the same action_id, `block_id` tells which, or the `value` of a button. For the other
        elements `value` is what is chosen. `state` is what was entered in the other inputs (see `state_of`).
        """
        core = self._core
        with core.lock:
            user = self._acting.user(user_id)
            place = self._acting.present(user, place)
            block, element = _element(place, action_id, value, block_id)
            values = state_of(place.blocks, state, place.values if isinstance(place, View) else None)
            answer = answer_of(element, value)
            if element["type"] not in ("button", "overflow", "workflow_button"):
                values.setdefault(block["block_id"], {})[action_id] = answer
            payload = payloads.interaction(core, "block_actions", user, core.triggers.issue(user.id))
            payload |= self._where(user, place, values)
            payload["state"] = {"values": values}
            payload["actions"] = [payloads.action(core, block["block_id"], element, answer)]
        return self._acting.interactive(user, payload)

    def submit(self, user_id: str, view_id: str, values: dict[str, Any] | None = None) -> Seen:
        """Submit the modal on top, with these values (see `state_of`)."""
        core = self._core
        with core.lock:
            user = self._acting.user(user_id)
            view = self._acting.on_top(user, view_id)
            if not view.content.get("submit"):
                raise NotPossible("no_submit", "this modal has no submit button")
            view.values = state_of(view.blocks, values, view.values)
            wrong = refusals(view.blocks, view.values)
            if wrong:
                return Seen(errors=wrong)
            payload = payloads.interaction(core, "view_submission", user, core.triggers.issue(user.id))
            payload |= {"view": payloads.in_view(core, view)["view"], "response_urls": []}
        return self._acting.submission(user, view, payload)

    def close(self, user_id: str, view_id: str, everything: bool = False) -> Seen:
        """Close the modal on top, or with `everything` all; the app hears of it only if the view asks for that."""
        core = self._core
        with core.lock:
            user = self._acting.user(user_id)
            view = self._acting.on_top(user, view_id)
            everything = everything or bool(view.content.get("clear_on_close"))
            payload = payloads.interaction(core, "view_closed", user, None)
            payload |= {"view": payloads.in_view(core, view)["view"], "is_cleared": everything}
            if everything:
                core.modals.clear(user.id)
            else:
                core.modals.close(view)
            core.viewed(user.id)
        if not view.content.get("notify_on_close"):
            return self._acting.unchanged(user)
        return self._acting.interactive(user, payload)

    def suggest(self, user_id: str, place: Place, action_id: str, text: str, block_id: str | None = None) -> Seen:
        """Type into an external select and read what it offers."""
        core = self._core
        with core.lock:
            user = self._acting.user(user_id)
            place = self._acting.present(user, place)
            block, element = _element(place, action_id, None, block_id)
            if "external_select" not in element["type"]:
                raise NotPossible("not_external", f"{action_id} does not ask the app for options")
            if len(text) < element.get("min_query_length", 3):
                return Seen()
            payload = payloads.interaction(core, "block_suggestion", user, None)
            payload |= self._where(user, place, None)
            payload |= {"action_id": action_id, "block_id": block["block_id"], "value": text}
            payload.pop("response_url", None)
        return self._acting.suggestions(payload, many(OPTION, 100, 0), many(GROUP, 100, 0))

    def shortcut(self, user_id: str, callback_id: str, message: Message | None = None) -> Seen:
        """Use a shortcut: a global one, or one on a message."""
        core = self._core
        with core.lock:
            user = self._of_ours(user_id, "use shortcuts")
            if not core.manifest.shortcut(callback_id, "message" if message else "global"):
                raise NotPossible("unknown_shortcut", f"the app has no such shortcut: {callback_id}")
            trigger = core.triggers.issue(user.id)
            if message is None:
                payload = payloads.interaction(core, "shortcut", user, trigger)
            else:
                self._acting.channel_of(user, message.channel)
                payload = payloads.interaction(core, "message_action", user, trigger)
                payload |= payloads.in_message(core, message)
                payload.pop("container")
                origin = Origin(user.id, message.channel, "message", message=message)
                payload |= {"message_ts": message.ts, "response_url": self._urls.issue(origin)}
            payload |= {"callback_id": callback_id, "action_ts": f"{core.now().timestamp():.6f}"}
        return self._acting.interactive(user, payload)

    def open_home(self, user_id: str, tab: str = "home") -> Seen:
        """Open the app's Home (or its messages, `tab="messages"`)."""
        core = self._core
        with core.lock:
            user = self._of_ours(user_id, "open the app")
            now = f"{core.now().timestamp():.6f}"
            content = {"type": "app_home_opened", "user": user.id, "tab": tab, "event_ts": now}
            content["channel"] = core.world.dm(user.id).id
            home = core.modals.home(user.id)
            if home is not None and tab == "home":
                content["view"] = payloads.in_view(core, home)["view"]
        return self._acting.event("app_home_opened", user, content)

    def _where(self, user: User, place: Place, values: Values | None) -> dict[str, Any]:
        if isinstance(place, Message):
            origin = Origin(user.id, place.channel, "message", message=place)
            return {**payloads.in_message(self._core, place), "response_url": self._urls.issue(origin)}
        if values is not None:
            place.values = values
        return payloads.in_view(self._core, place)


def _element(place: Place, action_id: str, value: Any, block_id: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The block and the element that a person means. Raises `NotPossible`."""
    everything = [(block, element) for block in flat(place.blocks) for element in elements_of(block)]
    found = [(b, e) for b, e in everything if e["action_id"] == action_id and block_id in (None, b["block_id"])]
    if value is not None and any(e["type"] == "button" for _, e in found):
        found = [(b, e) for b, e in found if e.get("value") == value]
    if not found:
        there = ", ".join(f"{e['action_id']}={e.get('value', '')}" for _, e in everything)
        raise Stale("no_such_element", f"there is no {action_id} with {value!r} here, only: {there}")
    return found[0]
