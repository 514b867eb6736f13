"""Blocks of every kind, as a bot may post them."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, description: str = "") -> Block:
    return {"text": plain(text), "value": value, **({"description": plain(description)} if description else {})}


def button(text: str, action_id: str, **more: Any) -> Block:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": action_id, **more}


def section(text: str, **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text), **more}


def field(label: str, block_id: str, element: Block, **more: Any) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "it", **element},
        **more,
    }


SIZES = [option("Small", "s"), option("Medium", "m", "Fits most"), option("Large", "l")]
CONFIRM = {
    "title": plain("Are you sure?"),
    "text": plain("This cannot be undone."),
    "confirm": plain("Yes, do it"),
    "deny": plain("No"),
}

WORDS: list[Block] = [
    {"type": "header", "text": plain("A quiet account")},
    section(
        "*Acme* has been _quiet_ for ~20~ 21 days, see `clock 3` and <https://example.com/a?b=1&amp;c=2|the plan>."
        "\n&gt; they asked &lt;twice&gt;\n"
        "Ask <@U0ANA> in <#C0HEALTH> :wave: <!date^1778572800^{date_short} at {time}|once>"
    ),
    {"type": "section", "fields": [mrkdwn("*Owner*\nAna"), mrkdwn("*Tier*\nkey")]},
    {"type": "context", "elements": [mrkdwn("Last touch: call on *12 May*")]},
    {"type": "divider"},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "rich ", "style": {"bold": True}},
                    {"type": "user", "user_id": "U0BEN"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "first point"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "second point"}]},
                ],
            },
        ],
    },
    {"type": "markdown", "text": "## Notes\n**bold** and [a link](https://example.com)\n- one\n- two"},
]

CONTROLS: list[Block] = [
    section("Pressed *0* times", block_id="count"),
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            button("Count", "count", style="primary"),
            button("Remove", "remove", style="danger", confirm=CONFIRM),
            button("Break", "break"),
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("Archive", "archive"), option("Copy", "copy")],
            },
        ],
    },
    {
        "type": "actions",
        "block_id": "choosing",
        "elements": [
            {"type": "static_select", "action_id": "size", "placeholder": plain("Size"), "options": SIZES},
            {"type": "users_select", "action_id": "who", "placeholder": plain("Person")},
            {"type": "conversations_select", "action_id": "where", "placeholder": plain("Channel")},
            {"type": "datepicker", "action_id": "day", "placeholder": plain("Day"), "initial_date": "2026-05-12"},
            {"type": "timepicker", "action_id": "hour", "placeholder": plain("Hour")},
        ],
    },
    {
        "type": "actions",
        "block_id": "searching",
        "elements": [
            {"type": "external_select", "action_id": "fruit", "placeholder": plain("Fruit"), "min_query_length": 1},
        ],
    },
    section(
        "Which sizes?",
        block_id="many",
        accessory={
            "type": "multi_static_select",
            "action_id": "sizes",
            "placeholder": plain("Sizes"),
            "options": SIZES,
        },
    ),
    section("How?", accessory={"type": "radio_buttons", "action_id": "how", "options": SIZES[:2]}),
    section("What else?", accessory={"type": "checkboxes", "action_id": "ticks", "options": SIZES}),
]

WEEKS = [f"W{week}" for week in range(1, 9)]


def series(name: str, values: list[int]) -> Block:
    pairs = zip(WEEKS, values, strict=True)
    return {"name": name, "data": [{"label": label, "value": value} for label, value in pairs]}


def chart(kind: str, title: str) -> Block:
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": kind,
            "series": [
                series("Acme", [3, 5, 2, 0, 1, 4, 6, 5]),
                series("Globex", [1, 2, 2, 3, 5, 4, 2, 1]),
            ],
            "axis_config": {"categories": WEEKS, "x_label": "Week", "y_label": "Touches"},
        },
    }


PIE: Block = {
    "type": "data_visualization",
    "title": "Accounts by level",
    "chart": {
        "type": "pie",
        "segments": [
            {"label": "Fine", "value": 9},
            {"label": "Early", "value": 3},
            {"label": "Due", "value": 2},
            {"label": "Critical", "value": 1},
        ],
    },
}


def raw(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def number(value: int) -> Block:
    return {"type": "raw_number", "value": value, "text": str(value)}


QUIET = [("Acme", 21), ("Globex", 9), ("Initech", 34), ("Umbrella", 3), ("Hooli", 14), ("Stark", 100), ("Wayne", 7)]

DATA_TABLE: Block = {
    "type": "data_table",
    "caption": "Quiet accounts",
    "page_size": 5,
    "row_header_column_index": 0,
    "rows": [[raw("Client"), raw("Days")], *([raw(name), number(days)] for name, days in QUIET)],
}

TABLE: Block = {
    "type": "table",
    "column_settings": [{"align": "left"}, {"align": "right"}],
    "rows": [[raw("Tier"), raw("Days")], [raw("key"), raw("14")], [raw("standard"), raw("30")]],
}

FORM: list[Block] = [
    field("Name", "name", {"type": "plain_text_input", "placeholder": plain("As on the invoice")}),
    field(
        "Note",
        "note",
        {"type": "plain_text_input", "multiline": True},
        hint=plain("Two lines are plenty."),
        optional=True,
    ),
    field("E-mail", "mail", {"type": "email_text_input"}, optional=True),
    field("Value", "value", {"type": "number_input", "is_decimal_allowed": False}, optional=True),
    field("Size", "size", {"type": "static_select", "options": SIZES, "initial_option": SIZES[1]}),
    field("Owner", "owner", {"type": "users_select", "initial_user": "U0ANA"}),
    field("Helpers", "helpers", {"type": "multi_users_select"}, optional=True),
    field("Fruit", "fruit", {"type": "external_select", "min_query_length": 0}, optional=True),
    field("Basket", "basket", {"type": "multi_external_select", "min_query_length": 2}, optional=True),
    field("How", "how", {"type": "radio_buttons", "options": SIZES[:2]}, optional=True),
    field("Which", "which", {"type": "checkboxes", "options": SIZES}, optional=True),
    field("Day", "day", {"type": "datepicker"}, optional=True),
    field("At", "at", {"type": "timepicker", "initial_time": "09:30"}, optional=True),
]
