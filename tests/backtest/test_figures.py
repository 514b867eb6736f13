from __future__ import annotations

from dataclasses import replace

from bot.backtest.figures import Alert, Backtest, Replayed, figures
from bot.policy import Tier
from tests.backtest.pasts import day

RULES = ("quiet", "senior")
YEAR = Replayed("acme", "Acme", Tier.STANDARD, day(0), day(365), None, ())


def lost_after(days: int, *alerts: Alert, name: str = "Acme") -> Replayed:
    return Replayed(name.lower(), name, Tier.KEY, day(0), day(days), day(days), alerts)


def alert(
    opened: int, due: int | None = None, ended: int | None = None, *, rule: str = "quiet", **changes: bool
) -> Alert:
    return Alert(
        rule, "", day(opened), None if due is None else day(due), None, None if ended is None else day(ended), **changes
    )


def summed(*replayed: Replayed) -> Backtest:
    found = figures(replayed, RULES)
    assert found is not None
    return found


def test_alerts_are_counted_per_account_and_quarter() -> None:
    busy = replace(YEAR, alerts=(alert(10, 20, 30), alert(100, 110, 120)))
    known = summed(busy, replace(YEAR, account_id="globex"))
    assert known.accounts == 2
    assert abs(known.account_quarters - 8) < 0.01
    assert abs(known.of("quiet").per_account_quarter - 0.25) < 0.001
    assert abs(known.per_account_quarter - 0.25) < 0.001


def test_an_alert_that_never_became_due_is_early_and_no_load() -> None:
    quiet = summed(replace(YEAR, alerts=(alert(10, None, 15), alert(50, 60)))).of("quiet")
    assert (quiet.alerts, quiet.early) == (1, 1)


def test_the_share_that_was_broken_is_of_the_alerts_that_are_over() -> None:
    said = (alert(1, 2, 5, broken=True), alert(11, 12, 15), alert(50, 60))
    assert summed(replace(YEAR, alerts=said)).of("quiet").broken_share == 0.5


def test_only_a_silence_can_be_broken() -> None:
    said = (alert(1, 2, 5, rule="senior", broken=True),)
    known = summed(replace(YEAR, alerts=said))
    assert known.of("senior").broken_share is None
    assert known.of("quiet").broken_share is None


def test_a_lost_account_tells_how_early_each_rule_was() -> None:
    one = lost_after(200, alert(100, 150), alert(20, 30, rule="senior"))
    (lost,) = summed(one).lost
    assert lost.days_before == {"quiet": 50, "senior": 170}
    assert lost.earliest == ("senior", 170)


def test_a_lost_account_of_which_nobody_was_warned_says_so() -> None:
    known = summed(lost_after(200, alert(100)))
    assert (known.lost[0].days_before, known.lost[0].earliest, known.lost_warned) == ({}, None, 0)


def test_the_median_is_over_the_accounts_that_a_rule_warned_of() -> None:
    warned = [lost_after(200, alert(1, 200 - days), name=f"A{days}") for days in (10, 30, 80)]
    quiet = summed(*warned, lost_after(200, name="Silent")).of("quiet")
    assert (quiet.lost_warned, quiet.median_days_before) == (3, 30)


def test_an_account_that_was_not_watched_for_a_day_counts_nowhere() -> None:
    assert figures([replace(YEAR, last_on=day(0))], RULES) is None
    assert summed(YEAR, replace(YEAR, last_on=day(0))).accounts == 1


def test_an_account_that_was_lost_on_its_first_day_is_lost_without_a_warning() -> None:
    (lost,) = summed(YEAR, lost_after(0, name="Globex")).lost
    assert (lost.name, lost.days_before) == ("Globex", {})
