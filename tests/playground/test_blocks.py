from __future__ import annotations

import json
from typing import Any

import pytest
import slackblocks as sb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.blocks import BLOCKS, Surface, problems_with, with_ids
from tests.playground.views import actions, button, input_block, option, plain, section, select, text_input

CHART: dict[str, Any] = {
    "type": "data_visualization",
    "title": "Touches",
    "chart": {
        "type": "line",
        "series": [{"name": "Acme", "data": [{"label": "W1", "value": 3}]}],
        "axis_config": {"categories": ["W1"]},
    },
}
PIE = {
    "type": "data_visualization",
    "title": "Status",
    "chart": {"type": "pie", "segments": [{"label": "Quiet", "value": 4}]},
}
CELL = {"type": "raw_text", "text": "Acme"}
TABLE = {"type": "data_table", "caption": "Quiet", "rows": [[CELL], [{"type": "raw_number", "value": 2, "text": "2"}]]}
IMAGE = {"type": "image", "alt_text": "A cat", "image_url": "https://x.test/cat.png"}


def changed(thing: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**thing, **fields}


GOOD: list[tuple[Surface, dict[str, Any]]] = [
    ("message", section("x" * 3000)),
    ("message", {"type": "section", "fields": [plain("a")] * 10}),
    ("message", section(accessory=select("a", "b", initial_option=option("a")))),
    ("message", {"type": "header", "text": plain("x" * 150)}),
    ("message", {"type": "divider"}),
    ("message", {"type": "context", "elements": [plain("a")] * 9 + [IMAGE]}),
    ("message", actions(*[button(f"b{n}") for n in range(25)])),
    ("message", {"type": "markdown", "text": "x" * 12_000}),
    ("message", CHART),
    ("home", PIE),
    ("message", TABLE),
    ("message", {"type": "table", "rows": [[CELL]] * 100}),
    ("modal", {"type": "alert", "text": plain("Mind"), "level": "warning"}),
    ("modal", input_block(text_input(max_length=3000, multiline=True))),
    ("home", input_block()),
    ("message", {"type": "container", "title": plain("Acme"), "child_blocks": [actions(button())]}),
    ("home", {"type": "carousel", "elements": [{"type": "card", "body": plain("x" * 200)}]}),
    ("message", {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}),
]


@pytest.mark.parametrize(("surface", "block"), GOOD)
def test_what_slack_takes_is_taken(surface: Surface, block: dict[str, Any]) -> None:
    assert problems_with([block], surface) == []


BAD: list[tuple[Surface, dict[str, Any], str]] = [
    ("message", {"type": "telepathy"}, "unsupported type for block: telepathy"),
    ("message", section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ("message", section("x" * 3001), "less than 3001"),
    ("message", {"type": "section"}, "must have one of: text, fields"),
    ("message", {"type": "section", "fields": [plain("a")] * 11}, "no more than 10 items"),
    ("message", {"type": "section", "fields": [plain("x" * 2001)]}, "/blocks/0/fields/0/text"),
    ("message", section(colour="red"), "invalid additional property: colour"),
    ("message", section(block_id="x" * 256), "/blocks/0/block_id"),
    ("message", section(accessory=text_input()), "unsupported type for accessory"),
    ("message", {"type": "header", "text": plain("x" * 151)}, "less than 151"),
    ("message", {"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported type for text: mrkdwn"),
    ("message", {"type": "context", "elements": [plain("a")] * 11}, "no more than 10"),
    ("message", actions(), "no less than 1"),
    ("message", actions(*[button(f"b{n}") for n in range(26)]), "no more than 25"),
    ("message", actions(button(), button()), "action_id must be unique"),
    ("message", actions(changed(button(), text=plain("x" * 76))), "less than 76"),
    ("message", actions(button(value="x" * 2001)), "less than 2001"),
    ("message", actions(button(url="no link")), "must be a valid URL"),
    ("message", actions(button(style="loud")), "must be one of: primary, danger"),
    ("message", actions(button("x" * 256)), "less than 256"),
    ("message", actions(button(confirm={"title": plain("t")})), "missing required field: text"),
    ("message", actions(text_input()), "unsupported type for actions"),
    ("message", actions(select(*[f"v{n}" for n in range(101)])), "no more than 100"),
    ("message", actions(select("a", "a")), "option values must be unique"),
    ("message", actions(select("a", initial_option=option("b"))), "exactly match one of the options"),
    ("message", actions(select("a", option_groups=[])), "exactly one of: options, option_groups"),
    ("message", actions(changed(select("a"), options=[changed(option("a"), value="x" * 151)])), "less than 151"),
    ("message", actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}), "no more than 5"),
    ("message", actions({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]}), "no more than 10"),
    ("message", actions({"type": "datepicker", "initial_date": "1 May"}), "must be a date"),
    ("modal", input_block(button()), "unsupported type for input"),
    ("modal", changed(input_block(), label=plain("x" * 2001)), "less than 2001"),
    ("modal", input_block(text_input(max_length=3001)), "must be 3000 or less"),
    ("message", changed(IMAGE, alt_text="x" * 2001), "less than 2001"),
    ("message", {"type": "image", "alt_text": "A cat"}, "exactly one of: image_url, slack_file"),
    ("message", {"type": "alert", "text": plain("x")}, "alert is not supported in a message"),
    ("modal", {"type": "markdown", "text": "x"}, "markdown is not supported in a modal"),
    ("modal", CHART, "data_visualization is not supported in a modal"),
    ("modal", TABLE, "data_table is not supported in a modal"),
    ("message", {"type": "markdown", "text": "x" * 12_001}, "less than 12001"),
    ("message", changed(CHART, title="x" * 51), "less than 51"),
    ("message", changed(CHART, chart=changed(CHART["chart"], axis_config={"categories": ["W1", "W2"]})), "one point"),
    ("message", changed(PIE, chart={"type": "pie", "segments": [{"label": "a", "value": 0}]}), "more than 0"),
    ("message", changed(PIE, chart={"type": "pie", "segments": [{"label": "x" * 21, "value": 1}]}), "less than 21"),
    ("message", changed(TABLE, rows=[[CELL]]), "no less than 2"),
    ("message", changed(TABLE, rows=[[CELL], [CELL, CELL]]), "same number of cells"),
    ("message", changed(TABLE, rows=[[{"type": "raw_text", "text": ""}], [CELL]]), "more than 0 characters"),
    ("message", changed(TABLE, rows=[[CELL], [changed(CELL, text="x" * 19_999)], [CELL]]), "less than 20001"),
    ("message", changed(TABLE, page_size=101), "must be 100 or less"),
    ("message", {"type": "card", "subtitle": plain("x")}, "must have one of: hero_image, title, actions, body"),
    ("message", {"type": "card", "actions": [button(f"b{n}") for n in range(4)]}, "no more than 3"),
    ("modal", {"type": "container", "title": plain("x"), "child_blocks": [section()]}, "not supported in a modal"),
    ("message", {"type": "container", "child_blocks": [section()]}, "must have one of: title, rich_text_title"),
    ("message", {"type": "container", "title": plain("x"), "child_blocks": [CHART]}, "unsupported type for container"),
    ("home", {"type": "plan", "title": "x", "tasks": [{"task_id": "1", "title": "y"}]}, "not supported in a home"),
]


@pytest.mark.parametrize(("surface", "block", "complaint"), BAD)
def test_what_slack_refuses_is_refused_with_a_reason(surface: Surface, block: dict[str, Any], complaint: str) -> None:
    problems = problems_with([block], surface)
    assert any(complaint in problem for problem in problems), problems


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_takes_so_many_blocks_and_no_more(surface: Surface, most: int) -> None:
    assert problems_with([section()] * most, surface) == []
    assert "no more than" in problems_with([section()] * (most + 1), surface)[0]


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ([section(block_id="one"), section(block_id="one")], "block_id 'one' already exists"),
        ([CHART, CHART, PIE], "no more than 2 charts"),
        ([{"type": "table", "rows": [[CELL]]}] * 2, "only one table"),
        ([{"type": "markdown", "text": "x" * 7_000}] * 2, "12001 characters together"),
        ([input_block(text_input(focus_on_load=True), block_id=b) for b in "ab"], "focus_on_load"),
        ("no list", "must be an array"),
        ([None], "unsupported type"),
    ],
)
def test_blocks_must_get_along(blocks: Any, complaint: str) -> None:
    assert any(complaint in problem for problem in problems_with(blocks, "message"))


def test_what_slackblocks_builds_is_taken() -> None:
    image = sb.Image(image_url="https://x.test/cat.png", alt_text="A cat")
    options = [sb.Option(text=sb.Text("Acme", type_=sb.TextType.PLAINTEXT), value="acme")]
    elements: list[Any] = [
        sb.Button(text="Press", action_id="b", value="1", style="primary"),
        sb.StaticSelectMenu(action_id="s", placeholder="Which?", options=options),
        sb.UserSelectMenu(action_id="u", placeholder="Who?"),
        sb.DatePicker(action_id="d", initial_date="2026-05-12"),
        sb.OverflowMenu(action_id="o", options=options),
    ]
    blocks: list[Any] = [
        sb.HeaderBlock("Quiet"),
        sb.SectionBlock("words *and* more", fields=["a", "b"], accessory=image),
        sb.ActionsBlock(elements),
        sb.ContextBlock([sb.Text("small"), image]),
        sb.DividerBlock(),
        sb.CardBlock(title="Acme", body="Quiet", actions=[sb.Button(text="Log", action_id="l")]),
        sb.ContainerBlock([sb.SectionBlock("inside")], title="Acme"),
        sb.ImageBlock("https://x.test/cat.png", alt_text="A cat", title="Cat"),
        sb.MarkdownBlock("**words**"),
    ]
    assert problems_with([block._resolve() for block in blocks], "message") == []


def test_blocks_and_elements_without_an_id_get_one() -> None:
    kept = with_ids([section(), {"type": "actions", "elements": [{"type": "button", "text": plain("x")}]}])
    assert kept[0]["block_id"] != kept[1]["block_id"]
    assert kept[1]["elements"][0]["action_id"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.fixed_dictionaries(
            {"type": st.sampled_from(sorted(BLOCKS))},
            optional=dict.fromkeys(
                ("text", "elements", "element", "label", "fields", "accessory", "rows", "chart", "title"), json_values
            ),
        ),
        max_size=3,
    )
)
def test_no_payload_breaks_the_check(blocks: list[dict[str, Any]]) -> None:
    assert all(isinstance(problem, str) for problem in problems_with(blocks, "message"))
    json.dumps(blocks)
