"""Reading what views made, as a person or Slack would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.blocks import problems_with
from bot.playground.views import check_view
from bot.views.post import Post

HOSTILE = (
    "<!channel> & <b>",
    "*bold* _it_ ~no~ `code`",
    "<@U0BEN>",
    "<https://evil.test|click>",
    "🎉" * 40,
    "שלום עולם \u202e abc",
    "x" * 5000,
    "&" * 5000,
    "line\nbreak\n\n> quote",
    '"',
    "`" * 50,
)


def words(value: Any) -> str:
    """All text in a post or a view, a line each."""
    if isinstance(value, Post):
        return "\n".join([value.text, *_texts(value.blocks)])
    return "\n".join(_texts(value))


def section_that_names(value: Any, what: str) -> str:
    """The one text that holds `what`."""
    found = [text for text in _texts(value.blocks if isinstance(value, Post) else value) if what in text]
    assert len(found) == 1, found
    return found[0]


def buttons(value: Any) -> dict[str, dict[str, Any]]:
    """Every button by its action id; the last of equal ones."""
    blocks = value.blocks if isinstance(value, Post) else value["blocks"]
    return {element["action_id"]: element for element in _elements(blocks) if element["type"] == "button"}


def accepted(post: Post) -> Post:
    """The post, if Slack would take it in a message or an update, and nothing in it comes alive that people typed."""
    assert post.text
    assert len(post.text) <= 4000
    assert problems_with(post.blocks, "message") == []
    assert_harmless(words(post))
    return post


def accepted_view(view: dict[str, Any]) -> dict[str, Any]:
    """The view, if Slack would open it."""
    check_view(view, ("modal", "home"))
    return view


def assert_harmless(text: str) -> None:
    """No broadcast, no foreign link, no half entity."""
    for alive in ("<!channel", "<!here", "<!everyone", "<https://evil"):
        assert alive not in text


def _elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from block.get("elements", [])
        yield from filter(None, [block.get("accessory"), block.get("element")])


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) and value.get("type") != "plain_text" else []
    return own + [text for part in value.values() for text in _texts(part)]
