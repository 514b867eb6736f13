from __future__ import annotations

from bot.litmus.log import answers
from bot.litmus.questions import ours
from tests.rules.build import NOW, POLICY, account, ago, executive, silent


def test_the_log_answers_by_what_the_rules_say() -> None:
    known = account(contacts=(executive("Jane", last_met_at=ago(5)), executive("Kim", last_met_at=ago(9))))
    told = answers(ours(), known, POLICY, NOW)
    assert (told["senior"].value, told["rhythm"].value) == (1.0, 1.0)
    assert told["senior"].why == ""
    quiet = answers(ours(), silent(100), POLICY, NOW)
    assert (quiet["rhythm"].value, quiet["senior"].value) == (0.0, 0.0)
    assert "100 days" in quiet["rhythm"].why


def test_what_a_rule_watches_nothing_of_is_not_said_to_hold() -> None:
    assert answers(ours(), account(), POLICY, NOW)["heard"].value is None


def test_people_are_not_answered_for() -> None:
    assert "renew" not in answers(ours(), account(), POLICY, NOW)
