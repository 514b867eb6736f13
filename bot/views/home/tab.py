"""The Home tab put together: the row of pages, the sections of the one that is open, and what can be done from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from slackblocks import Block

from bot.views import kit
from bot.views.home.begin import begin
from bot.views.home.place import Place, metadata, nav
from bot.views.post import Post


class Section(Protocol):
    """A part of a page, with all that it shows in it."""

    def blocks(self) -> list[Block]:
        """As it stands on the page."""


@dataclass(frozen=True)
class HomeTab:
    """What the reader sees. `leads`: they may see more than their own; `is_empty`: there is no account anywhere."""

    place: Place = field(default_factory=Place)
    sections: Sequence[Section] = ()
    leads: bool = False
    is_empty: bool = False


def home(tab: HomeTab, word: Post | None = None) -> dict[str, Any]:
    """The view to publish. `word` answers a button that was pressed in it."""
    blocks = nav(tab.place, leads=tab.leads)
    for section in tab.sections:
        blocks += section.blocks()
    blocks += begin(is_empty=tab.is_empty)
    view = kit.home_view(blocks, first=word.blocks if word else ())
    return {**view, "private_metadata": metadata(tab.place)}


def closed(why: Post) -> dict[str, Any]:
    """For whom there is nothing to see: a word on why."""
    return {"type": "home", "blocks": why.blocks}
