from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.backtest.past import PastTouch
from bot.backtest.replay import replay
from bot.facts import AccountFacts, Portfolio
from bot.policy import Direction, Kind, Level, Policy, Tier
from bot.rules import Verdict
from bot.titles import ContactLevel
from tests.backtest.pasts import (
    EVERY_DAY,
    POLICY,
    alerts,
    at,
    contact,
    day,
    handed,
    past,
    replayed,
    talks,
    touch,
    weekly,
)

OLD = {"started_at": at(-1000)}  # long a client: no tighter tier for the first days


def test_a_silence_is_called_early_due_and_critical_on_the_days_of_its_tier() -> None:
    (alert,) = alerts(past(talks(0), **OLD), 100)
    assert (alert.opened_on, alert.due_on, alert.critical_on, alert.ended_on) == (day(21), day(30), day(45), None)


def test_a_silence_that_ends_before_it_is_due_is_only_early() -> None:
    (alert,) = alerts(past(talks(0, 25), **OLD), 30)
    assert (alert.opened_on, alert.due_on, alert.ended_on) == (day(21), None, day(25))


def test_a_touch_before_the_first_level_says_nothing_at_all() -> None:
    assert alerts(past(talks(0, 20), **OLD), 30) == []


def test_a_silence_that_they_end_was_broken_by_them() -> None:
    (alert,) = alerts(past([touch(0), touch(40, Direction.FROM_CLIENT)], **OLD), 45)
    assert (alert.ended_on, alert.broken) == (day(40), True)


def test_a_silence_that_ends_after_we_wrote_was_not_broken_by_them() -> None:
    wrote = touch(35, Direction.TO_CLIENT)
    (alert,) = alerts(past([touch(0), wrote, touch(40)], **OLD), 45)
    assert (alert.ended_on, alert.broken) == (day(40), False)


def test_what_we_wrote_before_the_alert_does_not_count_as_ours_to_have_broken_it() -> None:
    (alert,) = alerts(past([touch(0), touch(25, Direction.TO_CLIENT), touch(40)], **OLD), 45)
    assert alert.broken


def test_an_internal_note_breaks_nothing_and_is_nothing_that_we_sent() -> None:
    note = touch(35, Direction.TO_CLIENT, kind=Kind.NOTE)
    (alert,) = alerts(past([touch(0), note, touch(40)], **OLD), 45)
    assert alert.broken


def test_a_silence_that_a_planned_meeting_covers_was_not_broken_by_them() -> None:
    planned = touch(35, kind=Kind.NOTE, next_on=day(80))
    (covered, again) = alerts(past([touch(0), planned], **OLD), 90)
    assert (covered.ended_on, covered.broken, again.opened_on) == (day(35), False, day(81))


def test_the_replay_of_a_lost_account_ends_on_the_day_it_was_lost() -> None:
    one = replayed(past(talks(0), lost_on=day(37), **OLD), 400)
    assert (one.last_on, one.lost_on) == (day(37), day(37))
    assert one.warned_before("quiet") == 7


def test_an_account_that_was_lost_before_anything_could_be_said_had_no_warning() -> None:
    assert replayed(past(talks(0), lost_on=day(29), **OLD), 400).warned_before("quiet") is None


def test_an_alert_that_was_answered_long_before_the_end_was_no_warning_of_it() -> None:
    answered = past(talks(0, 40, 60, 80, 100, 120, 140), lost_on=day(150), **OLD)
    assert replayed(answered, 400).warned_before("quiet") is None


def test_an_alert_that_was_answered_shortly_before_the_end_was_a_warning() -> None:
    said_goodbye = past(talks(0, 40), lost_on=day(50), **OLD)
    assert replayed(said_goodbye, 400).warned_before("quiet") == 20


def test_an_account_of_which_nothing_is_known_is_watched_from_its_first_day() -> None:
    (alert,) = alerts(past(), 100)
    assert alert.due_on == day(14)  # the next tighter tier, while it is new


def test_a_new_policy_moves_the_days() -> None:
    tighter = Policy.from_overrides({"tiers": {"standard": {"contact": [5, 10, 15]}}})
    (alert,) = alerts(past(talks(0), **OLD), 100, policy=tighter)
    assert (alert.opened_on, alert.due_on) == (day(5), day(10))


def test_a_policy_that_counts_no_calls_sees_none() -> None:
    deaf = Policy.from_overrides({"counts": {"call/two-way": []}})
    assert len(alerts(past(weekly(20), **OLD), 140, policy=deaf)) == 1
    assert alerts(past(weekly(20), **OLD), 140) == []


def test_the_rhythm_speaks_once_enough_gaps_are_known() -> None:
    (alert,) = alerts(past(weekly(30), **OLD), 30 * 7 + 200)
    assert (alert.opened_on, alert.due_on) == (day(29 * 7 + 13), day(29 * 7 + 18))


def test_a_next_meeting_covers_until_it_has_begun() -> None:
    planned = touch(0, next_on=day(50))
    (alert,) = alerts(past([planned], **OLD), 100)
    assert alert.opened_on == day(51)


def test_a_meeting_that_went_by_is_missed_and_one_that_was_kept_is_not() -> None:
    planned = [touch(0, next_on=day(10))]
    (missed,) = alerts(past(planned, **OLD), 20, "meeting")
    assert missed.due_on == day(12)
    assert alerts(past([*planned, touch(10)], **OLD), 20, "meeting") == []


def test_senior_people_who_are_met_and_who_leave_are_seen_as_it_happens() -> None:
    jane = contact("Jane", left_at=at(200))
    met = [touch(on, contacts=("jane",)) for on in range(0, 200, 30)]
    said = alerts(past(met, contacts=(jane, contact("Joe", ContactLevel.MANAGER)), **OLD), 260, "senior")
    gone = [alert for alert in said if alert.due_on and alert.due_on > day(200)]
    assert [alert.due_on for alert in gone] == [day(214)]


def test_visits_are_thanks_and_a_key_account_without_any_becomes_due() -> None:
    visited = past([*talks(0, 7), touch(10, kind=Kind.VISIT), *weekly(15, 17)], tier=Tier.KEY, **OLD)
    (alert,) = alerts(visited, 120, "thanks")
    assert (alert.opened_on, alert.due_on, alert.ended_on) == (day(55), day(100), None)


def test_an_indirect_contact_is_told_by_a_touch_that_names_them_and_not_by_an_attempt() -> None:
    kim = contact("Kim", roles=("indirect",))
    tried = touch(20, Direction.TO_CLIENT, kind=Kind.ATTEMPT, contacts=("kim",))
    sent = touch(10, Direction.TO_CLIENT, kind=Kind.EMAIL, contacts=("kim",))
    (alert,) = alerts(past([touch(0), sent, tried], contacts=(kim,), **OLD), 120, "indirect")
    assert (alert.subject, alert.opened_on, alert.due_on) == ("kim", day(100), None)


def test_a_person_of_ours_who_left_no_longer_knows_the_client() -> None:
    both = [touch(on, people=("U0ANA", "U0BEN"), contacts=("jane", "joe")) for on in range(0, 100, 10)]
    people = (contact("Jane"), contact("Joe", ContactLevel.MANAGER))
    known = past(both, contacts=people, **OLD)
    assert alerts(known, 99, "single_thread") == []
    (alone,) = alerts(replace(known, gone={"U0BEN": at(55)}), 99, "single_thread")
    assert alone.due_on == day(55)


def test_who_of_ours_left_is_missed_at_once_and_not_at_the_next_touch() -> None:
    both = [touch(on, people=("U0ANA", "U0BEN"), contacts=("jane", "joe")) for on in range(0, 100, 10)]
    people = (contact("Jane"), contact("Joe", ContactLevel.MANAGER))
    (alone,) = alerts(past(both, contacts=people, gone={"U0BEN": at(95)}, **OLD), 120, "single_thread")
    assert alone.due_on == day(95)


def test_two_changes_of_owner_are_due_the_day_after_until_the_owner_of_then_spoke_with_them() -> None:
    hands = handed((50, "U0CHRIS", "U0BEN"), (100, "U0BEN", "U0ANA"), (300, "U0ANA", "U0DANA"))
    by_ana = [touch(on, people=("U0ANA",)) for on in (20, 110)]
    by_dana = touch(330, people=("U0DANA",))
    first, second = alerts(past([*by_ana, by_dana], handed=hands, owner_id="U0DANA"), 400, "staffing")
    assert (first.opened_on, first.due_on, first.ended_on) == (day(101), day(101), day(110))
    assert (second.opened_on, second.due_on, second.ended_on) == (day(301), day(301), day(330))


def test_a_change_of_owner_is_seen_as_it_happens_and_nothing_is_known_of_it_before() -> None:
    hands = handed((50, "U0CHRIS", "U0BEN"), (95, "U0BEN", "U0ANA"))
    assert alerts(past(talks(0, 90), handed=hands), 95.5, "staffing") == []
    assert [one.due_on for one in alerts(past(talks(0, 90), handed=hands), 120, "staffing")] == [day(96)]


def test_the_owner_is_who_it_was_at_that_moment() -> None:
    one = past(handed=handed((50, None, "U0BEN"), (100, "U0BEN", "U0ANA")))
    assert [one.owner_at(at(on)) for on in (10, 50, 99, 100, 200)] == [None, "U0BEN", "U0BEN", "U0ANA", "U0ANA"]
    assert past().owner_at(at(10)) == "U0ANA"


def test_nothing_to_replay_on_the_day_it_began() -> None:
    one = replayed(past(), 0)
    assert (one.days, one.alerts) == (0, ())


_touches = st.lists(
    st.builds(
        touch,
        st.integers(0, 400),
        st.sampled_from(Direction),
        temperature=st.none() | st.integers(-2, 2),
        next_on=st.none() | st.integers(0, 450).map(day),
        contacts=st.sampled_from([(), ("jane",), ("jane", "joe")]),
    ),
    max_size=25,
    unique_by=lambda one: one.occurred_at,
).map(lambda touches: tuple(sorted(touches, key=lambda one: one.occurred_at)))


@settings(deadline=None)
@given(_touches, st.sampled_from(Tier), st.integers(1, 399))
def test_nothing_that_happened_later_changes_what_was_said_before(
    touches: tuple[PastTouch, ...], tier: Tier, cut: int
) -> None:
    people = (contact("Jane"), contact("Joe", ContactLevel.MANAGER))
    whole = past(touches, tier=tier, contacts=people)
    until = replace(whole, touches=tuple(one for one in touches if one.occurred_at < at(cut)))
    known_then = replayed(until, cut).alerts
    known_later = replayed(whole, 420).alerts
    stood_then = {(a.rule, a.subject, a.opened_on) for a in known_then}
    seen_later = {(a.rule, a.subject, a.opened_on) for a in known_later if a.opened_on < day(cut)}
    assert seen_later == {told for told in stood_then if told[2] < day(cut)}
    over_then = {a for a in known_then if a.ended_on is not None}
    assert over_then <= set(known_later)


@settings(deadline=None)
@given(_touches)
def test_alerts_of_one_clock_never_overlap_and_days_are_in_order(touches: tuple[PastTouch, ...]) -> None:
    found = sorted(replayed(past(touches), 420).alerts, key=lambda a: (a.rule, a.subject, a.opened_on))
    for one in found:
        assert day(0) <= one.opened_on <= (one.due_on or one.opened_on) <= (one.ended_on or day(420))
    for one, other in pairwise(found):
        if (one.rule, one.subject) == (other.rule, other.subject):
            assert one.ended_on is not None
            assert one.ended_on <= other.opened_on


def test_the_replay_counts_days_as_the_calendar_does() -> None:
    closed = replace(EVERY_DAY, closures=((day(10), day(14)),))
    one = replay(past(talks(0), **OLD), POLICY, closed, lambda _moment: Portfolio(), at(100))
    assert [alert.due_on for alert in one.alerts if alert.rule == "quiet"] == [day(35)]


def _by_turns(facts: AccountFacts, _policy: Policy, _now: datetime) -> Iterator[Verdict]:
    """Due after the first touch and the third, early after the second and the fourth."""
    level = Level.DUE if len(facts.encounters) % 2 else Level.EARLY
    steps = ((facts.encounters[-1].occurred_at, level),) if facts.encounters else ()
    yield Verdict("by_turns", "", steps, "", "", "")


def test_what_is_no_longer_due_is_over_and_counts_again_only_when_it_is_due_once_more() -> None:
    once_more = past(talks(0, 10, 20, 30), **OLD)
    said = replay(once_more, POLICY, EVERY_DAY, lambda _: Portfolio(), at(40), {"by_turns": _by_turns}).alerts
    assert [(alert.opened_on, alert.due_on, alert.ended_on) for alert in said] == [
        (day(0), day(0), day(10)),
        (day(20), day(20), day(30)),
    ]


def test_a_portfolio_that_changes_is_seen_within_a_month_where_nothing_else_happens() -> None:
    large = past(talks(0), annual_value_minor=62, currency="EUR", **OLD)
    grown = Portfolio(value_minor={"EUR": 100}, valued_accounts={"EUR": 7})

    def portfolio_at(moment: datetime) -> Portfolio:
        return grown if moment >= at(100) else Portfolio()

    found = replay(large, POLICY, EVERY_DAY, portfolio_at, at(300)).alerts
    (flagship,) = [alert for alert in found if alert.rule == "flagship"]
    assert day(100) <= flagship.opened_on <= day(131)
