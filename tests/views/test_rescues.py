from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.facts import ContactLevel
from bot.views import rescue_list
from bot.views.forms import rescue as forms
from bot.views.plans import StepShown
from bot.views.post import Post
from bot.views.preparation import Preparation, sheet
from bot.views.rescue_list import Figures
from bot.views.rescues import RescueShown, ReviewShown, board, board_for, one_line
from tests.rules.build import account, ago, contact
from tests.views.reading import words

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shown(**changes: Any) -> RescueShown:
    said: dict[str, Any] = {"id": "r1", "account": "Acme", "why": "the launch failed", "words": "we cannot trust you"}
    people: dict[str, Any] = {"opened_by": "U0BEN", "lead_id": "U0ANA", "sponsor_id": "U0CHRIS", "helpers": ["U0EVA"]}
    return RescueShown(opened_at=NOW, due_at=NOW + 4 * HOUR, today=NOW.date(), **{**said, **people, **changes})


def buttons(post: Post) -> list[str]:
    return [e["action_id"] for block in post.blocks for e in block.get("elements", []) if e.get("type") == "button"]


def test_a_board_says_by_when_to_speak_with_them_who_sees_to_it_and_what_they_said() -> None:
    text = words(board(shown(attempts=2)))
    assert "*Speak with them by <!date^" in text
    assert "2 attempts so far." in text
    assert "*They were to hear from us by <!date^" in words(board(shown(is_late=True)))
    assert "Lead <@U0ANA> · sponsor <@U0CHRIS> · helpers <@U0EVA>" in text
    assert "_Their own words:_ “we cannot trust you”" in text


@pytest.mark.parametrize(
    ("reader", "changes", "why"),
    [
        ("U0CHRIS", {}, "You are asked to stand behind this rescue"),
        ("U0EVA", {}, "You are asked to help with this rescue."),
        ("U0BEN", {"state": "saved"}, "You opened this rescue, and it is over."),
        ("C0ACME", {}, ""),
    ],
)
def test_whoever_is_told_reads_why(reader: str, changes: dict[str, Any], why: str) -> None:
    text = words(board_for(shown(**changes), reader))
    assert why in text
    assert ("You " in text) is bool(why)


def test_once_they_were_spoken_with_it_says_how_long_it_took_and_how_it_stands() -> None:
    review = ReviewShown("they calmed down", "Ben visits them", "U0ANA", NOW)
    text = words(board(shown(reached_at=NOW + HOUR, hours=1.0, reviews=[review], review_at=NOW + 48 * HOUR)))
    assert "✓ Spoken with" in text
    assert "1 working hour after it was opened" in text
    assert "How it stands: they calmed down (<@U0ANA>" in text
    assert "Next: Ben visits them." in text
    assert "Next review by" in text


def test_steps_measures_and_who_must_hear_it_stand_apart_and_what_was_done_has_no_buttons() -> None:
    steps = [
        StepShown("s1", "listen", state="done", note="an hour"),
        StepShown("s2", "a second pair of eyes", "measure", "U0EVA", due_on=date(2026, 5, 20)),
        StepShown("s3", "their board", "audience"),
    ]
    post = board(shown(steps=steps))
    text = words(post)
    assert "*Steps*" in text
    assert "*Measures*" in text
    assert "*Who else must hear it*" in text
    assert "☐ a second pair of eyes" in text  # under its heading, which says what it is
    assert "☐ their board" in text
    assert buttons(post).count("step.do") == 2


def test_a_task_among_the_steps_says_that_it_is_one() -> None:
    steps = [StepShown("s1", "listen"), StepShown("s2", "order the cake", "task")]
    text = words(board(shown(steps=steps)))
    assert "☐ listen" in text
    assert "☐ task: order the cake" in text


def test_a_rescue_that_is_over_says_how_and_what_worked_and_asks_for_nothing() -> None:
    post = board(
        shown(state="saved", worked="we listened first", ended_by="U0ANA", ended_at=NOW, steps=[StepShown("s", "x")])
    )
    assert "*✓ saved* on" in words(post)
    assert "we listened first" in words(post)
    assert buttons(post) == []
    dropped = words(board(shown(state="dropped", worked="a mistake", ended_at=NOW)))
    assert "no rescue after all" in dropped.casefold()
    assert "No talk with them is on record." in dropped


def test_the_largest_board_that_can_be_is_within_slacks_limits() -> None:
    steps = [
        StepShown(f"s{n}", "x" * 3_000, kind, "U0ANA", state=state, note="y" * 3_000)
        for kind in ("step", "measure", "audience")
        for n, state in enumerate(["open", "done"] * 20)
    ]
    review = ReviewShown("s" * 3_000, "n" * 3_000, "U0ANA", NOW)
    helpers = [f"U0{n:09}" for n in range(20)]
    post = board(
        shown(account="A" * 80, why="<w>" * 1_000, words="“" * 3_000, steps=steps, reviews=[review], helpers=helpers)
    )
    assert len(post.blocks) <= 50
    assert all(len(block["text"]["text"]) <= 3_000 for block in post.blocks if block["type"] == "section")


def test_what_people_typed_is_harmless() -> None:
    text = words(board(shown(why="<!channel> `x`", words="<@U0EVIL>", account="*A*")))
    assert "<!channel>" not in text
    assert "<@U0EVIL>" not in text


def test_a_rescue_in_one_line_has_their_words_or_what_happened() -> None:
    assert "“we cannot trust you” (not spoken with yet)" in one_line(shown())
    assert "the launch failed (spoken with, and under way)" in one_line(shown(words="", reached_at=NOW))


def test_the_list_has_those_under_way_with_a_button_then_the_past_and_the_figures() -> None:
    over = shown(id="r2", account="Globex", state="saved", worked="a visit", ended_at=NOW, reached_at=NOW, hours=2.5)
    post = rescue_list.rescues([shown(), over], Figures(saved=3, lost=1, hours=(1.0, 2.5, 6.0)))
    text = words(post)
    assert "Rescues: 1 under way" in text
    assert "3 of 4 saved (75%) · first contact after 2.5 working hours in the middle" in text
    assert "• *Globex* · ✓ saved" in text
    assert "first contact after 2.5 working hours: a visit" in text
    assert sum("accessory" in block for block in post.blocks) == 1


def test_without_any_it_says_how_to_open_one_and_without_ends_no_figures() -> None:
    assert "/client rescue Acme" in words(rescue_list.rescues([], Figures()))
    assert "None has ended yet." in words(rescue_list.rescues([shown()], Figures()))
    assert "1 of 1 saved (100%)" in words(rescue_list.rescues([shown()], Figures(saved=1)))


def test_the_longest_list_is_within_slacks_limits() -> None:
    some = [replace(shown(), id=str(n), account="A" * 80, words="w" * 3_000) for n in range(rescue_list.MOST)]
    assert len(rescue_list.rescues(some, Figures(), more=True).blocks) <= 50


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"said": ["we cannot trust you"]}, ["In their own words", "“we cannot trust you”"]),
        ({"why": "the launch failed", "broke": ["no export"]}, ["What went wrong", "the launch failed", "no export"]),
        ({"promises": ["the price list (for 1 May 2026)"]}, ["What we said and did not keep", "the price list"]),
        ({"touches": ["call on 3 May"]}, ["The last times that we were in touch", "call on 3 May"]),
        ({}, ["What helps", "What is better left", "Nobody is on record there yet"]),
    ],
)
def test_a_sheet_has_what_is_known_and_leaves_out_what_is_not(changes: dict[str, Any], parts: list[str]) -> None:
    text = words(sheet(Preparation(account(), date(2026, 5, 13), **changes)))
    for part in parts:
        assert part in text
    assert ("What we said and did not keep" in text) is ("promises" in changes)


def test_whom_to_speak_with_begins_with_who_decides_and_says_who_knows_them() -> None:
    people = (
        contact("Kim"),
        contact("Jane", ContactLevel.EXECUTIVE, can_hire_or_fire=True, last_met_at=ago(9), title="CEO"),
        contact("Lee", left_at=ago(3)),
    )
    told = Preparation(account(contacts=people), date(2026, 5, 13), knowers={"jane": ["U0ANA", "U0BEN"]})
    text = words(sheet(told))
    assert text.index("*Jane*") < text.index("*Kim*")
    assert "can hire or fire us" in text
    assert "knows <@U0ANA> and <@U0BEN>" in text
    assert "nobody of ours knows them well" in text
    assert "Lee" not in text


def test_the_forms_ask_for_little_and_keep_what_was_typed() -> None:
    view = forms.open_(forms.RescueForm(("a1", "Acme"), why="angry", words="never again"))
    optional = {block["block_id"] for block in view["blocks"] if block["type"] == "input" and block.get("optional")}
    assert optional == {"words", "lead", "sponsor", "helpers", "channel"}
    assert "never again" in str(view)
    assert "they called" in str(forms.review("r1", "Acme", "they called", "A rescue is under way already."))
    assert forms.end("r1", "Acme", "saved")["blocks"][1]["element"]["initial_option"]["value"] == "saved"
    assert "initial_option" not in forms.end("r1", "Acme")["blocks"][1]["element"]
