"""Slack's mrkdwn as the page draws it."""

from collections.abc import Callable
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from bot.playground.standin import Standin

pytestmark = pytest.mark.long

Draw = Callable[[str], str]

DRAW = """async (text) => {
    const { mrkdwn } = await import("/mrkdwn.js");
    const reader = {
        me: { id: "U0ANA", tz: "Europe/Lisbon" },
        now: new Date("2026-05-12T08:00:00Z"),
        personName: (id) => (id === "U0BEN" ? "Ben Okafor" : undefined),
        channelName: (id) => (id === "C0HEALTH" ? "client-health" : undefined),
    };
    const box = document.createElement("div");
    box.append(...mrkdwn(text, reader));
    return AS_WHAT;
}"""


@pytest.fixture
def html(page: Page, slack: Standin) -> Draw:
    page.goto(slack.page_url)
    return lambda text: str(page.evaluate(DRAW.replace("AS_WHAT", "box.innerHTML"), text))


@pytest.fixture
def words(page: Page, slack: Standin) -> Draw:
    page.goto(slack.page_url)
    return lambda text: str(page.evaluate(DRAW.replace("AS_WHAT", "box.textContent"), text))


def test_marks_count_around_words_and_never_inside_them(html: Draw) -> None:
    for text, drawn in {
        "*bold* and _slanted_, ~gone~": "<strong>bold</strong> and <em>slanted</em>, <s>gone</s>",
        "*_both_*": "<strong><em>both</em></strong>",
        "snake_case_name, 2*3*4, a ~ b ~ c": "snake_case_name, 2*3*4, a ~ b ~ c",
        "* not bold *": "* not bold *",
        "*bold `co*de`": "*bold <code>co*de</code>",
        "`a *b* &lt;c&gt;`": "<code>a *b* &lt;c&gt;</code>",
        "one\ntwo": "one<br>two",
        "```x &lt; *y*```": "<pre><code>x &lt; *y*</code></pre>",
        "an `open one": "an `open one",
    }.items():
        assert html(text) == drawn


def test_mentions_links_dates_and_emoji_are_read(words: Draw) -> None:
    for text, read in {
        "<@U0BEN> in <#C0HEALTH|client-health>": "@Ben Okafor in #client-health",
        "<@U0ZOE|zoe> and <!here>": "@zoe and @here",
        "<https://example.com/a_b_c|a &amp; b>": "a & b",
        "see https://example.com.": "see https://example.com.",
        "<mailto:jane@acme.test|jane@acme.test>": "jane@acme.test",
        "<!date^1778572800^{date_long} {time}|then>": "Tuesday 12 May 2026 09:00",
        "<!date^1778659200^{date_short_pretty}|then>": "tomorrow",
        "<!date^soon^{date}|the fallback>": "the fallback",
        ":tada: :no_such_emoji: 10:30:00": "🎉 :no_such_emoji: 10:30:00",
    }.items():
        assert words(text) == read


def test_only_harmless_addresses_become_links(html: Draw) -> None:
    assert "<a" not in html("<javascript:alert(1)|press me>")
    assert "<a" not in html("<data:text/html,hello|press me>")
    assert 'rel="noopener noreferrer"' in html("<https://example.com|press me>")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="*_~`:\r\n", exclude_categories=("Cc", "Cs"))))
def test_text_without_marks_is_read_as_it_was_typed(text: str, words: Draw) -> None:
    assert words(escape(text, quote=False)) == text.removeprefix(">")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("*_~`<>@#!|^&;:ab \nampltgdate{}1"), max_size=60))
def test_no_text_breaks_it(text: str, words: Draw) -> None:
    words(text)
