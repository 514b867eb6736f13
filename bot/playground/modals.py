"""Open modals and published Homes, by person."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.playground.blocks import with_ids
from bot.playground.errors import SlackError

MOST_STACKED = 3


@dataclass
class View:
    """A modal or a Home as one person sees it. `content` is what the app sent, with ids filled in."""

    id: str
    user_id: str
    content: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    # What the person chose or typed, as Slack tells it in `state.values`; kept when the view is updated.
    values: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The view's blocks."""
        blocks: list[dict[str, Any]] = self.content["blocks"]
        return blocks

    @property
    def callback_id(self) -> str:
        """The app's name for the view; empty when it gave none."""
        return str(self.content.get("callback_id") or "")


class Modals:
    """All views. `now` dates their hashes."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._count = 0

    def stack(self, user_id: str) -> list[View]:
        """The open modals of a person, bottom first."""
        return list(self._stacks.get(user_id, []))

    def home(self, user_id: str) -> View | None:
        """The Home that was published for a person."""
        return self._homes.get(user_id)

    def find(self, view_id: str) -> View | None:
        """An open modal or a published Home."""
        modals = (view for stack in self._stacks.values() for view in stack)
        return next((v for v in (*modals, *self._homes.values()) if v.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """The same by the app's own id."""
        modals = (view for stack in self._stacks.values() for view in stack)
        return next((v for v in (*modals, *self._homes.values()) if v.content.get("external_id") == external_id), None)

    def open(self, user_id: str, content: dict[str, Any]) -> View:
        """Open a modal; what was open goes away."""
        self._refuse_repeated(content)
        view = self._new(user_id, content, None)
        self._stacks[user_id] = [view]
        return view

    def push(self, user_id: str, content: dict[str, Any]) -> View:
        """Lay a modal on the open ones. Raises `SlackError` without one or with three."""
        stack = self._stacks.get(user_id, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_STACKED:
            raise SlackError("push_limit_reached")
        self._refuse_repeated(content)
        view = self._new(user_id, content, stack[-1])
        stack.append(view)
        return view

    def update(self, view: View, content: dict[str, Any], expected_hash: str | None = None) -> View:
        """Replace what a view shows; what was entered in inputs that stay is kept. Raises `hash_conflict`."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        view.content = {**content, "blocks": with_ids(content["blocks"])}
        view.hash = self._hash()
        return view

    def publish(self, user_id: str, content: dict[str, Any], expected_hash: str | None = None) -> View:
        """Show this Home to a person. Raises `hash_conflict`."""
        view = self._homes.get(user_id)
        if view is not None:
            return self.update(view, content, expected_hash)
        if expected_hash:
            raise SlackError("hash_conflict")
        self._homes[user_id] = self._new(user_id, content, None)
        return self._homes[user_id]

    def close(self, view: View) -> None:
        """Take one modal off its person's stack."""
        stack = self._stacks.get(view.user_id, [])
        if view in stack:
            stack.remove(view)

    def clear(self, user_id: str) -> None:
        """Close all modals of a person."""
        self._stacks.pop(user_id, None)

    def _new(self, user_id: str, content: dict[str, Any], below: View | None) -> View:
        self._count += 1
        view_id = f"V{self._count:04d}"
        return View(
            id=view_id,
            user_id=user_id,
            content={**content, "blocks": with_ids(content["blocks"])},
            hash=self._hash(),
            root_id=below.root_id if below else view_id,
            previous_id=below.id if below else None,
        )

    def _hash(self) -> str:
        return f"{int(self._now().timestamp())}.{uuid.uuid4().hex[:8]}"

    def _refuse_repeated(self, content: dict[str, Any]) -> None:
        external_id = content.get("external_id")
        if external_id and self.find_external(external_id):
            raise SlackError("duplicate_external_id")
