from __future__ import annotations

from typing import Any

from bot.litmus.log import answers
from bot.litmus.questions import ours
from tests.rules.build import NOW, POLICY, account, ago, executive, silent, untouched
from tests.rules.promised import not_kept, promise


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


def test_promises_that_were_not_kept_count_and_those_that_are_open_do_as_their_clock_says() -> None:
    def told(**changes: Any) -> tuple[float | None, str]:
        found = answers(ours(), account(**changes), POLICY, NOW)["kept"]
        return found.value, found.why

    assert told() == (None, "")
    assert told(promises=(promise(9),)) == (1.0, "")
    assert told(promises=(promise(-3),))[0] == 0.0
    assert told(broken=(not_kept(9, client_told=True),)) == (
        0.5,
        "1 promise of ours was not kept in the last 365 days.",
    )
    assert told(broken=(not_kept(9), not_kept(99)), promises=(promise(9),))[0] == 0.0
    assert told(broken=(not_kept(400), not_kept(9, is_ours=False))) == (None, "")


def test_people_are_not_answered_for() -> None:
    assert "renew" not in answers(ours(), account(), POLICY, NOW)


def test_time_that_a_rule_gives_us_proves_nothing() -> None:
    def told(**changes: Any) -> tuple[float | None, float | None]:
        found = answers(ours(), untouched(2, **changes), POLICY, NOW)
        return found["senior"].value, found["rhythm"].value

    assert told() == (0.0, 0.25)
    assert told(contacts=(executive("Jane", known_since=ago(1)),)) == (0.25, 0.25)
    met = executive("Jane", known_since=ago(1), last_met_at=ago(1))
    assert told(contacts=(met, executive("Kim", known_since=ago(1))), last_contact_at=ago(1)) == (1.0, 1.0)
