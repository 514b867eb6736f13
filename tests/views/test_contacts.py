from __future__ import annotations

from datetime import date

import pytest

from bot.views.contacts import Gap, back, has_left, left, row, undoable
from bot.views.kit import actions, post
from bot.views.nudges import channel_post, daily
from tests.views.reading import HOSTILE, accepted, buttons, words
from tests.views.test_nudges import BUTTONS, card

TODAY = date(2026, 5, 12)
JANE = ("c1", "Jane Doe")


def test_a_card_about_somebody_has_a_button_that_names_them() -> None:
    found = buttons(daily([card(rule="meeting", contact=JANE)], 0))
    assert list(found) == [*BUTTONS, "contact.left"]
    gone = found["contact.left"]
    assert (gone["text"]["text"], gone["value"]) == ("Jane Doe has left", "c1")
    assert gone["accessibility_label"] == "Jane Doe has left: Acme Corp"


def test_a_card_about_nobody_or_that_is_answered_has_no_such_button() -> None:
    assert "contact.left" not in buttons(daily([card(rule="senior")], 0))
    assert buttons(channel_post([card(contact=JANE, closed_why="cleared on 12 May")])) == {}


def test_in_a_list_the_button_says_aloud_whom_it_is_about() -> None:
    [found] = buttons(post("Contacts", [row("• *Jane Doe*: CFO", "c1", "Jane Doe")])).values()
    assert (found["action_id"], found["value"]) == ("contact.left", "c1")
    assert found["accessibility_label"] == "They have left: Jane Doe"


def test_the_answer_says_what_is_open_now_and_has_undo() -> None:
    told = undoable(left("Acme Corp", "Jane Doe", [Gap("Nobody senior is known.", None)], TODAY), "c1", "Jane Doe")
    assert "*Jane Doe* is noted as no longer at *Acme Corp*, and kept on record." in words(told)
    assert "Open now: Nobody senior is known." in words(told)
    assert buttons(told)["contact.back"]["value"] == "c1"


def test_a_gap_that_is_not_open_yet_is_told_with_the_day_on_which_it_will_be() -> None:
    told = words(left("Acme Corp", "Jane Doe", [Gap("Nobody senior is known.", date(2026, 5, 13))], TODAY))
    assert "Open from 13 May on: Nobody senior is known." in told
    assert "Open now" not in told


def test_what_was_undone_says_whether_the_plan_goes_on() -> None:
    assert "as before" in words(back("Acme Corp", "Jane Doe", [], TODAY))
    assert "plan" not in words(back("Acme Corp", "Jane Doe", [], TODAY))
    begun = words(back("Acme Corp", "Jane Doe", [], TODAY, "Jane Doe left"))
    assert 'The plan *Jane Doe left* goes on, as somebody has begun on it: `/client plan "Acme Corp"` ends it.' in begun


@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_anybody_s_name(text: str) -> None:
    accepted(undoable(left(text, text, [Gap(text, TODAY)] * 3, TODAY), "c1", text))
    accepted(back(text, text, [Gap(text, None)] * 3, TODAY, text))
    accepted(post("x", [row("a line", "c1", text), actions(has_left("c1", text, text))]))
