"""Charts and tables in words, for a Slack to which such blocks have not come yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

Payload = dict[str, Any]  # of one block

_ROWS = 25
_CELL = 28  # characters
_SHORT = 3_000  # characters of a text; Slack is sure to take as many
_FENCE = "```"
_IN_FENCE = mrkdwn.SECTION_LIMIT - 2 * len(_FENCE) - 2


def forms(post: Post) -> list[Post]:
    """What to tell until Slack takes it: the post; it with charts and tables in words; its text alone, and short."""
    less = [Post(post.text, in_words(post.blocks))] if is_young(post.blocks) else []
    return [post, *less, Post(mrkdwn.cut(post.text, _SHORT))]


def is_young(blocks: Sequence[Payload]) -> bool:
    """Whether there is a block among them that has not come to every workspace yet."""
    return any(block["type"] in _IN_WORDS for block in blocks)


def in_words(blocks: Sequence[Payload], most: int = kit.MESSAGE_BLOCKS) -> list[Payload]:
    """The blocks, at most so many, with what is said in words in the place of each chart and each table."""
    said = [part for block in blocks for part in (_in_words(block) if block["type"] in _IN_WORDS else [block])]
    return said[:most]


def _in_words(block: Payload) -> list[Payload]:
    return kit.post("any", _IN_WORDS[block["type"]](block)).blocks


def _table(block: Payload) -> list[Block]:
    """A caption, and the rows as lines whose columns stand one below the other."""
    head, *rows = [[_cell(cell) for cell in row] for row in block["rows"]]
    shown = [head, *rows[:_ROWS]]
    widths = [max(len(text) for text in column) for column in zip(*shown, strict=True)]
    right = [_is_of_numbers(column) for column in zip(*block["rows"][1:], strict=True)]
    lines = [_aligned(row, widths, right) for row in shown]
    more = [kit.context(f"+{len(rows) - _ROWS:,} more")] if len(rows) > _ROWS else []
    return [kit.section(mrkdwn.bold(block["caption"])), *map(kit.section, _fenced(lines)), *more]


def _is_of_numbers(column: Sequence[Payload]) -> bool:
    """Whether numbers are read in a column; what is only sorted by one may be a word or a day."""
    return any(cell["type"] == "raw_number" and cell["text"].replace(",", "").isdecimal() for cell in column)


def _aligned(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = [
        text.rjust(width) if numbers else text.ljust(width)
        for text, width, numbers in zip(row, widths, right, strict=True)
    ]
    return mrkdwn.escape("  ".join(cells).rstrip())


def _fenced(lines: Sequence[str]) -> list[str]:
    """Lines in as few fences as they fit."""
    each = max(1, _IN_FENCE // (max(map(len, lines)) + 1))
    return ["\n".join([_FENCE, *lines[start : start + each], _FENCE]) for start in range(0, len(lines), each)]


def _cell(cell: Payload) -> str:
    text = " ".join(_texts(cell)) if cell["type"] == "rich_text" else str(cell["text"])
    return mrkdwn.cut(" ".join(text.replace("`", "'").split()), _CELL)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        yield from _texts(value.get("elements", []))


def _chart(block: Payload) -> list[Block]:
    """A sentence: its title, and each point with its value; of several series, one for each."""
    chart = block["chart"]
    series = chart.get("series") or [{"name": block["title"], "data": chart["segments"]}]
    if len(series) == 1:
        return [kit.section(f"{mrkdwn.bold(block['title'])} {_points(series[0]['data'])}")]
    lines = [f"{mrkdwn.line(one['name'])}: {_points(one['data'])}" for one in series]
    return [kit.section("\n".join([mrkdwn.bold(block["title"]), *lines]))]


def _points(points: Sequence[Payload]) -> str:
    return " · ".join(f"{mrkdwn.line(point['label'])}: {point['value']:,g}" for point in points)


_IN_WORDS: dict[str, Callable[[Payload], list[Block]]] = {"data_table": _table, "data_visualization": _chart}
