"""The shapes of the younger blocks: cards, containers, tasks, feedback, video."""

from __future__ import annotations

from bot.playground.elements import ELEMENTS
from bot.playground.shapes import (
    PLAIN,
    Check,
    any_of,
    anything,
    both,
    by_type,
    exactly_one,
    flag,
    many,
    one_of,
    shape,
    string,
    text,
    url,
)

BLOCK_ID: dict[str, Check] = {"block_id": string(255)}
_SOURCE = exactly_one("image_url", "slack_file")
IMAGE_ELEMENT = both(shape({"alt_text": string(2000)}, {"image_url": url(), "slack_file": anything}), _SOURCE)
IMAGE = both(
    shape(
        {"alt_text": string(2000)},
        {**BLOCK_ID, "image_url": url(), "slack_file": anything, "title": text(2000, PLAIN)},
    ),
    _SOURCE,
)
RICH_TEXT = shape(
    {
        "elements": many(
            by_type(
                {
                    f"rich_text_{part}": shape(
                        {"elements": many(anything, 1000, 0)},
                        {"style": anything, "indent": anything, "border": anything, "offset": anything},
                    )
                    for part in ("section", "list", "quote", "preformatted")
                },
                "rich_text",
            ),
            1000,
        )
    },
    BLOCK_ID,
)

CARD = both(
    shape(
        {},
        {
            **BLOCK_ID,
            "hero_image": IMAGE_ELEMENT,
            "icon": IMAGE_ELEMENT,
            "slack_icon": shape({"name": string(100)}),
            "title": text(150),
            "subtitle": text(150),
            "body": text(200),
            "subtext": text(200),
            "actions": many(ELEMENTS["button"], 3),
        },
    ),
    any_of("hero_image", "title", "actions", "body"),
)
CAROUSEL = shape({"elements": many(by_type({"card": CARD}, "carousel"), 10)}, BLOCK_ID)


def container(blocks: dict[str, Check]) -> Check:
    """A container of some of these blocks."""
    return both(
        shape(
            {"child_blocks": many(by_type(blocks, "container"), 10)},
            {
                **BLOCK_ID,
                "title": text(150),
                "rich_text_title": RICH_TEXT,
                "subtitle": text(150),
                "icon": IMAGE_ELEMENT,
                "width": one_of("narrow", "standard", "wide", "full"),
                "is_collapsible": flag,
                "default_collapsed": flag,
                "has_header_divider": flag,
            },
        ),
        any_of("title", "rich_text_title"),
    )


_FEEDBACK = shape({"text": text(75, PLAIN), "value": string(2000)}, {"accessibility_label": string(75)})
CONTEXT_ACTIONS = shape(
    {
        "elements": many(
            by_type(
                {
                    "feedback_buttons": shape(
                        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": string(255)}
                    ),
                    "icon_button": shape(
                        {"icon": string(100), "text": text(75, PLAIN)},
                        {
                            "action_id": string(255),
                            "value": string(2000),
                            "confirm": anything,
                            "accessibility_label": string(75),
                            "visible_to_user_ids": many(string(20), 10),
                        },
                    ),
                },
                "context_actions",
            ),
            5,
        )
    },
    BLOCK_ID,
)

_TASK: dict[str, Check] = {
    **BLOCK_ID,
    "details": anything,
    "output": anything,
    "sources": anything,
    "status": one_of("in_progress", "complete", "error"),
}
TASK_CARD = shape({"task_id": string(255), "title": string(255)}, _TASK)
PLAN = shape(
    {
        "title": string(255),
        "tasks": many(
            shape(
                {"task_id": string(255), "title": string(255)},
                {**_TASK, "status": one_of("pending", "in_progress", "complete", "error")},
            ),
            50,
        ),
    },
    BLOCK_ID,
)
VIDEO = shape(
    {
        "alt_text": string(2000),
        "title": text(199, PLAIN),
        "thumbnail_url": url(),
        "video_url": url(),
    },
    {
        **BLOCK_ID,
        "author_name": string(50),
        "description": text(200, PLAIN),
        "provider_name": string(50),
        "provider_icon_url": url(),
        "title_url": url(),
    },
)
