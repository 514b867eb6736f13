from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.litmus.outcome import Logged, Result, Say, View, from_json, to_json, weigh
from bot.litmus.questions import Question
from bot.litmus.reading import change, disagreements, steps, strengths, unknown, vulnerabilities
from bot.policy import Band

YES, PARTLY, NO, UNSURE = Say


def question(key: str, **fields: Any) -> Question:
    said = {"text": f"{key}?", "weight": 1, "strength": f"{key} holds", "weakness": f"{key} does not hold"}
    return Question(key=key, **{**said, "step": f"see to {key}", **fields})


def view(*, owner: bool = False, **answers: Say) -> View:
    return View(answers, is_owner=owner)


def of(questions: list[Question], *views: View, log: Mapping[str, float | None] | None = None) -> Result:
    logged = {key: Logged(value) for key, value in (log or {}).items()}
    return weigh(questions, logged, views)


ONE, TWO = question("one"), question("two")
SENIOR = question("senior", rule="senior", weight=3)


def test_a_question_is_worth_the_mean_of_what_the_others_say_and_counts_by_its_weight() -> None:
    result = of([question("one", weight=3), TWO], view(one=YES, two=NO), view(one=PARTLY, two=UNSURE))
    assert [point.value for point in result.points] == [0.75, 0.0]
    assert result.score == round(100 * 0.75 * 3 / 4)
    assert result.points[0].said == {"yes": 1, "partly": 1}


def test_what_nobody_can_say_and_what_the_log_has_nothing_on_is_left_out() -> None:
    result = of([ONE, TWO, SENIOR], view(one=YES, two=UNSURE), log={"senior": None})
    assert (result.score, result.band) == (100, Band.STRONG)
    assert [point.key for point in unknown(result)] == ["two"]


def test_without_a_single_view_there_is_what_the_log_says() -> None:
    result = of([ONE, SENIOR], log={"senior": 0.25})
    assert (result.score, result.given) == (25, 0)
    assert unknown(result) == []


def test_where_neither_the_log_nor_anybody_but_the_owner_can_say_anything_there_is_no_result() -> None:
    for result in (of([ONE]), of([ONE], view(one=YES, owner=True)), of([ONE], view(one=NO, owner=True))):
        assert (result.score, result.band) == (None, None)


@pytest.mark.parametrize(
    ("score", "band"),
    [(1.0, "strong"), (0.8, "strong"), (0.75, "sound"), (0.6, "sound"), (0.5, "shaky"), (0.25, "at-risk")],
)
def test_the_band_goes_by_the_score(score: float, band: str) -> None:
    assert of([ONE, SENIOR], log={"senior": score}).band == band


def test_what_must_pass_and_fails_leaves_it_shaky_at_best_and_two_of_them_at_risk() -> None:
    first, second = (question(key, must_pass=True) for key in ("first", "second"))
    heavy = question("heavy", weight=10)
    assert of([first, second, heavy], view(first=NO, second=YES, heavy=YES)).band is Band.SHAKY
    assert of([first, second, heavy], view(first=NO, second=NO, heavy=YES)).band is Band.AT_RISK
    assert of([first, second, heavy], view(first=PARTLY, second=YES, heavy=YES)).band is Band.STRONG


def test_where_something_must_pass_and_nobody_but_the_owner_can_say_it_is_sound_at_best() -> None:
    must = question("must", must_pass=True)
    assert of([must, TWO], view(must=UNSURE, two=YES)).band is Band.SOUND
    assert of([must, TWO], view(must=UNSURE, two=YES), view(must=YES, two=YES, owner=True)).band is Band.SOUND
    assert of([must, TWO], view(must=YES, two=YES)).band is Band.STRONG


says = st.sampled_from(Say)
KEYS = ("one", "two", "three", "four")
someone = st.builds(View, st.dictionaries(st.sampled_from(KEYS), says), words=st.text(max_size=5))
owner = st.dictionaries(st.sampled_from(KEYS), says).map(lambda answers: View(answers, is_owner=True))
asked = st.lists(
    st.builds(lambda weight, must: {"weight": weight, "must_pass": must}, st.integers(1, 10), st.booleans()),
    min_size=4,
    max_size=4,
)
worst_first = list(reversed(Band))


def loudness(result: Result) -> int:
    return worst_first.index(result.band) if result.band else -1


@given(asked, st.lists(someone, max_size=4), owner, st.sampled_from([None, 0.0, 0.25, 0.75, 1.0]))
def test_the_owner_s_own_view_never_lifts_the_result(
    fields: list[dict[str, Any]], others: list[View], mine: View, logged: float | None
) -> None:
    questions = [*(question(key, **one) for key, one in zip(KEYS, fields, strict=True)), SENIOR]
    without = of(questions, *others, log={"senior": logged})
    with_mine = of(questions, *others, mine, log={"senior": logged})
    assert (with_mine.score is None) == (without.score is None)
    assert (with_mine.score or 0) <= (without.score or 0)
    assert loudness(with_mine) <= loudness(without)
    assert {one.key for one in strengths(with_mine)} <= {one.key for one in strengths(without)}


@given(asked, st.lists(someone, min_size=1, max_size=4), st.sampled_from(KEYS))
def test_a_better_answer_of_somebody_else_never_lowers_the_score(
    fields: list[dict[str, Any]], others: list[View], key: str
) -> None:
    questions = [question(name, **one) for name, one in zip(KEYS, fields, strict=True)]
    (first, *rest) = others
    worse, better = ([View({**first.answers, key: say}), *rest] for say in (NO, YES))
    assert (of(questions, *better).score or 0) >= (of(questions, *worse).score or 0)


@given(asked, st.lists(someone, max_size=4), st.lists(owner, max_size=1))
def test_a_result_is_the_same_after_it_was_kept(
    fields: list[dict[str, Any]], others: list[View], mine: list[View]
) -> None:
    questions = [question(key, **one) for key, one in zip(KEYS, fields, strict=True)]
    result = of(questions, *others, *mine)
    assert from_json(json.loads(json.dumps(to_json(result)))) == result


def test_what_does_not_hold_comes_by_what_it_costs_what_must_pass_first_each_with_its_step() -> None:
    must, light, heavy = question("must", must_pass=True), question("light"), question("heavy", weight=5, step="")
    result = of([light, heavy, must], view(must=NO, light=NO, heavy=PARTLY))
    assert [point.key for point in vulnerabilities(result)] == ["must", "heavy", "light"]
    assert [point.step for point in steps(result)] == ["see to must", "see to light"]
    assert strengths(result) == []


def test_it_is_told_where_views_part() -> None:
    three = question("three")
    apart = of([ONE, TWO, three], view(one=YES, two=YES, three=PARTLY), view(one=NO, two=YES, three=PARTLY))
    assert [point.key for point in disagreements(apart)] == ["one"]
    owners = of([ONE, TWO], view(one=PARTLY, two=PARTLY), view(one=PARTLY, two=YES, owner=True))
    assert [point.key for point in disagreements(owners)] == ["two"]
    assert disagreements(of([ONE], view(one=UNSURE), view(one=YES, owner=True))) == []


def test_it_is_told_what_changed_since_the_last_time() -> None:
    before = of([ONE, TWO, SENIOR], view(one=YES, two=NO), log={"senior": 0.75})
    after = of([ONE, TWO, SENIOR], view(one=NO, two=YES), log={"senior": 0.75})
    told = change(after, before)
    assert told is not None
    assert (told.score, told.band) == (before.score, before.band)
    assert ([one.key for one in told.better], [one.key for one in told.worse]) == (["two"], ["one"])
    assert change(after, None) is None
