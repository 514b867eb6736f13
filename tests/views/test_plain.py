from __future__ import annotations

from typing import Any

import pytest
from slackblocks import (
    AxisConfig,
    BarChart,
    Block,
    ChartSegment,
    DataPoint,
    DataSeries,
    DataTableBlock,
    DataVisualizationBlock,
    PieChart,
    RawNumber,
    RawText,
    RichTextBlock,
)
from slackblocks import RichText as Rich
from slackblocks import RichTextSection as Section

from bot.views import kit, plain
from bot.views.post import Post
from tests.views.reading import HOSTILE, accepted, words


def table(rows: list[list[Any]], caption: str = "Quiet accounts") -> Block:
    def cell(value: Any) -> Any:
        return RawNumber(value, f"{value:,}") if isinstance(value, int) else RawText(value)

    return DataTableBlock([[cell(value) for value in row] for row in rows], caption)


def bars(**series: list[int]) -> Block:
    labels = ["May", "June"]
    drawn = [
        DataSeries(name, [DataPoint(label, value) for label, value in zip(labels, values, strict=True)])
        for name, values in series.items()
    ]
    return DataVisualizationBlock("Touches", BarChart(drawn, AxisConfig(labels)))


def in_words(*blocks: Block) -> Post:
    """The second form of a post of some blocks, as it is read."""
    post = kit.post("What happened", [kit.header("What happened"), *blocks])
    return accepted(plain.forms(post)[1])


def test_a_table_becomes_lines_whose_columns_stand_one_below_the_other() -> None:
    said = in_words(table([["Account", "Days", "Owner"], ["Acme Corp", 31, "Ana"], ["Globex", 1200, "Ben"]]))

    assert words(said.blocks[1]) == "*Quiet accounts*"
    assert words(said.blocks[2]).splitlines() == [
        "```",
        "Account     Days  Owner",
        "Acme Corp     31  Ana",
        "Globex     1,200  Ben",
        "```",
    ]


def test_what_is_only_sorted_by_a_number_stands_where_words_do() -> None:
    june = [RawNumber(3, "critical"), RawNumber(739_000, "3 June")]
    none = [RawNumber(1, "early"), RawNumber(-1, "none")]
    said = in_words(DataTableBlock([[RawText("Level"), RawText("Next")], [*june], [*none]], "Accounts"))

    assert words(said.blocks[2]).splitlines()[1:4] == ["Level     Next", "critical  3 June", "early     none"]


def test_a_cell_of_rich_text_is_read_as_plain() -> None:
    rich = RichTextBlock([Section([Rich("Acme "), Rich("Corp", bold=True)])])
    said = in_words(DataTableBlock([[RawText("Account")], [rich]], "Accounts"))

    assert "Acme Corp" in words(said)


def test_a_long_table_is_cut_short_and_says_so() -> None:
    said = in_words(table([["Account", "Days"], *([f"Client {n}", n] for n in range(180))]))

    assert "Client 24 " in words(said)
    assert "Client 25 " not in words(said)
    assert "+155 more" in words(said)


def test_a_wide_table_takes_several_sections() -> None:
    said = in_words(table([["x" * 28] * 20, *([["y" * 28] * 20] * 20)]))

    assert sum("y" in words(block) for block in said.blocks) > 1
    assert words(said).count("y" * 28) == 400


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_people_typed_comes_alive_in_a_table_or_a_chart(text: str) -> None:
    segment = DataVisualizationBlock(text[:50], PieChart([ChartSegment(text[:20], 3)]))
    said = in_words(table([["Account", "Note"], [text, text]], text[:100]), segment)

    assert words(said.blocks[2]).count("`") == 6


def test_a_chart_becomes_a_sentence() -> None:
    assert words(in_words(bars(Touches=[3, 1200])).blocks[1]) == "*Touches* May: 3 · June: 1,200"


def test_a_pie_becomes_a_sentence() -> None:
    pie = DataVisualizationBlock("By level", PieChart([ChartSegment("due", 4), ChartSegment("calm", 12)]))

    assert words(in_words(pie).blocks[1]) == "*By level* due: 4 · calm: 12"


def test_a_chart_of_several_series_becomes_a_line_for_each() -> None:
    said = words(in_words(bars(Ours=[3, 4], Theirs=[0, 2])).blocks[1])

    assert said.splitlines() == ["*Touches*", "Ours: May: 3 · June: 4", "Theirs: May: 0 · June: 2"]


def test_all_other_blocks_stay_as_they_are_and_in_their_places() -> None:
    post = kit.post("Hello", [kit.header("Hello"), bars(Touches=[1, 2]), kit.section("Good bye")])
    said = plain.in_words(post.blocks)

    assert [said[0], said[2]] == [post.blocks[0], post.blocks[2]]


def test_no_more_blocks_come_of_it_than_slack_takes() -> None:
    post = kit.post("Hello", [*[kit.divider()] * 48, table([["Account", "Days"], ["Acme", 3]])])

    assert len(accepted(plain.forms(post)[1]).blocks) == 50


def test_a_post_without_such_blocks_has_but_two_forms() -> None:
    post = kit.post("Hello", [kit.section("Hello")])

    assert plain.forms(post) == [post, Post("Hello")]


def test_the_last_form_is_short_and_of_text_alone() -> None:
    assert plain.forms(Post("x" * 9000))[-1] == Post("x" * 2999 + "…")
