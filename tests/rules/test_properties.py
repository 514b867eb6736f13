"""What holds for every rule and any account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

from bot.facts import (
    ENCOUNTERS,
    AccountFacts,
    ContactFact,
    ContactLevel,
    Encounter,
    MeetingFact,
    OwnerTouches,
    Portfolio,
    Role,
    StaffingFact,
    TraitFact,
)
from bot.policy import Kind, Level, Status, Tier, TraitKind
from bot.rhythm import contact as contact_on
from bot.rules import RULES, Verdict
from bot.worktime import Calendar
from tests.rules.build import NOW, POLICY, account, ago, contact, day, loudest, rhythm_until

past = st.integers(0, 2_000).map(lambda thirds: ago(thirds / 3))
maybe_past = st.none() | past
days = st.integers(-60, 60).map(day)
spans = st.tuples(days, st.integers(0, 15)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))
moments = st.integers(0, 400 * 4).map(lambda quarters: NOW + timedelta(hours=6 * quarters))

calendars = st.builds(
    Calendar,
    working_days=st.sampled_from([(0, 1, 2, 3, 4), (6, 0, 1, 2, 3), (0,), tuple(range(7))]),
    days_off=st.frozensets(days, max_size=4),
    closures=st.lists(spans, max_size=3).map(tuple),
)


@st.composite
def people(draw: st.DrawFn) -> tuple[ContactFact, ...]:
    return tuple(
        contact(
            name,
            draw(st.sampled_from(ContactLevel)),
            known_since=draw(past),
            left_at=draw(st.none() | st.none() | past),
            last_met_at=draw(maybe_past),
            can_hire_or_fire=draw(st.booleans()),
            roles=draw(st.sampled_from([(), (Role.INDIRECT,), (Role.MAIN_CONTACT,)])),
            last_told_at=draw(maybe_past),
            tied_to=draw(st.dictionaries(st.sampled_from(["U0ANA", "U0BEN", "U0CHRIS"]), past)),
        )
        for name in draw(st.lists(st.sampled_from(["Jane", "Kim", "Lee"]), unique=True))
    )


@st.composite
def meetings(draw: st.DrawFn) -> tuple[MeetingFact, ...]:
    planned = sorted(draw(st.sets(days, max_size=4)))
    kept = draw(st.sampled_from([None, *(on for on in planned if on <= NOW.date())]))
    since = [on for on in planned if kept is None or on >= kept]
    return tuple(MeetingFact(id=str(on), planned_on=on, kept=on == kept) for on in since)


@st.composite
def staffing(draw: st.DrawFn) -> tuple[StaffingFact, ...]:
    moments = sorted(draw(st.lists(past, max_size=4)))
    owners = draw(st.lists(st.none() | st.sampled_from(["U0ANA", "U0BEN"]), min_size=len(moments) + 1))
    changes = zip(moments, owners, owners[1:], strict=False)
    return tuple(StaffingFact(f"change-{place}", *change) for place, change in enumerate(changes))


@st.composite
def traits(draw: st.DrawFn) -> tuple[TraitFact, ...]:
    told = draw(
        st.lists(st.tuples(st.sampled_from(TraitKind), st.dates(date(1890, 1, 1), date(2028, 1, 1))), max_size=2)
    )
    return tuple(TraitFact(f"trait-{place}", kind, "founded", on) for place, (kind, on) in enumerate(told))


kinds = [(Kind.CALL, True), (Kind.MEETING, True), (Kind.EMAIL, False)]
talks = st.sampled_from(list(product(kinds, [None, -2, -1, 0, 1, 2], [0, 1, 2, 5])))


@st.composite
def encounters(draw: st.DrawFn) -> tuple[Encounter, ...]:
    moments = sorted(draw(st.lists(past, max_size=ENCOUNTERS)))
    told = ((at, *draw(talks)) for at in moments)
    return tuple(
        Encounter(f"talk-{place}", kind, at, temperature=temperature, clients=clients, met=met)
        for place, (at, (kind, met), temperature, clients) in enumerate(told)
    )


def begun_before_its_touches(facts: AccountFacts) -> AccountFacts:
    logged = [at for at in (facts.last_contact_at, facts.last_reach_at) if at]
    return replace(facts, started_at=min([facts.started_at, *logged]))


shares = st.builds(OwnerTouches, st.integers(1, 60), st.integers(1, 9), st.just("acme"), st.integers(0, 30))
accounts = st.builds(
    account,
    calendar=calendars,
    tier=st.sampled_from(Tier),
    started_at=past,
    added_at=past,
    last_contact_at=maybe_past,
    last_reach_at=maybe_past,
    last_thanks_at=maybe_past,
    client_since=st.none() | past.map(datetime.date),
    staffing=staffing(),
    traits=traits(),
    encounters=encounters(),
    last_unhappy_at=maybe_past,
    last_remark_at=maybe_past,
    cadence_days=st.none() | st.integers(1, 120),
    paused_until=st.none() | days,
    status=st.sampled_from(Status),
    contacts=people(),
    known_by=st.dictionaries(st.sampled_from(["U0ANA", "U0BEN", "U0CHRIS"]), past),
    meetings=meetings(),
    annual_value_minor=st.none() | st.integers(0, 1_000),
    currency=st.just("EUR"),
    portfolio=st.builds(
        Portfolio, st.just({"EUR": 1_500}), st.just({"EUR": 5}), st.fixed_dictionaries({"U0ANA": shares})
    ),
).map(begun_before_its_touches)
gaps = st.lists(st.integers(1, 120), max_size=12)


def with_rhythm(facts: AccountFacts, between: list[int]) -> AccountFacts:
    at = facts.last_contact_at
    return replace(facts, rhythm=rhythm_until(facts.calendar.day(at), between)) if at else facts


#: Those whose contact days are known: from the third gap on, the rhythm has a voice.
any_accounts = accounts | st.builds(with_rhythm, accounts, gaps)
fairly_many = settings(deadline=None, max_examples=60)
many = settings(deadline=None, max_examples=200)
#: A talk may well tell that they cool down: that is what this one listens for.
NO_LOUDER_BY_A_TALK = [name for name in RULES if name not in ("warmdown", "signals")]


def each_rule(names: Iterable[str] = RULES) -> Iterator[str]:
    """Every rule, of one and the same account: to make one up takes the longest. Who failed was noted last."""
    for name in names:
        note(f"rule: {name}")
        yield name


def verdicts(name: str, facts: AccountFacts, now: datetime) -> dict[str, Verdict]:
    told = list(RULES[name](facts, POLICY, now))
    assert len({verdict.subject for verdict in told}) == len(told)
    return {verdict.subject: verdict for verdict in told}


def all_verdicts(facts: AccountFacts, now: datetime) -> Iterator[Verdict]:
    for name in each_rule():
        yield from verdicts(name, facts, now).values()


def after_meeting(one: ContactFact, at: datetime) -> ContactFact:
    tied_to = {**one.tied_to, "U0ANA": max(at, one.tied_to.get("U0ANA", at))}
    met, told = max(at, one.last_met_at or at), max(at, one.last_told_at or at)
    return replace(one, last_met_at=met, last_told_at=told, tied_to=tied_to)


def after_a_touch(facts: AccountFacts, when: datetime, met: list[str], *, contact: bool, reach: bool) -> AccountFacts:
    """The facts once a touch was logged that happened since the start, and since the account was added.

    Two-way talks also meet people and keep meetings. How it felt is not told.
    """
    at = max(when, facts.started_at, facts.added_at)
    changes: dict[str, Any] = {}
    if contact:
        changes["last_contact_at"] = max(at, facts.last_contact_at or at)
        talk = Encounter("talk", Kind.CALL, at, temperature=None, clients=len(met), met=reach)
        changes["encounters"] = tuple(sorted([*facts.encounters, talk], key=lambda one: one.occurred_at)[-ENCOUNTERS:])
    if reach:
        changes["last_reach_at"] = max(at, facts.last_reach_at or at)
    if contact and reach:
        today = facts.calendar.day(at)
        changes["contacts"] = tuple(
            after_meeting(c, at) if c.id in met and c.known_since <= at else c for c in facts.contacts
        )
        changes["known_by"] = {**facts.known_by, "U0ANA": max(at, facts.known_by.get("U0ANA", at))}
        changes["meetings"] = tuple(replace(m, kept=m.kept or m.planned_on <= today) for m in facts.meetings)
    return replace(facts, **changes)


@many
@given(facts=any_accounts, now=moments)
def test_steps_ascend_in_time_and_level_and_the_next_lies_ahead(facts: AccountFacts, now: datetime) -> None:
    for verdict in all_verdicts(facts, now):
        for (earlier, quieter), (later, louder) in zip(verdict.steps, verdict.steps[1:], strict=False):
            assert earlier < later
            assert quieter.loudness < louder.loudness
        following = verdict.next_look(now)
        assert following is None or following > now
        assert verdict.until is None or all(at < verdict.until for at, _ in verdict.steps)


@many
@given(facts=any_accounts, now=moments)
def test_every_sentence_is_one_and_says_what_clears_it(facts: AccountFacts, now: datetime) -> None:
    for verdict in all_verdicts(facts, now):
        assert verdict.reason.endswith(".")
        assert "  " not in verdict.reason
        assert "None" not in verdict.reason.replace("None of the", "")
        assert verdict.clears
        assert verdict.threshold


@many
@given(facts=any_accounts, now=moments)
def test_levels_are_reached_as_working_days_begin(facts: AccountFacts, now: datetime) -> None:
    for verdict in all_verdicts(facts, now):
        for at, _ in verdict.steps:
            on = facts.calendar.day(at)
            assert facts.calendar.works(on)
            assert at == facts.calendar.start_of(on)


@many
@given(facts=any_accounts, now=moments, hours=st.integers(1, 4_000))
def test_nothing_gets_louder_before_the_next_step_nor_quieter_by_itself_before_it_is_over(
    facts: AccountFacts, now: datetime, hours: int
) -> None:
    later = now + timedelta(hours=hours)
    for name in each_rule():
        told = verdicts(name, facts, later)
        for subject, verdict in verdicts(name, facts, now).items():
            if verdict.is_over(later):
                continue
            before, following = _loudness(verdict, now), verdict.next_step(now)
            assert _loudness(told[subject], later) >= before
            if following is None or later < following:
                assert _loudness(told[subject], later) == before


@many
@given(
    facts=accounts,
    hours_ago=st.integers(0, 900),
    met=st.lists(st.sampled_from(["jane", "kim", "lee"])),
    sides=st.sampled_from([(True, True), (True, False), (False, True)]),
    now=moments,
)
def test_a_later_touch_never_makes_an_account_without_a_rhythm_louder(
    facts: AccountFacts, hours_ago: int, met: list[str], sides: tuple[bool, bool], now: datetime
) -> None:
    touched = after_a_touch(facts, NOW - timedelta(hours=hours_ago), met, contact=sides[0], reach=sides[1])
    assert loudest(touched, now, rules=NO_LOUDER_BY_A_TALK) <= loudest(facts, now, rules=NO_LOUDER_BY_A_TALK)


@many
@given(facts=accounts, hours_ago=st.integers(0, 900), met=st.lists(st.sampled_from(["jane", "kim"])), now=moments)
def test_no_rule_is_louder_after_a_talk_where_there_is_no_rhythm(
    facts: AccountFacts, hours_ago: int, met: list[str], now: datetime
) -> None:
    touched = after_a_touch(facts, NOW - timedelta(hours=hours_ago), met, contact=True, reach=True)
    for name in each_rule(NO_LOUDER_BY_A_TALK):
        assert loudest(touched, now, rules=[name]) <= loudest(facts, now, rules=[name])


@many
@given(facts=any_accounts, closure=spans, day_off=days, now=moments)
def test_days_that_do_not_count_never_make_a_clock_ring_earlier(
    facts: AccountFacts, closure: tuple[date, date], day_off: date, now: datetime
) -> None:
    base = facts.calendar
    calendar = replace(base, closures=(*base.closures, closure), days_off=base.days_off | {day_off})
    closed = replace(facts, calendar=calendar)
    for name in each_rule():
        assert loudest(closed, now, rules=[name]) <= loudest(facts, now, rules=[name])


@many
@given(facts=any_accounts, now=moments)
def test_a_key_account_is_never_watched_more_loosely_than_a_lighter_one(facts: AccountFacts, now: datetime) -> None:
    for name in each_rule():
        key, standard, light = (loudest(replace(facts, tier=tier), now, rules=[name]) for tier in Tier)
        assert key >= standard >= light


@many
@given(facts=any_accounts, until=days)
def test_nothing_is_said_of_a_paused_account_before_its_end(facts: AccountFacts, until: date) -> None:
    paused = replace(facts, status=Status.PAUSED, paused_until=until)
    end = facts.calendar.end_of(until)
    assert all(at >= end for verdict in all_verdicts(paused, NOW) for at, _ in verdict.steps)


@many
@given(facts=st.builds(with_rhythm, accounts, gaps), hours_ago=st.integers(0, 900))
def test_whatever_a_talk_makes_of_the_rhythm_the_silence_begins_anew_with_it(
    facts: AccountFacts, hours_ago: int
) -> None:
    since = max(facts.started_at, facts.added_at, facts.last_contact_at or facts.started_at)
    at = max(NOW - timedelta(hours=hours_ago), since)
    talked = after_a_touch(facts, at, [], contact=True, reach=True)
    touched = replace(talked, rhythm=contact_on(facts.rhythm, facts.calendar.day(at)))
    for verdict in verdicts("quiet", touched, at).values():
        assert verdict.since == at
        assert verdict.level_at(at) is None
        assert all(facts.calendar.day(step) > facts.calendar.day(at) for step, _ in verdict.steps)


@fairly_many
@given(facts=accounts, now=moments)
def test_a_single_contact_is_no_rhythm_yet(facts: AccountFacts, now: datetime) -> None:
    assert verdicts("quiet", with_rhythm(facts, []), now) == verdicts("quiet", facts, now)


@fairly_many
@given(facts=accounts, between=gaps, now=moments)
def test_a_rhythm_makes_a_key_account_never_calmer(facts: AccountFacts, between: list[int], now: datetime) -> None:
    key = replace(facts, tier=Tier.KEY)
    assert loudest(with_rhythm(key, between), now) >= loudest(key, now)


@fairly_many
@given(facts=accounts, between=gaps, promised=st.integers(1, 120), now=moments)
def test_a_promise_always_counts(facts: AccountFacts, between: list[int], promised: int, now: datetime) -> None:
    known = with_rhythm(replace(facts, cadence_days=None), between)
    assert loudest(replace(known, cadence_days=promised), now) >= loudest(known, now)


@fairly_many
@given(facts=any_accounts, between=gaps, temperature=st.integers(-2, 2), now=moments)
def test_however_a_talk_felt_complacency_is_never_louder_for_it(
    facts: AccountFacts, between: list[int], temperature: int, now: datetime
) -> None:
    touched = after_a_touch(with_rhythm(facts, between), NOW, [], contact=True, reach=True)
    felt = replace(touched, last_unhappy_at=NOW if temperature < 0 else facts.last_unhappy_at)
    assert loudest(felt, now, rules=["complacency"]) <= loudest(facts, now, rules=["complacency"])
    assert temperature >= 0 or not loudest(felt, now, rules=["complacency"])


@fairly_many
@given(facts=any_accounts, changed=accounts, now=moments)
def test_signs_of_cooling_are_in_the_talks_alone(facts: AccountFacts, changed: AccountFacts, now: datetime) -> None:
    same = replace(
        changed, calendar=facts.calendar, status=facts.status, paused_until=facts.paused_until,
        encounters=facts.encounters, rhythm=facts.rhythm,
    )  # fmt: skip
    assert loudest(same, now, rules=["warmdown"]) == loudest(facts, now, rules=["warmdown"])


def _loudness(verdict: Verdict, now: datetime) -> int:
    level: Level | None = verdict.level_at(now)
    return level.loudness if level else 0
