"""Fault 11: hostile text in every field that people can fill, shown on every surface."""

from __future__ import annotations

import pytest

from tests.faults.hostile.looks import faults_in, faults_of, given_back, same, told_twice
from tests.faults.hostile.play import Played, play
from tests.faults.hostile.texts import SHORT, TEXTS
from tests.faults.result import Result


@pytest.fixture(scope="module")
def played() -> Played:
    return play(SHORT)


@pytest.mark.long
def test_nothing_that_people_type_comes_alive_is_lost_or_is_seen_by_others(played: Played) -> None:
    assert played.faults == []
    assert played.kept > 100


@pytest.mark.parametrize(
    "alive",
    [
        "<!channel>",
        "<@U0EVIL>",
        "<https://evil.test|x>",
        "a & b",
        "a > b",
        ">>> b",
        "`open",
        "```",
        "`span`",
        "&gt; quoted",
    ],
)
def test_what_is_alive_is_seen(alive: str) -> None:
    assert list(faults_of(alive))
    assert list(faults_in([{"type": "section", "text": {"type": "mrkdwn", "text": alive, "verbatim": True}}]))


def test_what_tend_writes_itself_may_live() -> None:
    ours = "<@U0ANA> in <#C0HEALTH> <!date^1778580000^{date_short}|12 May 2026>: `code` &lt;b&gt; &amp; *bold*\n> said"

    assert list(faults_of(ours)) == []
    assert list(faults_in({"type": "mrkdwn", "text": ours}))  # plain words would be made links


def test_what_is_escaped_twice_or_not_given_back_is_seen() -> None:
    assert list(told_twice({"type": "mrkdwn", "text": "&amp;lt;"}))
    assert list(told_twice({"type": "plain_text", "text": "&lt;"}))
    assert list(told_twice({"type": "mrkdwn", "text": "&lt; &amp;"})) == []
    typed = [
        {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]} for text in ("You typed `a &lt;`", "`b`")
    ]
    assert same(given_back(typed) or "", "a <b")
    assert given_back([]) is None
    assert not same("a <", "a <b")


def measure() -> Result:
    """Every text in every field."""
    played = play(TEXTS)
    left_out = ", ".join(sorted(played.unused)) or "none"
    figure = (
        f"{played.texts} texts in {len(played.fields)} fields and every place of every command, {played.acts:,} acts, "
        f"{played.looks:,} looks, {played.kept:,} kept as typed, {played.lines:,} log lines: {len(played.faults)} "
        f"unescaped, cut, refused by Slack, lost or seen by others; left out: {left_out}"
    )
    return Result("11 hostile text in every field", figure, not played.faults and not played.unused)
