from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.policy import Level, Tier
from bot.preferences import Event, Frequency, Preferences
from bot.rules import RULES
from bot.views.home import HomeTab, Place, home
from bot.views.home.accounts import Accounts, Own
from bot.views.home.bus import Bus, Sole
from bot.views.home.coming import Coming
from bot.views.home.grid import DAYS, YEARS, Grid
from bot.views.home.levels import Levels
from bot.views.home.lines import Reasoned
from bot.views.home.place import remembered
from bot.views.home.precision import Judged, Precision
from bot.views.home.quiet import Quiet
from bot.views.home.senior import Senior
from bot.views.home.settings import Brief
from bot.views.home.tab import Section
from bot.views.home.team import Member, Team
from bot.views.home.waiting import Waiting
from bot.views.lists import Ring
from bot.views.problems import refused
from bot.views.refusals import say
from tests.views.reading import HOSTILE, accepted, accepted_view, buttons, section_that_names, words
from tests.views.test_nudges import card

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
RING = Ring(NOW + timedelta(days=3), "Acme Corp", "quiet", Level.DUE, "No word from them for 14 days.")
ACME = Own("a1", "Acme Corp", "key", Level.DUE, [0] * 11 + [2], date(2026, 4, 26))
GAP = Reasoned("Acme Corp", Level.CRITICAL, "Nobody senior is known.")


def muted(until: date) -> Preferences:
    return Preferences(muted_until=until)


def shown(*sections: Section, **said: Any) -> dict[str, Any]:
    return accepted_view(home(HomeTab(sections=sections, **said)))


def places(view: dict[str, Any]) -> list[str]:
    """Where each button leads that turns a page."""
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return [one["value"] for row in rows for one in row if one["action_id"].startswith("home.page.")]


def table(view: dict[str, Any]) -> list[list[str]]:
    [found] = [block for block in view["blocks"] if block["type"] == "data_table"]
    return [[cell["text"] for cell in row] for row in found["rows"]]


def test_what_waits_is_shown_with_its_buttons() -> None:
    view = shown(Waiting([card()], 1, 1))
    assert "16 days" in section_that_names(view, "Acme Corp")
    assert {"nudge.log", "nudge.snooze", "home.log", "home.add", "home.settings"} <= buttons(view).keys()


def test_who_has_nothing_waiting_is_told_why() -> None:
    assert "Nothing waits on you. ✓" in words(shown(Waiting([], 0, owned=3)))
    assert "No account is yours yet" in words(shown(Waiting([], 0, owned=0)))


def test_a_newcomer_is_told_how_to_begin_where_nobody_has() -> None:
    text = words(shown(Waiting([], 0, 0), is_empty=True))
    for part in ("How to begin", "/client add", "/touch", "/client settings channel"):
        assert part in text
    assert "How to begin" not in words(shown(Waiting([], 0, 0)))


def test_what_comes_up_says_what_will_be_so_then() -> None:
    view = shown(Coming([RING], 1))
    assert "15 May 2026" in section_that_names(view, "14 days.")
    assert "will be so on its day" in words(view)


def test_a_snooze_that_ends_and_what_goes_further_are_told_as_such() -> None:
    ends = Ring(NOW, "Acme", "quiet", Level.DUE, "Silent.", snooze_ends=True)
    goes_on = Ring(NOW, "Acme", "quiet", Level.DUE, "Silent.", escalates=True)
    assert "the snooze ends, Quiet ◐ due: Silent." in words(shown(Coming([ends], 1)))
    assert "goes further unless somebody acts, Quiet ◐ due: Silent." in words(shown(Coming([goes_on], 1)))


def test_an_account_has_its_weeks_as_bars_and_in_words() -> None:
    text = section_that_names(shown(Accounts([ACME], 1, TODAY)), "Acme Corp")
    assert "◐ due · *Acme Corp* · key · silent for 16 days" in text
    assert "▁▁▁▁▁▁▁▁▁▁▁▅ 2 touches in 12 weeks, 2 this week" in text


def test_an_account_that_is_snoozed_or_was_never_spoken_to_says_so() -> None:
    text = words(shown(Accounts([Own("a1", "A", "key", None, [0] * 12, snoozed_until=date(2026, 6, 1))], 1, TODAY)))
    assert "snoozed until 1 June" in text
    assert "no contact logged yet" in text


def test_an_account_that_was_in_touch_today_is_not_called_silent() -> None:
    assert "in touch today" in words(shown(Accounts([Own("a1", "A", "key", None, [0] * 12, TODAY)], 1, TODAY)))


def test_a_section_among_others_leads_to_all_of_it_where_it_shows_but_some() -> None:
    assert places(shown(Quiet([GAP] * 5, 5))) == []
    view = shown(Quiet([GAP] * 5, 12))
    assert places(view) == ["quiet:1"]
    assert buttons(view)["home.page.0"]["text"]["text"] == "All 12"


@pytest.mark.parametrize(
    ("number", "leads_to"),
    [(1, ["mine:1", "quiet:2"]), (2, ["mine:1", "quiet:1", "quiet:3"]), (3, ["mine:1", "quiet:2"])],
)
def test_a_page_leads_back_and_to_those_before_and_after(number: int, leads_to: list[str]) -> None:
    place = Place("quiet", number)
    view = shown(Quiet([GAP] * 25, 60, place), place=place)
    assert places(view) == leads_to
    assert f"Page {number} of 3" in words(view)


def test_the_page_is_remembered_with_the_view() -> None:
    view = shown(place=Place("senior", 3))
    assert remembered(json.loads(view["private_metadata"])) == Place("senior", 3)


@pytest.mark.parametrize("text", ["", "nowhere", "quiet:x", "quiet:-1", "quiet:0", "mine:", "quiet:9999999"])
def test_what_is_no_place_is_the_first_page(text: str) -> None:
    assert Place.of(text) in (Place(), Place("quiet", 1))


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert Place("quiet", 9).within(60) == Place("quiet", 3)
    assert Place("quiet", 2).within(0) == Place("quiet", 1)
    assert Place("team", 2).within(0) == Place("team", 2)


def test_only_who_leads_sees_the_pages_of_the_team() -> None:
    assert places(shown(leads=True)) == ["mine:1", "team:1", "portfolio:1"]
    assert places(shown()) == []


def test_settings_are_told_in_brief() -> None:
    told = Brief("C0HEALTH", 9, 7, "U0LEA", TODAY, TODAY, date(2026, 6, 1), muted(date(2026, 5, 20)))
    text = words(shown(told))
    for part in (
        "<#C0HEALTH>",
        "at 9:00",
        "at most 7 a day",
        "<@U0LEA>",
        "away 12 May to 1 June",
        "muted until 20 May",
    ):
        assert part in text
    bare = words(shown(Brief(None, 9, 7, None, TODAY, date(2026, 5, 1), date(2026, 5, 11), muted(date(2026, 5, 11)))))
    assert "no channel yet" in bare
    assert "no lead yet" in bare
    assert "away" not in bare
    assert "muted" not in bare


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Preferences(frequencies={Event.NUDGES: Frequency.WEEKLY}), "at 9:00 on the first working day of a week"),
        (Preferences(frequencies={Event.NUDGES: Frequency.HOME}), "you hear of yours here on your Home alone ·"),
        (Preferences(frequencies={Event.NUDGES: Frequency.NEVER}), "others hear of yours in your place"),
        (
            Preferences(rules={"quiet": Frequency.HOME, "senior": Frequency.HOME, "remark": Frequency.NEVER}),
            "a day, but of Quiet and Senior gap *on your Home alone*, Open remark *never*",
        ),
        (
            Preferences(rules=dict.fromkeys([*sorted(RULES)[:5], "of yesterday"], Frequency.WEEKLY)),
            "Audit of a loss, Breakdown, Broken promise and 2 more *weekly*",
        ),
    ],
)
def test_what_one_chose_to_hear_is_told_in_brief(asked: Preferences, said: str) -> None:
    assert said in words(shown(Brief("C0HEALTH", 9, 7, None, TODAY, asked=asked)))


def test_the_team_is_told_with_those_first_whose_nudges_lay_untouched() -> None:
    view = shown(Team([Member("Ana", 3, 2, 0), Member("Ben", 1, 1, 1)], ownerless=2))
    assert table(view) == [["Who", "Accounts", "Waiting", "Untouched"], ["Ben", "1", "1", "1"], ["Ana", "3", "2", "0"]]
    assert "4 accounts; 3 nudges waiting, 1 of them untouched for too long. 2 accounts are nobody's" in words(view)


def test_a_lead_of_nobody_is_told_how_to_become_one() -> None:
    assert "/client settings lead @ana @you" in words(shown(Team([])))


def test_the_bus_factor_is_a_sentence_for_each() -> None:
    text = words(shown(Bus([Sole("Ana", 3, ["Acme", "Globex", "Initech"]), Sole("Ben", 7, ["A", "B"])], 5)))
    assert "If *Ana* leaves, these 3 accounts have no senior line: Acme, Globex and Initech" in text
    assert "If *Ben* leaves, these 7 accounts have no senior line: A, B and 5 more" in text
    assert "+3 more people" in text
    assert "this account has no senior line: Acme" in words(shown(Bus([Sole("Ana", 1, ["Acme"])], 1)))
    assert "hangs on one of us alone" in words(shown(Bus([], 0)))


def test_the_portfolio_by_level_is_a_chart_with_its_words() -> None:
    view = shown(Levels({(Tier.KEY, Level.DUE): 2, (Tier.KEY, None): 5, (Tier.LIGHT, None): 1}))
    [chart] = [block["chart"] for block in view["blocks"] if block["type"] == "data_visualization"]
    assert [(one["name"], [point["value"] for point in one["data"]]) for one in chart["series"]] == [
        ("key", [5, 0, 2, 0]),
        ("light", [1, 0, 0, 0]),
    ]
    assert "Of 8 accounts: ✓ calm 6, ○ early 0, ◐ due 2, ● critical 0." in words(view)
    assert "no account yet" in words(shown(Levels({})))


def test_the_grid_points_at_those_held_longest_and_silent_longest() -> None:
    view = shown(Grid({(0, 0): 4, (3, 3): 1, (3, None): 2, (3, 2): 8, (2, 4): 16}))
    assert "Look first at 3 accounts held for 5 years and more and silent for over 60 days" in words(view)
    assert table(view)[0] == [
        "Client for", "up to 14 days", "15 to 30 days", "31 to 60 days", "61 to 90 days", "over 90 days",
        "nothing logged",
    ]  # fmt: skip
    assert table(view)[-1] == ["5 years and more", "0", "0", "8", "1", "0", "2"]
    assert "No account is held for 5 years" in words(shown(Grid({(0, 0): 4})))
    assert [block["type"] for block in shown(Grid({}))["blocks"]] == ["divider", "context", "actions"]


def test_how_useful_each_rule_is_is_told() -> None:
    view = shown(Precision([Judged("quiet", 3, 4), Judged("senior", 0, 0)]))
    assert table(view)[1:] == [["Quiet", "3", "4", "75%"], ["Senior gap", "0", "0", "no votes yet"]]
    assert "3 of 4 votes said useful, 75%" in words(view)
    assert "Nobody has voted yet" in words(shown(Precision([Judged("quiet", 0, 0)])))


def test_an_answer_stands_above_everything_else() -> None:
    view = home(HomeTab(sections=[Waiting([card()], 1, 1)]), say("Done."))
    assert view["blocks"][0]["text"]["text"] == "Done."


def everything(text: str, many: int) -> Sequence[Sequence[Section]]:
    """The sections of each page, full of a text, as far as one shows so many."""
    line, ring = Reasoned(text, Level.DUE, text), Ring(NOW, text, "quiet", Level.DUE, text)
    cards = [card(account_name=text, reason=text, last_touch=text, because=text)]
    own = Own("a1", text, "standard", Level.CRITICAL, [many] * 12, TODAY, TODAY)

    def page(place: Place) -> list[Section]:
        def some(section: str, one: list[Any]) -> list[Any]:
            return one * min(many, place.most(section))

        return [
            Waiting(some("waiting", cards), many, many, place),
            Quiet(some("quiet", [line]), many, place),
            Coming(some("coming", [ring]), many, place),
            Senior(some("senior", [line]), many, place),
            Accounts(some("accounts", [own]), many, TODAY, place),
        ]

    lead: list[Section] = [
        Team([Member(text, many, many, many)] * many, many),
        Bus([Sole(text, many, [text] * 5)] * min(many, 10), many),
        Levels({(tier, level): many for tier in Tier for level in (None, *Level)}),
        Grid({(age, silence): many for age in range(len(YEARS) + 1) for silence in (None, *range(len(DAYS) + 1))}),
        Precision([Judged(rule, many, many) for rule in RULES]),
    ]
    alone = [
        [page(Place(name))[number]] for number, name in enumerate(("waiting", "quiet", "coming", "senior", "accounts"))
    ]
    return [[*page(Place()), Brief("C1", 9, 7, "U1", TODAY, TODAY, TODAY, muted(TODAY))], *alone, lead]


@pytest.mark.parametrize(
    ("text", "many"), [*(("Acme", many) for many in (0, 1, 7, 300)), *((text, 10_000) for text in HOSTILE)]
)
def test_slack_takes_any_page(text: str, many: int) -> None:
    word = accepted(refused(text, text))
    for sections in everything(text, many):
        view = accepted_view(home(HomeTab(sections=sections, leads=True), word))
        assert view["blocks"][-1]["elements"][0]["action_id"] == "home.log", "nothing was cut off"
