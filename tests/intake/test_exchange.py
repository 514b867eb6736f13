from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from bot.intake.exchange import added, first_words, together
from bot.policy import Direction, Kind
from bot.work.checks import LIST_LIMIT, NOTE_LIMIT
from bot.work.touches import NewTouch

MORNING = datetime(2026, 5, 12, 6, 0, tzinfo=UTC)
OURS, THEIRS = ("U0ANA", "U0BEN", "U0CHRIS"), ("jane", "erik", None)  # None: no contact yet


def message(by: str | None, ours: bool, minutes: int = 0, note: str = "") -> NewTouch:
    return NewTouch(
        account_id="acme",
        kind=Kind.MESSAGE,
        direction=Direction.TO_CLIENT if ours else Direction.FROM_CLIENT,
        occurred_at=MORNING + timedelta(minutes=minutes),
        note=note,
        people=[by] if ours and by else [],
        contacts=[by] if by and not ours else [],
        source="channel",
        external_id="C0ACME:2026-05-12",
    )


def day_of(messages: Sequence[NewTouch]) -> NewTouch:
    return reduce(together, messages)


ours = st.builds(message, st.sampled_from(OURS), st.just(True), st.integers(0, 900))
theirs = st.builds(message, st.sampled_from(THEIRS), st.just(False), st.integers(0, 900))
days = st.lists(st.one_of(ours, theirs), min_size=1, max_size=12)


def who(touch: NewTouch) -> tuple[Direction, set[str], set[str]]:
    return touch.direction, set(touch.people), set(touch.contacts)


@given(days)
def test_the_direction_of_a_day_is_the_set_of_who_spoke(messages: list[NewTouch]) -> None:
    spoke = {one.direction for one in messages}
    assert day_of(messages).direction == (spoke.pop() if len(spoke) == 1 else Direction.TWO_WAY)


@given(days, st.randoms(use_true_random=False))
def test_any_order_of_a_day_tells_the_same(messages: list[NewTouch], chance: st.DataObject) -> None:
    shuffled = list(messages)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert who(day_of(shuffled)) == who(day_of(messages))


@given(days)
def test_everybody_who_is_known_stands_on_the_day_and_nobody_else(messages: list[NewTouch]) -> None:
    day = day_of(messages)
    assert set(day.people) == {id_ for one in messages for id_ in one.people}
    assert set(day.contacts) == {id_ for one in messages for id_ in one.contacts}


@given(days, st.lists(st.integers(0, 11), max_size=12))
def test_a_message_that_comes_again_changes_nothing(messages: list[NewTouch], again: list[int]) -> None:
    day = day_of(messages)
    assert day_of([day, *(messages[n % len(messages)] for n in again)]) is day


@given(days)
def test_the_moment_of_a_day_never_goes_back_and_is_one_of_a_message(messages: list[NewTouch]) -> None:
    standing = messages[0]
    for heard in messages[1:]:
        grown = together(standing, heard)
        assert grown.occurred_at >= standing.occurred_at
        standing = grown
    assert standing.occurred_at in {one.occurred_at for one in messages}


def test_what_people_changed_of_a_day_stays() -> None:
    corrected = replace(
        message("jane", ours=False, note="Hello"), kind=Kind.CALL, note="About the launch", temperature=2
    )
    day = together(corrected, message("U0ANA", ours=True, minutes=5))
    assert (day.kind, day.note, day.temperature, day.direction) == (
        Kind.CALL, "About the launch", 2, Direction.TWO_WAY,
    )  # fmt: skip


def test_what_somebody_says_of_a_message_is_added_to_its_day_and_nothing_is_taken_from_it() -> None:
    standing = replace(message("jane", ours=False, note="Can we move the launch?"), signs=["slow_replies"])
    said = message("U0BEN", ours=True, minutes=5, note="She is worried")
    day = added(standing, replace(said, temperature=-1, signs=["price_talk"], link="https://x.slack.com/p1"))
    assert who(day) == (Direction.TWO_WAY, {"U0BEN"}, {"jane"})
    assert (day.note, day.temperature) == ("Can we move the launch?\nShe is worried", -1)
    assert (day.signs, day.link) == (["slow_replies", "price_talk"], "https://x.slack.com/p1")
    again = added(day, said)
    assert (again.note, again.temperature, again.next_on) == (day.note, -1, None)


def test_the_whole_message_stands_in_place_of_its_first_words() -> None:
    whole = "Can we move the launch?\n" + "It is about the plant. " * 20
    heard = message("jane", ours=False, note=first_words(whole))
    assert added(heard, message("jane", ours=False, note=whole)).note == whole


def test_a_note_that_is_part_of_another_word_is_a_line_of_its_own() -> None:
    looks = message("jane", ours=False, note="looks ok to us")
    assert added(looks, message("jane", ours=False, note="ok")).note == "looks ok to us\nok"
    assert added(looks, message("jane", ours=False, note="looks ok to us")).note == "looks ok to us"
    of_two = replace(looks, note="first\nsecond\nthird")
    assert added(of_two, message("jane", ours=False, note="second\nthird")).note == of_two.note


def test_after_a_long_message_there_is_room_for_what_others_say_and_the_note_tells() -> None:
    day = message("jane", ours=False, note="long " * 599 + "end")
    for n in range(3):
        day = added(day, message("U0BEN", ours=True, note=f"word {n} " + "x" * 100))
    assert len(day.note) == NOTE_LIMIT
    assert day.note.startswith("(Shortened: a day's note holds 3,000 characters. The messages themselves are in")
    assert day.note.count("Shortened") == 1
    assert all(f"word {n}" in day.note for n in range(3))
    heard = together(replace(day, direction=Direction.FROM_CLIENT), message("U0ANA", ours=True, note="We will see"))
    assert (len(heard.note), heard.note.endswith("\nWe will see")) == (NOTE_LIMIT, True)


def test_a_crowd_is_kept_as_far_as_a_touch_keeps_people() -> None:
    crowd = [message(f"U{n}", ours=True) for n in range(LIST_LIMIT + 5)]
    assert list(day_of(crowd).people) == [f"U{n}" for n in range(LIST_LIMIT)]


def test_the_first_words_of_each_side_are_kept_and_no_others() -> None:
    said = [
        message("jane", ours=False, note="Can we move the launch?"),
        message("erik", ours=False, note="And the party"),
        message("U0ANA", ours=True, note="Yes"),
        message("jane", ours=False, note="Thanks"),
    ]
    assert day_of(said).note == "Can we move the launch?\nYes"


def test_first_words_are_one_short_line() -> None:
    assert first_words(" Hello\n  there ") == "Hello there"
    assert first_words("x" * 300) == "x" * 199 + "…"
