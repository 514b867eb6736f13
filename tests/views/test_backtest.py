from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backtest.figures import Backtest, Lost, RuleFigures
from bot.policy import Tier
from bot.views import backtest_cells as cells
from bot.views.backtest import at_work, backtest, compared, nothing
from bot.views.post import Post
from tests.views.reading import HOSTILE, accepted, section_that_names, words

QUIET = RuleFigures("quiet", 12, 30, 4, 0.4213, 0.354, 1, 41.0)
SENIOR = RuleFigures("senior", 1200, 0, 0, 1.0, None, 2, 80.5)


def lost(name: str = "Acme Corp", ended: date = date(2026, 3, 4), **days_before: int) -> Lost:
    return Lost(f"id of {name}", name, Tier.KEY, ended, days_before)


def past(*ends: Lost, rules: tuple[RuleFigures, ...] = (QUIET, SENIOR)) -> Backtest:
    """Fourteen months of 240 accounts."""
    return Backtest(date(2025, 3, 12), date(2026, 5, 12), 240, 1120.0, rules, ends)


ACME = lost(quiet=41, senior=120)
GLOBEX = lost("Globex", date(2026, 4, 1))


def table(post: Post, caption: str) -> list[list[str]]:
    """The words of a table's cells."""
    [found] = [block for block in post.blocks if block.get("caption") == caption]
    return [[cell["text"] for cell in row] for row in found["rows"]]


def rules(post: Post) -> dict[str, list[str]]:
    """What is told of each rule, by its name."""
    return {name: told for name, *told in table(post, "What each rule would have said")[1:]}


def charts(post: Post) -> list[dict[str, Any]]:
    return [block["chart"] for block in post.blocks if block["type"] == "data_visualization"]


def bars(post: Post, series: int = 0) -> dict[str, float]:
    [chart] = charts(post)
    return {point["label"]: point["value"] for point in chart["series"][series]["data"]}


def test_the_gist_is_one_sentence() -> None:
    told = section_that_names(backtest(past(ACME, GLOBEX)), "Over 14 months")
    assert told == (
        "Over 14 months and 240 accounts Tend would have warned of 1 of 2 lost accounts, 120 days before the end; "
        "1.42 alerts per account and quarter."
    )


def test_the_gist_of_several_warnings_tells_the_median() -> None:
    ends = [lost(str(days), quiet=days) for days in (1, 41, 90)]
    assert "warned of 3 of 3 lost accounts, half of them at least 41 days before the end;" in cells.gist(past(*ends))


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ((GLOBEX,), "given no warning of the one lost account;"),
        ((lost(quiet=1),), "warned of the one lost account, 1 day before the end;"),
        ((GLOBEX, lost("Initech")), "given no warning of 2 lost accounts;"),
        ((), "Tend would have raised 1.42 alerts per account and quarter."),
    ],
)
def test_the_gist_of_few_or_no_losses(ends: tuple[Lost, ...], told: str) -> None:
    assert told in cells.gist(past(*ends))


def test_one_day_that_stays_is_one_day() -> None:
    before, after = past(lost(quiet=1)), replace(past(lost(quiet=1)), account_quarters=560.0)
    assert "warned of 1 of 1, median 1 day before the end" in cells.gist_of_change(before, after, "x")


def test_a_short_past_is_told_in_days() -> None:
    short = replace(past(), first_on=date(2026, 4, 22))
    assert cells.gist(short).startswith("Over 20 days and 240 accounts")


def test_each_rule_has_its_row_and_all_of_them_one() -> None:
    post = accepted(backtest(past(ACME, GLOBEX)))
    assert rules(post) == {
        "Quiet": ["12", "0.42", "30", "4", "35%", "1 of 2", "41"],
        "Senior gap": ["1,200", "1.00", "0", "0", "–", "2 of 2", "80.5"],  # noqa: RUF001
        "All rules": ["1,212", "1.42", "30", "4", "–", "1 of 2", "120"],  # noqa: RUF001
    }


def test_all_rules_come_first_and_then_those_that_say_most() -> None:
    assert list(rules(accepted(backtest(past(ACME, GLOBEX))))) == ["All rules", "Senior gap", "Quiet"]


def test_numbers_are_sorted_as_numbers_and_days_as_days() -> None:
    tables = [block for block in backtest(past(ACME, GLOBEX)).blocks if block["type"] == "data_table"]
    assert [cell.get("value") for cell in tables[0]["rows"][3]] == [None, 12, 0.4213, 30, 4, 0.354, 1, 41.0]
    assert tables[0]["rows"][2][5]["value"] < 0  # what there is not, before all others
    assert [row[2]["value"] for row in tables[1]["rows"][1:]] == [
        date(2026, 4, 1).toordinal(),
        ACME.lost_on.toordinal(),
    ]


def test_each_lost_account_says_which_rule_warned_when_or_that_none_did() -> None:
    assert table(accepted(backtest(past(ACME, GLOBEX))), "Lost accounts")[1:] == [
        ["Globex", "key", "1 April 2026", "no warning", "–"],  # noqa: RUF001
        ["Acme Corp", "key", "4 March 2026", "120", "Senior gap 120, Quiet 41"],
    ]


def test_the_chart_has_a_bar_for_each_lost_account() -> None:
    post = backtest(past(ACME, GLOBEX))
    assert [series["name"] for series in charts(post)[0]["series"]] == ["Quiet", "Any rule"]
    assert bars(post, 0) == {"Globex": 0, "Acme Corp": 41}
    assert bars(post, 1) == {"Globex": 0, "Acme Corp": 120}


def test_many_lost_accounts_are_counted_by_their_days() -> None:
    days = [0, 6, 7, 13, 14, 29, 30, 59, 60, 89, 90, 179, 180, 900]
    ends = [lost(f"Account {number}", quiet=day) for number, day in enumerate(days)] + [lost(f"x{n}") for n in range(9)]
    drawn = bars(accepted(backtest(past(*ends))))
    assert drawn.pop("no warning") == 9
    assert drawn == dict.fromkeys(
        ["0 to 6", "7 to 13", "14 to 29", "30 to 59", "60 to 89", "90 to 179", "180 and more"], 2
    )


@pytest.mark.parametrize("count", [0, 1, 20, 21, 300])
@pytest.mark.parametrize("name", ["&" * 150, "Acme & Sons <Ltd> 漢字 🎉" * 8])
def test_slack_takes_any_number_of_lost_accounts(count: int, name: str) -> None:
    every = {f"a_rule_of_a_long_name_{number}": 1000 + number for number in range(12)}
    ends = [lost(f"{name} {number}", date(2026, 3, 1), **every) for number in range(count)]
    told = past(*ends, rules=tuple(replace(QUIET, rule=rule) for rule in every))
    other = past(*(replace(one, days_before={}) for one in ends), rules=told.rules)
    loud = tuple(replace(one, alerts=123_456, early=98_765, critical=87_654) for one in told.rules)
    louder = past(*(replace(one, days_before=dict.fromkeys(every, 9)) for one in ends), rules=loud)
    for post in (backtest(told), compared(told, other, "budget 7"), compared(told, louder, "budget 7")):
        accepted(post)
        assert ("+220 more" in words(post)) == (count == 300)
        assert len(charts(post)) == (1 if count else 0)


def test_without_a_lost_account_it_says_how_to_mark_one() -> None:
    post = accepted(backtest(past()))
    assert "`/client lost Acme 3 May`" in section_that_names(post, "No account is marked as lost")
    assert rules(post)["Quiet"] == ["12", "0.42", "30", "4", "35%", "–", "41"]  # noqa: RUF001


def test_those_who_see_neither_table_nor_chart_are_told_each_end() -> None:
    text = backtest(past(ACME, GLOBEX)).text
    assert text.endswith("Globex: no warning. Acme Corp: 120 days before the end.")


def test_names_that_people_typed_stay_harmless_and_apart() -> None:
    ends = [lost(name, quiet=number) for number, name in enumerate(HOSTILE)]
    post = backtest(past(*ends, *(lost("The same long beginning " + end, quiet=9) for end in "abc")))
    assert len(bars(post)) == len(HOSTILE) + 3
    assert "<!channel" not in post.text
    assert "<@U0BEN>" not in post.text


def test_it_says_how_it_was_worked_out() -> None:
    told = words(backtest(past(ACME)))
    assert "tier, owner, value and promise are taken as they are today" in told
    assert "within the 90 days before" in told


def changed(**rule: Any) -> Post:
    """A past in which the quiet rule would have spoken otherwise."""
    other = past(
        lost(quiet=62, senior=120), lost("Globex", GLOBEX.lost_on, quiet=10), rules=(replace(QUIET, **rule), SENIOR)
    )
    return accepted(compared(past(ACME, GLOBEX), other, "tier key contact 7 10 15"))


def test_a_change_is_told_before_and_after_with_its_sign() -> None:
    post = changed(
        alerts=9, per_account_quarter=0.3, broken_share=0.2, early=31, lost_warned=2, median_days_before=36.0
    )
    assert rules(post)["Quiet"] == [
        "12 → 9 (−3)",  # noqa: RUF001
        "0.42 → 0.30 (−0.12)",  # noqa: RUF001
        "30 → 31 (+1)",
        "4",
        "35% → 20% (−15% points)",  # noqa: RUF001
        "1 → 2 of 2 (+1)",
        "41 → 36 (−5)",  # noqa: RUF001
    ]
    assert rules(post)["Senior gap"][0] == "1,200"


def test_the_gist_of_a_change_follows_on_that_of_now() -> None:
    told = section_that_names(changed(per_account_quarter=0.3), "Over 14 months").split("\n")
    assert told[1] == (
        "With `tier key contact 7 10 15`: warned of 1 → 2 (+1) of 2, median 120 → 65 (−55) days before the end, "  # noqa: RUF001
        "1.42 → 1.30 (−0.12) alerts per account and quarter."  # noqa: RUF001
    )


def test_lost_accounts_are_told_before_and_after() -> None:
    assert [row[3:] for row in table(changed(), "Lost accounts")[1:]] == [
        ["no warning → 10", "Quiet – → 10"],  # noqa: RUF001
        ["120", "Senior gap 120, Quiet 41 → 62 (+21)"],
    ]


def test_the_chart_of_a_change_has_two_bars_for_each_by_the_rules_that_change() -> None:
    post = changed()
    assert bars(post, 0) == {"Globex": 0, "Acme Corp": 41}
    assert bars(post, 1) == {"Globex": 10, "Acme Corp": 62}
    assert [series["name"] for series in charts(post)[0]["series"]] == ["As it is set", "With the change"]


def test_a_change_that_changes_no_warning_has_the_chart_of_now() -> None:
    post = compared(past(ACME), past(ACME, rules=(replace(QUIET, alerts=9), SENIOR)), "budget 5")
    assert [series["name"] for series in charts(post)[0]["series"]] == ["Quiet", "Any rule"]


def test_a_change_says_how_to_make_it_and_that_nothing_was_changed() -> None:
    told = section_that_names(changed(), "Nothing was changed.")
    assert "`/client settings tier key contact 7 10 15`" in told


def test_a_change_that_changes_nothing_is_told_once() -> None:
    post = accepted(compared(past(ACME), past(ACME), "budget 5"))
    assert "With `budget 5` nothing in that past would have been different." in words(post)
    assert "→" not in words(post)
    assert [series["name"] for series in charts(post)[0]["series"]] == ["Quiet", "Any rule"]


def test_before_there_is_a_past_it_says_what_to_do() -> None:
    assert words(accepted(nothing())).startswith("There is nothing to replay yet: no account has a touch on record.")


def test_while_it_works_it_says_so() -> None:
    assert "the past of 1,200 accounts" in words(accepted(at_work(1200)))


figures = st.builds(
    RuleFigures,
    rule=st.just("quiet"),
    alerts=st.integers(0, 10**6),
    early=st.integers(0, 10**6),
    critical=st.integers(0, 10**6),
    per_account_quarter=st.floats(0, 1000),
    broken_share=st.none() | st.floats(0, 1),
    lost_warned=st.integers(0, 300),
    median_days_before=st.none() | st.integers(0, 2000).map(lambda halves: halves / 2),
)
ends_of: st.SearchStrategy[list[Mapping[str, int]]] = st.lists(
    st.dictionaries(st.sampled_from(["quiet", "senior", "neglect"]), st.integers(0, 4000)), max_size=25
)


@given(figures, figures, ends_of, st.randoms(use_true_random=False))
def test_slack_takes_any_figures_and_every_row_is_as_long_as_its_head(
    before: RuleFigures, after: RuleFigures, days: list[dict[str, int]], chance: Any
) -> None:
    ends = [replace(lost(f"Account {n}", ACME.lost_on + timedelta(n)), days_before=one) for n, one in enumerate(days)]
    others = [replace(one, days_before=chance.choice(days)) for one in ends]
    post = accepted(compared(past(*ends, rules=(before,)), past(*others, rules=(after,)), "budget 7"))
    for row in rules(post).values():
        assert len(row) == len(cells.RULE_HEADINGS) - 1
