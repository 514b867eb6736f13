from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import mrkdwn
from tests.faults.hostile.looks import faults_of, same


@given(st.text())
def test_escaped_text_holds_nothing_that_slack_would_act_on(text: str) -> None:
    assert "<" not in mrkdwn.escape(text)
    assert ">" not in mrkdwn.escape(text)
    assert mrkdwn.plain(mrkdwn.escape(text)) == text


def test_plain_text_has_no_ids_in_it() -> None:
    assert mrkdwn.plain("<#C1> is archived; ask <@U1> about &lt;#C1&gt;") == (
        "That channel is archived; ask that person about <#C1>"
    )


hostile = st.text(st.sampled_from("<>&`*_~!@#|;^{}\n \u2028\u202eU0EVILampltgchannel")) | st.text()


@given(hostile, st.integers(1, 60))
def test_nothing_that_people_type_is_alive_however_it_is_shown_or_cut(text: str, limit: int) -> None:
    for shown in (mrkdwn.line(text), mrkdwn.bold(text), mrkdwn.code(text), mrkdwn.told(text, ("U0ANA",))):
        assert list(faults_of(shown)) == []
        assert list(faults_of(f"• {mrkdwn.fit(f'{mrkdwn.code(text)} {shown} `x` {shown}', limit + 10)}")) == []
    assert list(faults_of(mrkdwn.cut(mrkdwn.line(text), limit))) == []


@given(hostile)
def test_a_line_reads_as_it_was_typed_but_for_white_space_backticks_and_a_quotation(text: str) -> None:
    assert same(mrkdwn.plain(mrkdwn.line(text)), text)
    assert same(mrkdwn.plain(mrkdwn.code(text, len(text) + 1)).strip("`"), text)


@given(st.text())
def test_what_was_typed_stays_inside_its_code_span(text: str) -> None:
    shown = mrkdwn.code(text)
    assert shown[0] == shown[-1] == "`"
    assert "`" not in shown[1:-1]
    assert "\n" not in shown


@given(st.text(), st.integers(1, 50))
def test_cut_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert len(mrkdwn.cut(text, limit)) <= limit


def test_cutting_halves_no_entity_and_no_mention() -> None:
    assert mrkdwn.cut("fish &amp; chips", 9) == "fish…"
    assert mrkdwn.cut("ask <@U0ANA> now", 9) == "ask…"


def test_a_short_text_is_not_cut() -> None:
    assert mrkdwn.cut("short", 5) == "short"


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (12000000, "EUR", "120,000 EUR"),
        (9950, "GBP", "99.50 GBP"),
        (5, "EUR", "0.05 EUR"),
        (5000000, "JPY", "5,000,000 JPY"),
        (1500, "KWD", "1.500 KWD"),
    ],
)
def test_money_is_shown_in_its_own_units(minor: int, currency: str, words: str) -> None:
    assert mrkdwn.money(minor, currency) == words


def test_a_day_has_its_year_only_when_it_is_another() -> None:
    assert mrkdwn.day(date(2026, 5, 12), date(2026, 1, 1)) == "12 May"
    assert mrkdwn.day(date(2025, 5, 12), date(2026, 1, 1)) == "12 May 2025"
    assert mrkdwn.day(date(2026, 5, 12)) == "12 May 2026"


def test_a_moment_carries_its_instant_for_slack_and_the_readers_time_for_others() -> None:
    at = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
    text = mrkdwn.moment(at, ZoneInfo("Europe/Lisbon"))
    assert f"^{int(at.timestamp())}^" in text
    assert "12 May 2026, 09:00" in text


def test_a_sentence_keeps_the_mentions_that_are_ours_and_no_other() -> None:
    ours = ("U0ANA", "C0HEALTH")
    assert mrkdwn.told("<@U0ANA> is not in <#C0HEALTH>", ours) == "<@U0ANA> is not in <#C0HEALTH>"
    assert mrkdwn.told("“<@U0BEN>” is not <@U0ANA>", ours) == "“&lt;@U0BEN&gt;” is not <@U0ANA>"
    assert mrkdwn.told("<!channel> <b> <@>", ()) == "&lt;!channel&gt; &lt;b&gt; &lt;@&gt;"


def test_a_backtick_in_somebodys_words_ends_no_code_of_ours() -> None:
    assert "`" not in mrkdwn.line("a ` b")
    assert mrkdwn.fit(f"`{'a' * 50}` and `{'b' * 50}`", 80).count("`") == 4
    assert mrkdwn.fit(f"```\n{'a' * 90}\n```", 80).count("```") == 2
    assert len(mrkdwn.fit(f"`{'a' * 90}`", 80)) <= 80


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcde"), "a, b, c and 2 more"),
    ],
)
def test_words_are_listed_as_people_say_them(words: list[str], sentence: str) -> None:
    assert mrkdwn.listing(words) == sentence
