"""What a handler gives back; the desk delivers it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.views import mrkdwn
from bot.views.home import Place
from bot.views.post import Post
from bot.work.deed import Refused


@dataclass(frozen=True, slots=True)
class Answer:
    """A word to the one who asked, and to nobody else; or a modal to open; or errors at the fields of a form.

    `replaces`: the ephemeral message whose button was pressed gives way to the word. `on_top`: the modal is laid on the
    form that was sent, which is there again when it is closed. `clears`: not only that form closes, but all. `failed`:
    the word says why nothing was done, so that a form stays open with all that was typed. `later`: the word is only
    the first, and another follows when it is worked out. `place`: the page of the Home tab that is opened by it.
    """

    post: Post | None = None
    view: dict[str, Any] | None = None
    errors: dict[str, str] = field(default_factory=dict)
    replaces: bool = False
    on_top: bool = False
    clears: bool = False
    failed: bool = False
    later: Later | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """An answer that takes long. Who asks for the same (`key`) while it is worked out gets the same."""

    key: Hashable
    work: Callable[[], Answer]


NOTHING = Answer()


class FieldErrors(Exception):
    """What was sent in a form cannot be used; `errors` has a sentence for each field (block id)."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


@contextmanager
def at(field: str) -> Iterator[None]:
    """What is refused in the block is said at this field."""
    try:
        yield
    except Refused as refused:
        raise FieldErrors({field: mrkdwn.plain(mrkdwn.told(str(refused), refused.mentioned))}) from refused
