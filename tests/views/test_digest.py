from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.attention import Held, weigh
from bot.loss_figures import Lost, figures
from bot.playground.blocks import problems_with
from bot.policy import Level, Policy, Tier
from bot.preferences import Frequency
from bot.views import plain
from bot.views.card import Card
from bot.views.charts import Month
from bot.views.digest import digest
from bot.views.digest.table import HEADINGS, ROWS
from bot.views.digest.told import Changes, Digest, Item, News, Row, Some, Week, Whose
from bot.views.post import Post
from tests.views.reading import HOSTILE, accepted, buttons, section_that_names, words

TODAY = date(2026, 5, 12)


def item(name: str = "Acme Corp", news: News = News.NEW, **columns: Any) -> Item:
    told = {"level": Level.CRITICAL, "reason": "Silent for 31 days.", "owner_id": "U0ANA", **columns}
    card = Card(f"n-{name[:9]}", f"a-{name[:9]}", name, "quiet", clears="A call.", last_touch="", **told)
    return Item(card, news, TODAY - timedelta(days=9))


def row(name: str = "Acme Corp", **columns: Any) -> Row:
    return Row(**{**ROW, "name": name, **columns})


ROW: dict[str, Any] = {
    "tier": Tier.KEY,
    "level": Level.CRITICAL,
    "quiet_days": 31,
    "owner": "Ana Lima",
    "next_on": None,
}
WEEKS = [Week(TODAY - timedelta(weeks=back), 7 - back, back) for back in reversed(range(8))]
CHANGES = Changes(
    entered=Some(5, ("Acme Corp", "Globex", "Initech")),
    still=Some(1, ("Hooli",)),
    answered=Some(2, ("Umbrella", "Stark")),
    touches=41,
    spoken_to=23,
)
DIGEST = Digest(
    whose=Whose.EVERYBODYS,
    is_report=False,
    since=date(2026, 5, 5),
    today=TODAY,
    accounts=42,
    levels={Level.CRITICAL: 2, Level.DUE: 3, Level.EARLY: 1},
    changes=CHANGES,
    first=[item(), item("Globex", News.BEFORE, level=Level.DUE)],
    rows=[row(), row("Globex", level=Level.DUE, quiet_days=None, owner="", next_on=date(2026, 6, 3))],
    weeks=WEEKS,
)


def blocks(post: Post, kind: str) -> list[dict[str, Any]]:
    return [block for block in post.blocks if block["type"] == kind]


@pytest.mark.parametrize(
    ("often", "in_channel", "offered"),
    [
        (Frequency.WEEKLY, False, "· less often: `/client settings hear digest monthly`"),
        (Frequency.WEEKLY, True, "· less often: `/client settings hear digest monthly in here`"),
        (Frequency.MONTHLY, False, "· less often: `/client settings hear digest never`"),
        (Frequency.MONTHLY, True, "· less often: `/client settings hear digest never in here`"),
    ],
)
def test_its_reader_is_offered_it_less_often_than_it_comes(often: Frequency, in_channel: bool, offered: str) -> None:
    assert words(digest(replace(DIGEST, often=often, in_channel=in_channel))).rstrip().endswith(offered)


def test_whom_none_comes_to_is_offered_nothing_less() -> None:
    assert "less often" not in words(digest(replace(DIGEST, often=Frequency.NEVER)))


def test_it_begins_with_how_all_stand() -> None:
    post = accepted(digest(DIGEST))

    assert words(blocks(post, "header")) == ""
    assert blocks(post, "header")[0]["text"]["text"] == "Our clients since 5 May"
    assert section_that_names(post, "Of 42") == "Of 42 accounts: ● critical 2, ◐ due 3, ○ early 1 and ✓ calm 36."


def test_what_changed_is_told_with_the_names_of_the_first() -> None:
    assert section_that_names(digest(DIGEST), "What changed").splitlines() == [
        "*What changed*",
        "• Waits now: *Acme Corp*, *Globex*, *Initech* and 2 more",
        "• Still open, though said before: *Hooli*",
        "• Answered by a touch: *Umbrella* and *Stark*",
        "• 41 touches; 23 of 42 accounts spoken to.",
    ]


def test_what_to_do_first_comes_in_order_with_its_reason_its_owner_and_a_button() -> None:
    post = digest(DIGEST)

    assert section_that_names(post, "1. ") == (
        "1. ● critical · *Acme Corp*: Silent for 31 days.\n_owner <@U0ANA> · new_"
    )
    assert "2. ◐ due · *Globex*" in words(post)
    assert "said before, open since 3 May" in words(post)
    assert buttons(post)["nudge.log"]["value"] == "n-Globex"
    assert buttons(post)["nudge.log"]["accessibility_label"] == "Log it: Globex"


def test_who_took_it_is_told_in_place_of_the_owner() -> None:
    post = digest(replace(DIGEST, first=[item(taken_by="U0BEN")]))

    assert "taken by <@U0BEN>" in words(post)
    assert "owner" not in section_that_names(post, "1. ")


@pytest.mark.parametrize(("rule", "action_id"), [("step", "nudge.step_do"), ("remark", "nudge.address")])
def test_the_button_is_the_one_that_clears_it(rule: str, action_id: str) -> None:
    asked = item("Globex")
    told = replace(DIGEST, first=[replace(asked, card=replace(asked.card, rule=rule, subject="s1"))])

    offered = buttons(digest(told))
    assert action_id in offered
    assert "nudge.log" not in offered


@pytest.mark.parametrize("whose", Whose)
def test_who_sees_to_it_is_told_in_place_of_the_owner(whose: Whose) -> None:
    shown = digest(replace(DIGEST, whose=whose, first=[item("Globex", hearer_id="U0BEN")]))
    assert "<@U0BEN> sees to it" in words(shown)
    assert "U0ANA" not in words(shown)


def test_the_table_can_be_sorted_by_how_loud_and_how_long() -> None:
    [table] = blocks(digest(DIGEST), "data_table")

    assert tuple(cell["text"] for cell in table["rows"][0]) == HEADINGS
    assert [cell["text"] for cell in table["rows"][1]] == ["Acme Corp", "key", "● critical", "31", "Ana Lima", "none"]
    assert [cell.get("value") for cell in table["rows"][1]] == [None, None, 3, 31, None, -1]
    assert [cell["text"] for cell in table["rows"][2]] == [
        "Globex", "key", "◐ due", "no contact yet", "nobody", "3 June",
    ]  # fmt: skip


def test_the_chart_shows_who_waited_and_who_was_answered_week_by_week() -> None:
    [chart] = blocks(digest(DIGEST), "data_visualization")

    waiting, answered = chart["chart"]["series"]
    assert [point["value"] for point in waiting["data"]] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [point["value"] for point in answered["data"]] == [7, 6, 5, 4, 3, 2, 1, 0]
    assert chart["chart"]["axis_config"]["categories"][-1] == "12 May 26"


def test_a_report_has_the_portfolio_by_level_beside() -> None:
    tiers = {(Tier.KEY, Level.CRITICAL): 2, (Tier.LIGHT, None): 40}
    post = accepted(digest(replace(DIGEST, is_report=True, tiers=tiers)))

    assert blocks(post, "header")[0]["text"]["text"] == "Portfolio report: our clients since 5 May"
    assert [chart["title"] for chart in blocks(post, "data_visualization")] == [
        "Accounts that wait, week by week",
        "Accounts by level and tier",
    ]


def test_one_account_is_told_by_what_is_open_how_it_was_answered_and_its_months() -> None:
    alone = replace(
        DIGEST,
        whose=Whose.ACCOUNT,
        name="Acme Corp",
        accounts=1,
        levels={Level.CRITICAL: 1},
        rows=[],
        closed=["spoken to on 8 May, by Ana"],
        months=[Month(date(2026, 4, 1), 3), Month(date(2026, 5, 1), 0, Level.DUE)],
    )
    post = accepted(digest(alone))

    assert blocks(post, "header")[0]["text"]["text"] == "Acme Corp since 5 May"
    assert post.text.startswith("*Acme Corp since 5 May*.")
    assert section_that_names(post, "now.") == "● critical now."
    assert "✓ spoken to on 8 May, by Ana" in section_that_names(post, "What changed")
    assert "1. ● critical · Quiet: Silent for 31 days." in words(post)
    assert [chart["title"] for chart in blocks(post, "data_visualization")] == ["Touches per month"]
    assert blocks(post, "data_table") == []
    assert "First:" not in post.text


def test_the_text_alone_tells_what_matters() -> None:
    assert digest(DIGEST).text == (
        "Our clients since 5 May. Of 42 accounts: ● critical 2, ◐ due 3, ○ early 1 and ✓ calm 36. "
        "First: Acme Corp and Globex. Waits now: *Acme Corp*, *Globex*, *Initech* and 2 more. "
        "Still open, though said before: *Hooli*. Answered by a touch: *Umbrella* and *Stark*. "
        "41 touches; 23 of 42 accounts spoken to."
    )


@pytest.mark.parametrize(
    ("whose", "said"),
    [
        (Whose.EVERYBODYS, "There is no account yet. Add the first: `/client add`"),
        (Whose.TEAMS, "No account belongs to you or to those whom you lead."),
        (Whose.OWN, "No account is yours."),
    ],
)
def test_where_there_is_no_account_one_line_says_so(whose: Whose, said: str) -> None:
    nothing = replace(DIGEST, whose=whose, accounts=0, levels={}, changes=Changes(), first=[], rows=[])

    assert accepted(digest(nothing)).text.startswith(said)


def test_where_nothing_waits_and_nothing_changed_one_line_says_so() -> None:
    calm = replace(DIGEST, levels={}, changes=Changes(), first=[], rows=[])

    assert accepted(digest(calm)).text == "Nothing waits, and nothing changed since 5 May. ✓"


def test_touches_alone_are_told_where_nothing_waits() -> None:
    calm = replace(DIGEST, levels={}, changes=Changes(touches=3, spoken_to=2), first=[], rows=[], weeks=[])

    assert "3 touches; 2 of 42 accounts spoken to." in digest(calm).text
    assert "✓ calm 42" in digest(calm).text


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_and_no_reason_comes_alive(name: str) -> None:
    some = Some(4, (name, name, name))
    told = replace(
        DIGEST,
        first=[item(name, reason=name)],
        rows=[row("plain")],
        changes=Changes(some, some, some, some, some, some, some),
    )
    accepted(digest(told))
    accepted(digest(replace(told, whose=Whose.ACCOUNT, name=name, closed=[name])))
    [table] = blocks(digest(replace(told, rows=[row(name, owner=name)])), "data_table")
    assert table["rows"][1][0]["type"] == table["rows"][1][4]["type"] == "raw_text"  # Slack makes nothing of it


_names = st.one_of(st.text(max_size=300), st.sampled_from(HOSTILE))
_somes = st.builds(lambda names: Some(10_000, tuple(names)), st.lists(_names, min_size=1, max_size=3))


@pytest.mark.parametrize("accounts", [0, 1, 7, 300, 10_000])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_however_many_accounts_there_are_slack_takes_it(accounts: int, data: st.DataObject) -> None:
    waiting = data.draw(st.integers(0, accounts))
    name = data.draw(_names)
    shown = [row(f"{name}{n}", owner=name, quiet_days=n) for n in range(min(waiting, ROWS))]
    whose = data.draw(st.sampled_from(Whose))
    told = Digest(
        whose=whose,
        is_report=data.draw(st.booleans()),
        since=TODAY - timedelta(days=7),
        today=TODAY,
        accounts=accounts,
        levels={Level.CRITICAL: waiting} if waiting else {},
        changes=data.draw(st.builds(Changes, *[_somes] * 7, st.integers(0, 10**6), st.integers(0, accounts))),
        first=[item(name, reason=data.draw(_names)) for _ in range(min(waiting, 5))],
        rows=shown if whose is not Whose.ACCOUNT else [],
        weeks=WEEKS,
        name=name,
        closed=data.draw(st.lists(_names, max_size=5)),
        tiers={(Tier.KEY, Level.CRITICAL): accounts},
    )
    for form in plain.forms(digest(told)):
        slack_takes(form)


def slack_takes(post: Post) -> None:
    """Also where raw cells hold what people typed: in them nothing is alive."""
    cells = [block for block in post.blocks if block["type"] == "data_table"]
    accepted(Post(post.text, [block for block in post.blocks if block not in cells]))
    assert problems_with(post.blocks, "message") == []


def test_where_attention_falls_short_stands_beside_what_waits() -> None:
    held = [Held(str(place), name, Tier.STANDARD, 90, "U0ANA", 100, "EUR") for place, name in enumerate("ABCD")]
    touches = {("U0ANA", "0"): 30, ("U0ANA", "1"): 10, ("U0ANA", "2"): 9, ("U0ANA", "3"): 1}
    told = replace(DIGEST, attention=weigh(held, touches, {one.id: one.name for one in held}, Policy()))
    said = words(accepted(digest(told)))
    assert "*Where attention falls short*" in said
    assert "• *D*: 25% of the value, 2% of the attention (1 touch)" in said
    assert "<@U0ANA>: 30 of 50 touches went to *A*; meanwhile *D* waits." in said


def test_where_all_get_their_share_nothing_is_said_of_it() -> None:
    said = words(digest(replace(DIGEST, attention=weigh([], {}, {}, Policy()))))
    assert "Where attention falls short" not in said


def test_a_report_tells_how_many_clients_left() -> None:
    figures_now = figures([Lost("Globex", date(2026, 4, 2), 90_000_00, "EUR", audit="done")], TODAY)
    said = words(accepted(digest(replace(DIGEST, is_report=True, losses=figures_now))))
    assert "*Clients who left*\n40 days since a client was lost; 1 in this quarter, 0 in the one before" in said
    calm = replace(DIGEST, levels={}, changes=Changes(), rows=(), first=(), losses=figures_now)
    assert "✓ 40 days since a client was lost" in digest(calm).text
