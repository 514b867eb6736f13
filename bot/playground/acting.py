"""What happens around a person's act: who and where they are, telling the app, and showing its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.playground import payloads
from bot.playground.blocks import flat
from bot.playground.core import Core
from bot.playground.envelopes import Ack, Deliveries, EnvelopeType
from bot.playground.errors import NotPossible, SlackError, Stale
from bot.playground.modals import View
from bot.playground.response_urls import Origin, answer
from bot.playground.seen import Seen
from bot.playground.shapes import Check, Problems
from bot.playground.views import check_view
from bot.playground.world import Channel, Message, User

_WAIT_MARGIN_S = 5.0


class Acting:
    """Sends envelopes and turns acknowledgements into what the person sees."""

    def __init__(self, core: Core, deliveries: Deliveries) -> None:
        self._core = core
        self._deliveries = deliveries

    def user(self, user_id: str) -> User:
        """Somebody who can act. Raises `NotPossible` for bots and deactivated people."""
        user = self._core.world.users.get(user_id)
        if user is None or user.deleted or user.kind == "bot":
            raise NotPossible("no_such_person", f"nobody can act as {user_id}")
        return user

    def channel_of(self, user: User, channel_id: str) -> Channel:
        """A channel in which the person may write. Raises `NotPossible`."""
        world = self._core.world
        channel = world.dm(user.id) if channel_id == "D" + user.id[1:] else world.channels.get(channel_id)
        if channel is None or user.id not in channel.members:
            raise NotPossible("not_in_channel", f"{user.name} is not in the channel {channel_id}")
        if channel.is_archived:
            raise NotPossible("is_archived", f"#{channel.name} is archived")
        return channel

    def present(self, user: User, place: Message | View) -> Message | View:
        """The message or view as it is now, if this person sees it. Raises `NotPossible`."""
        if isinstance(place, View):
            if place.content["type"] == "home":
                return self._home(user, place)
            return self.on_top(user, place.id)
        self.channel_of(user, place.channel)
        message = self._core.world.message(place.channel, place.ts)
        if message is None or message.ephemeral_to not in (None, user.id):
            raise Stale("no_such_message", f"{user.name} does not see the message {place.ts}")
        return message

    def on_top(self, user: User, view_id: str) -> View:
        """The modal that the person sees, when it is this one. Raises `NotPossible`."""
        stack = self._core.modals.stack(user.id)
        if not stack or stack[-1].id != view_id:
            raise Stale("not_on_top", f"{user.name} does not see the modal {view_id}")
        return stack[-1]

    def command(self, user: User, payload: dict[str, Any], origin: Origin) -> Seen:
        """Tell the app of a command and show what it acknowledges."""
        return self._do(user, "slash_commands", payload, lambda ack: self._answered(origin, ack))

    def interactive(self, user: User, payload: dict[str, Any]) -> Seen:
        """Tell the app of an act whose acknowledgement says nothing."""
        return self._do(user, "interactive", payload, _silent)

    def submission(self, user: User, view: View, payload: dict[str, Any]) -> Seen:
        """Tell the app of a submitted modal and do what it acknowledges."""
        return self._do(user, "interactive", payload, lambda ack: self._submitted(view, ack))

    def suggestions(self, payload: dict[str, Any], options: Check, groups: Check) -> Seen:
        """Ask the app for options."""
        ack = self._tell("interactive", payload)
        answer = ack.payload or {}
        problems: Problems = []
        options(answer.get("options") or [], "/options", problems)
        groups(answer.get("option_groups") or [], "/option_groups", problems)
        if ack.error or problems:
            error = ack.error or "invalid_options"
            return Seen(ack=ack.payload, timed_out=ack.timed_out, error=error, detail="; ".join(problems))
        return Seen(
            ack=ack.payload,
            options=tuple(answer.get("options") or ()),
            option_groups=tuple(answer.get("option_groups") or ()),
        )

    def event(self, name: str, user: User, content: dict[str, Any]) -> Seen:
        """Tell the app of an event, if it subscribed to it, and wait until it has heard."""
        if not self._core.manifest.subscribes(name):
            return Seen()
        seen = self._do(user, "events_api", payloads.event(self._core, content), _silent)
        return Seen(ack=seen.ack, timed_out=seen.timed_out, ephemerals=seen.ephemerals, view=seen.view)

    def unchanged(self, user: User) -> Seen:
        """What a person sees when nothing was asked of the app."""
        stack = self._core.modals.stack(user.id)
        return Seen(view=stack[-1] if stack else None)

    def _home(self, user: User, place: View) -> View:
        home = self._core.modals.home(user.id)
        if home is None or home.id != place.id:
            raise Stale("no_such_view", f"{user.name} does not see the Home {place.id}")
        return home

    def _tell(self, kind: EnvelopeType, payload: dict[str, Any]) -> Ack:
        return self._deliveries.send(kind, payload).result(timeout=self._deliveries.ack_s + _WAIT_MARGIN_S)

    def _do(
        self,
        user: User,
        kind: EnvelopeType,
        payload: dict[str, Any],
        show: Callable[[Ack], dict[str, Any]],
    ) -> Seen:
        core = self._core
        before = core.world.next_ts(core.now())
        stood = self._top(user)
        ack = self._tell(kind, payload)
        with core.lock:
            shown: dict[str, Any] = {"error": ack.error} if ack.error else show(ack)
            top = self._top(user)
            stack = core.modals.stack(user.id)
            return Seen(
                ack=ack.payload,
                timed_out=ack.timed_out,
                ephemerals=tuple(m for m in core.world.ephemerals(user.id) if m.ts > before),
                view=stack[-1] if stack and top != stood else None,
                **shown,
            )

    def _top(self, user: User) -> tuple[str, str] | None:
        stack = self._core.modals.stack(user.id)
        return (stack[-1].id, stack[-1].hash) if stack else None

    def _answered(self, origin: Origin, ack: Ack) -> dict[str, Any]:
        if not ack.payload:
            return {}
        try:
            return {"message": answer(self._core, origin, ack.payload)}
        except SlackError as error:
            return {"error": "invalid_command_response", "detail": _reasons(error)}

    def _submitted(self, view: View, ack: Ack) -> dict[str, Any]:
        core, payload = self._core, ack.payload or {}
        try:
            match payload.get("response_action"):
                case None:
                    core.modals.close(view)
                case "clear":
                    core.modals.clear(view.user_id)
                case "errors":
                    return {"errors": _known_errors(view, payload.get("errors"))}
                case "update":
                    core.modals.update(view, check_view(payload.get("view"), ("modal",)))
                case "push":
                    core.modals.push(view.user_id, check_view(payload.get("view"), ("modal",)))
                case other:
                    raise SlackError("invalid_response_action", detail=str(other))
        except SlackError as error:
            return {"error": "invalid_view_response", "detail": _reasons(error)}
        core.viewed(view.user_id)
        return {}


def _silent(ack: Ack) -> dict[str, Any]:  # noqa: ARG001 - shows an acknowledgement
    return {}


def _known_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in flat(view.blocks) if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors", detail=f"errors must be keyed by block_ids of inputs: {sorted(inputs)}")
    return dict(errors)


def _reasons(error: SlackError) -> str:
    messages = error.extra.get("response_metadata", {}).get("messages", [])
    return "; ".join([error.code, *messages, str(error.extra.get("detail", ""))]).strip("; ")
