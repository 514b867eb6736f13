from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.facts import AccountFacts, StaffingFact
from bot.policy import Level, Policy, Status
from bot.rules import RULES
from bot.rules.staffing import handovers
from tests.rules.build import NOW, POLICY, account, ago, ask, day, rings

Change = tuple[float, str | None, str | None]


def handed(*changes: Change, **more: Any) -> AccountFacts:
    """An account whose owner changed so many days ago, from one to another; their ids are `c` and the days."""
    told = tuple(StaffingFact(f"c{days:g}", ago(days), before, after) for days, before, after in changes)
    return account(**{"staffing": told, "owner_id": changes[-1][2] if changes else "ANA", **more})


TWICE = handed((100, "ANA", "BEN"), (10, "BEN", "CLEO"))


def test_an_account_that_never_changed_hands_is_not_watched() -> None:
    assert list(RULES["staffing"](account(), POLICY, NOW)) == []
    assert list(RULES["staffing"](handed((10, None, "ANA")), POLICY, NOW)) == []


def test_two_changes_of_owner_in_a_year_are_due_from_the_next_day() -> None:
    verdict = ask("staffing", TWICE)
    assert (verdict.level_at(NOW), rings(verdict)) == (Level.DUE, [(-9, "due")])
    assert verdict.reason == (
        "It changed hands twice in 365 days, last on 3 May 2026; "
        "they have not met its new owner yet, as far as is logged."
    )
    assert verdict.clears == "A call or a meeting of its owner with them, by which they know who looks after them now."
    assert (verdict.threshold, verdict.since) == ("2 changes of owner within 365 days", ago(100))
    assert verdict.rests_on == ("c10", "c100")


def test_one_change_is_none_too_many() -> None:
    verdict = ask("staffing", handed((10, "ANA", "BEN")))
    assert verdict.steps == ()
    assert verdict.reason.startswith("It changed hands once in 365 days")


def test_it_rests_once_the_owner_of_today_has_spoken_with_them_since() -> None:
    before = replace(TWICE, known_by={"CLEO": ago(11), "BEN": ago(1)})
    assert ask("staffing", before).level_at(NOW) is Level.DUE
    since = ask("staffing", replace(TWICE, known_by={"CLEO": ago(2)}))
    assert since.steps == ()
    assert since.reason.endswith("; its owner of today spoke with them on 11 May 2026.")


def test_an_account_that_ended_with_nobody_says_so() -> None:
    nobodys = ask("staffing", replace(TWICE, owner_id=None, known_by={"CLEO": ago(2)}))
    assert nobodys.level_at(NOW) is Level.DUE
    assert nobodys.reason.endswith("; nobody owns it now.")


def test_changes_lie_far_enough_apart_again_after_a_year() -> None:
    verdict = ask("staffing", TWICE)
    assert verdict.until is not None
    assert (verdict.until.date() - day(0)).days == 265
    assert verdict.level_at(verdict.until - timedelta(seconds=1)) is Level.DUE
    assert verdict.level_at(verdict.until) is None
    assert ask("staffing", TWICE, now=verdict.until).steps == ()
    assert list(RULES["staffing"](TWICE, POLICY, NOW + timedelta(days=400))) == []


def test_of_more_changes_the_last_two_say_until_when() -> None:
    thrice = ask("staffing", handed((300, "DAN", "ANA"), (100, "ANA", "BEN"), (10, "BEN", "CLEO")))
    assert "3 times in 365 days" in thrice.reason
    assert thrice.until is not None
    assert (thrice.until.date() - day(0)).days == 265


def test_what_is_put_right_on_the_same_day_is_no_change() -> None:
    assert handovers(handed((10, "ANA", "BEN"), (9.9, "BEN", "ANA"))) == []
    [one] = handovers(handed((10, "ANA", "BEN"), (9.9, "BEN", "CLEO")))
    assert (one.day, one.ids) == (day(-10), ("c10", "c9.9"))


def test_time_with_nobody_is_part_of_one_change() -> None:
    [one] = handovers(handed((30, "ANA", None), (10, None, "BEN")))
    assert one.day == day(-10)
    assert handovers(handed((30, "ANA", None), (10, None, "ANA"))) == []
    assert handovers(handed((10, "ANA", None))) == []


def test_a_workspace_may_bear_more_changes_or_watch_none() -> None:
    assert ask("staffing", TWICE, policy=Policy(staffing_changes=3)).steps == ()
    assert ask("staffing", TWICE, policy=Policy(staffing_days=60)).steps == ()
    assert list(RULES["staffing"](TWICE, Policy(staffing_changes=0), NOW)) == []


def test_an_account_that_is_paused_or_lost_is_left_in_peace() -> None:
    assert list(RULES["staffing"](replace(TWICE, status=Status.LOST), POLICY, NOW)) == []
    paused = replace(TWICE, status=Status.PAUSED)
    assert ask("staffing", paused).steps == ()
    assert rings(ask("staffing", replace(paused, paused_until=day(4)))) == [(5, "due")]


def test_what_a_pause_outlasts_is_not_said_after_it() -> None:
    paused = replace(TWICE, status=Status.PAUSED)
    assert rings(ask("staffing", replace(paused, paused_until=day(263)))) == [(264, "due")]
    assert ask("staffing", replace(paused, paused_until=day(264))).steps == ()
