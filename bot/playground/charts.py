"""The shapes of tables and charts, with Slack's limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.shapes import (
    Problems,
    anything,
    both,
    by_type,
    flag,
    many,
    number,
    one_of,
    problem,
    shape,
    string,
)

_MOST_TABLE_TEXT = 20_000
_BLOCK_ID = {"block_id": string(255)}

_RAW_TEXT = shape({"text": string(_MOST_TABLE_TEXT)})
_RAW_NUMBER = shape({"value": number(whole=False), "text": string(_MOST_TABLE_TEXT)})
_CELL = by_type(
    {"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": shape({"elements": many(anything, 1000)})}, "cell"
)


def _rows_are_even(value: Any, pointer: str, problems: Problems) -> None:
    rows = value.get("rows") if isinstance(value, dict) else None
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        problems.append(problem("all rows must have the same number of cells", f"{pointer}/rows"))


def _header_is_plain(value: Any, pointer: str, problems: Problems) -> None:
    rows = value.get("rows") if isinstance(value, dict) else None
    header = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    if any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in header):
        problems.append(problem("rich_text is not allowed in the header row", f"{pointer}/rows/0"))


def _text_is_short(value: Any, pointer: str, problems: Problems) -> None:
    if sum(map(len, _strings(value))) > _MOST_TABLE_TEXT:
        problems.append(problem(f"a table must have less than {_MOST_TABLE_TEXT + 1} characters", pointer))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        yield from (text for part in value.values() for text in _strings(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _strings(part))


TABLE = both(
    shape(
        {"rows": many(many(_CELL, 20), 100)},
        {
            **_BLOCK_ID,
            "column_settings": many(shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag}), 20),
        },
    ),
    _text_is_short,
)
DATA_TABLE = both(
    shape(
        {"caption": string(3000), "rows": many(many(_CELL, 20), 201, 2)},
        {**_BLOCK_ID, "page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    _rows_are_even,
    _header_is_plain,
    _text_is_short,
)

_LABEL = string(20)
_POINT = shape({"label": _LABEL, "value": number(whole=False)})
_SERIES = shape({"name": _LABEL, "data": many(_POINT, 20)})
_AXES = shape({"categories": many(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})
_LINES = shape({"series": many(_SERIES, 12), "axis_config": _AXES})
_PIE = shape({"segments": many(shape({"label": _LABEL, "value": number(whole=False)}), 12)})


def _slices_are_positive(value: Any, pointer: str, problems: Problems) -> None:
    for index, part in enumerate(value.get("segments", [])):
        if not part["value"] > 0:
            problems.append(problem("must be more than 0", f"{pointer}/segments/{index}/value"))


def _points_fit_categories(value: Any, pointer: str, problems: Problems) -> None:
    categories = value["axis_config"]["categories"]
    names = [series["name"] for series in value["series"]]
    if len(set(categories)) < len(categories) or len(set(names)) < len(names):
        problems.append(problem("categories and series names must be unique", pointer))
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            problems.append(problem("must have one point per category", f"{pointer}/series/{index}/data"))


def _chart(value: Any, pointer: str, problems: Problems) -> None:
    before = len(problems)
    by_type({"pie": _PIE, "line": _LINES, "bar": _LINES, "area": _LINES}, "chart")(value, pointer, problems)
    if len(problems) > before:
        return
    rule = _slices_are_positive if value["type"] == "pie" else _points_fit_categories
    rule(value, pointer, problems)


CHART = shape({"title": string(50), "chart": _chart}, _BLOCK_ID)
