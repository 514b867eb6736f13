from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from typing import Any

import pytest

from bot.policy import Policy
from bot.rhythm import of
from bot.rules.quiet import quiet
from bot.views.account import Sheet, why
from bot.views.post import Post
from tests.views.reading import accepted, section_that_names, words
from tests.views.test_account import ACME, NOW, QUIET


def sheet(gaps: list[int], silent_days: int, **changes: Any) -> Sheet:
    """An account with these gaps between its contact days, and what the quiet rule says of it."""
    last = NOW - timedelta(days=silent_days)
    days = [last.date() - timedelta(days=back) for back in accumulate(reversed(gaps), initial=0)]
    facts = replace(ACME, last_contact_at=last, rhythm=of(days), **changes)
    return Sheet(facts, list(quiet(facts, Policy(), NOW)), NOW, NOW.date())


def chart(post: Post) -> dict[str, Any]:
    """The one chart of a post."""
    [found] = [block for block in post.blocks if block["type"] == "data_visualization"]
    return found


def test_why_tells_the_usual_gap_this_silence_and_when_the_next_level_comes() -> None:
    text = section_that_names(accepted(why(sheet([7, 9, 8, 40], 16))), "Their rhythm")
    assert "usually every 8 days, silent for 16 days: longer than 75% of their gaps" in text
    assert "Gaps of late: 7, 9, 8, 40, and 16 days so far" in text
    assert "_Next level:_ critical on 18 May 2026" in text  # 21 days on is a Sunday


def test_the_chart_has_a_bar_for_each_gap_and_the_silence_of_now_as_its_last() -> None:
    drawn = chart(accepted(why(sheet([7, 9, 8, 40], 16))))["chart"]
    assert [point["value"] for point in drawn["series"][0]["data"]] == [7, 9, 8, 40, 16]
    assert drawn["axis_config"]["categories"] == ["28 February", "9 March", "17 March", "26 April", "so far"]


@pytest.mark.parametrize("gaps", [[1] * 60, [400] * 40, [7]])
def test_slack_takes_the_chart_of_any_history(gaps: list[int]) -> None:
    post = accepted(why(sheet(gaps, 31)))
    assert len(chart(post)["chart"]["axis_config"]["categories"]) == min(len(gaps), 19) + 1


def test_those_who_see_no_chart_are_told_the_gaps() -> None:
    assert why(sheet([7, 9, 8], 16)).text.endswith(". Gaps of late: 7, 9, 8, and 16 days so far")


def test_a_single_gap_is_told_as_what_it_is() -> None:
    assert "once 9 days apart, silent for 16 days: longer than any gap so far" in words(why(sheet([9], 16)))


def test_without_a_gap_there_is_neither_word_nor_chart() -> None:
    post = why(sheet([], 16))
    assert "rhythm" not in words(post)
    assert [block["type"] for block in post.blocks] == ["header", "section"]


def test_a_silence_that_is_critical_has_no_louder_level_to_come() -> None:
    assert "_Next level:_ none is louder" in words(why(sheet([7, 9, 8], 60)))


def test_a_rule_of_another_name_shows_no_rhythm() -> None:
    told = replace(sheet([7, 9, 8], 16), verdicts=[replace(QUIET, rule="neglect")])
    assert "Their rhythm" not in words(why(told))


def test_days_are_told_with_their_year_where_it_is_another() -> None:
    drawn = chart(why(sheet([7, 9, 200], 16)))["chart"]
    assert drawn["axis_config"]["categories"] == ["29 September 2025", "8 October 2025", "26 April", "so far"]
