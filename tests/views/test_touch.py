from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.policy import Counts, Direction, Kind, Level
from bot.views.touch import Move, Standing, TouchShown, edited, history, logged, one_line, undone
from tests.views.reading import HOSTILE, accepted, buttons, words

TODAY = date(2026, 5, 12)
RINGS = datetime(2026, 5, 26, 8, 0, tzinfo=UTC)
CALL = TouchShown(
    id="t1",
    account="Acme Corp",
    kind=Kind.CALL,
    direction=Direction.TWO_WAY,
    on=date(2026, 5, 11),
    people=("U0ANA",),
    contacts=("Jane Doe",),
    note="renewal looks fine",
    next_on=date(2026, 5, 26),
    resets=frozenset({Counts.CONTACT, Counts.REACH, Counts.MET}),
)
CALM = Standing(None, RINGS, "quiet")


def test_the_answer_says_what_was_understood() -> None:
    text = words(logged(CALL, [], CALM, [], TODAY))
    for part in ("call with Jane Doe", "*Acme Corp*", "yesterday, 11 May", "<@U0ANA>", "renewal looks fine", "26 May"):
        assert part in text


def test_the_answer_says_which_clock_moved_and_to_when() -> None:
    text = words(logged(CALL, [Move("quiet", Level.DUE, None, RINGS)], CALM, [], TODAY))
    assert "Quiet: ✓ calm (was ◐ due), rings" in text
    assert "26 May 2026" in text


def test_the_answer_says_how_the_account_stands() -> None:
    assert "Now: ● critical, next ring" in words(logged(CALL, [], replace(CALM, level=Level.CRITICAL), [], TODAY))


def test_the_answer_gives_something_back() -> None:
    assert "Last talk before this: 18 April" in words(
        logged(CALL, [], CALM, ["Last talk before this: 18 April, 23 days earlier."], TODAY)
    )


def test_the_answer_can_be_edited_and_undone() -> None:
    found = buttons(logged(CALL, [], CALM, [], TODAY))
    asked = {"touch.felt": "t1", "touch.edit": "t1", "touch.undo": "t1"}
    assert {action: button["value"] for action, button in found.items()} == asked


def test_a_message_that_it_was_can_be_read_and_what_was_worrying_is_said() -> None:
    worried = replace(CALL, signs=("fewer",), link="https://brightside.slack.com/archives/C1/p1?a=1&b=2")
    text = words(logged(worried, [], CALM, [], TODAY))
    assert "<https://brightside.slack.com/archives/C1/p1?a=1&amp;b=2|The message>" in text
    assert "_Signs:_ they come in smaller numbers" in text
    assert "|the message>" in one_line(worried, TODAY)


def test_an_attempt_is_said_to_be_one() -> None:
    sent = replace(CALL, kind=Kind.DELIVERY, direction=Direction.TO_CLIENT, resets=frozenset({Counts.REACH}))
    text = words(logged(sent, [], CALM, [], TODAY))
    assert "An attempt" in text
    assert "does not reset the contact clock" in text


def test_an_internal_note_is_said_to_reset_nothing() -> None:
    note = replace(CALL, kind=Kind.NOTE, resets=frozenset())
    assert "does not reset the contact clock" in words(logged(note, [], CALM, [], TODAY))


def test_a_talk_is_not_called_an_attempt() -> None:
    assert "attempt" not in words(logged(CALL, [], CALM, [], TODAY)).lower()


def test_an_undone_touch_says_what_counts_no_more() -> None:
    text = words(undone(CALL, CALM, TODAY))
    assert "Undone" in text
    assert "11 May" in text
    assert buttons(undone(CALL, CALM, TODAY)) == {}


def test_an_account_without_touches_shows_how_to_log_the_first() -> None:
    assert '/touch "Acme Corp" call' in words(history("Acme Corp", [], False, TODAY))


@pytest.mark.parametrize("many", [0, 1, 7, 300])
@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_any_touch(many: int, text: str) -> None:
    hostile = replace(CALL, account=text, note=text, contacts=(text,) * many, people=("U0ANA",) * min(many, 20))
    moves = [Move("quiet", None, None, RINGS)] * many
    accepted(logged(hostile, moves, CALM, [text] * min(many, 4), TODAY))
    accepted(edited(hostile, moves, CALM, TODAY))
    accepted(undone(hostile, CALM, TODAY))
    accepted(history(text, [hostile] * min(many, 20), True, TODAY))
