from __future__ import annotations

from datetime import date

import pytest

from bot.policy import Level
from bot.views import charts, kit
from bot.views.charts import Month
from tests.views.reading import accepted, words

KEPT = [Month(date(2026, 3, 1), 2), Month(date(2026, 4, 1), 1), Month(date(2026, 5, 1), 0)]
LOST = [Month(date(2025, 12, 1), 4), Month(date(2026, 1, 1), 0, Level.CRITICAL), Month(date(2026, 2, 1), 1, Level.DUE)]


def test_no_bar_is_as_low_as_that_of_none_and_a_few_touches_are_no_tower() -> None:
    assert charts.spark([0, 1, 1000, 0]) == "▁▂█▁"
    assert charts.spark([0, 1, 2, 3, 4]) == "▁▃▅▇█"
    assert charts.spark([5]) == "█"
    assert charts.spark([0, 0]) == "▁▁"
    assert charts.spark([]) == ""


def test_weeks_are_told_in_words_beside_their_bars() -> None:
    assert charts.weeks([0, 2, 1]) == "▁▅▃ 3 touches in 3 weeks, 1 this week"
    assert charts.weeks([1, 0]).endswith(" 1 touch in 2 weeks, none this week")


def test_a_chart_of_months_marks_those_in_which_the_rhythm_was_lost() -> None:
    sentence, chart = accepted(kit.post("x", charts.touches_per_month(LOST))).blocks
    assert (
        "5 touches in 3 months; the rhythm was lost in January 2026 (● critical) and February 2026 (◐ due)."
        in words(sentence)
    )
    drawn = chart["chart"]
    assert drawn["axis_config"]["categories"] == ["Dec 25", "Jan 26 ●", "Feb 26 ◐"]
    assert [(one["name"], [point["value"] for point in one["data"]]) for one in drawn["series"]] == [
        ("Touches", [4, 0, 1]),
        ("Rhythm lost", [0, 1, 1]),
    ]


def test_a_rhythm_that_was_kept_is_told_as_such() -> None:
    sentence, chart = accepted(kit.post("x", charts.touches_per_month(KEPT))).blocks
    assert "3 touches in 3 months; no silence became due." in words(sentence)
    assert [one["name"] for one in chart["chart"]["series"]] == ["Touches"]


def test_those_who_see_no_chart_are_told_each_month() -> None:
    assert charts.each_month(LOST) == "Touches per month: Dec 2025 4, Jan 2026 0 ● critical, Feb 2026 1 ◐ due"


def test_without_months_there_is_nothing() -> None:
    assert charts.touches_per_month([]) == []


@pytest.mark.parametrize("many", [1, 12])
def test_slack_takes_any_months(many: int) -> None:
    accepted(
        kit.post("x", charts.touches_per_month([Month(date(2026, m, 1), m, Level.DUE) for m in range(1, many + 1)]))
    )
