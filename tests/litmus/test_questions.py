from __future__ import annotations

import pytest

from bot.litmus.questions import MOST_ASKED, again, kept, our_text, ours, parse
from bot.rules import RULES
from bot.toml_text import Mistakes

ONE = '[[questions]]\nkey = "renew"\ntext = "Would they?"\nweight = 5\nstrength = "They would"\nweakness = "No"\n'


def mistakes(text: str) -> list[str]:
    with pytest.raises(Mistakes) as caught:
        parse(text)
    return caught.value.sentences


def test_ours_take_a_minute_and_are_answered_by_the_log_as_far_as_it_knows() -> None:
    questions = ours()
    assert 5 <= len(questions.asked) <= 7
    assert {"senior", "single_thread", "quiet", "remark"} <= {one.rule for one in questions.questions}
    assert sum(one.must_pass for one in questions.questions) >= 2
    assert all(one.step for one in questions.questions)


def test_a_round_keeps_the_questions_that_it_asked() -> None:
    assert again(kept(ours())) == ours()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("weight = 5", "weight = 50"), "Line 4: “weight”: input should be less than or equal to 10; it says “50”."),
        (('weakness = "No"\n', ""), "Line 1: “weakness” is missing."),
        (("weight = 5", "wieght = 5"), "Line 4: “wieght” is not known here; did you mean “weight”?"),
        (('key = "renew"', 'key = "Renew!"'), "Line 2: “key”"),
        (('text = "Would they?"', 'text = "Would they?'), "Line 3: this is not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(change: tuple[str, str], sentence: str) -> None:
    assert any(one.startswith(sentence) for one in mistakes(ONE.replace(*change)))


def test_a_rule_that_is_none_is_told_with_those_that_are() -> None:
    [sentence] = mistakes(f'{ONE}rule = "silence"\n')
    assert sentence.startswith("Line 7: “silence” is no rule that the log can answer by; it is one of quiet, ")
    assert "litmus" in RULES
    assert "litmus" not in sentence


def test_every_question_has_a_key_of_its_own_and_people_are_asked_no_more_than_a_minute_takes() -> None:
    assert "two questions have the key “renew”" in mistakes(ONE + ONE)[0]
    many = "".join(ONE.replace("renew", f"key{number}") for number in range(MOST_ASKED + 1))
    assert "11 questions are asked of people; ask 1 to 10" in mistakes(many)[0]
    assert "0 questions are asked of people" in mistakes(f'{ONE}rule = "quiet"\n')[0]


def test_ours_can_be_put_back_word_for_word() -> None:
    assert parse(our_text()) == ours()
