from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nudges.hearer import Hearer
from bot.nudges.plan import HOME, NOBODY, Ask, Circle, Hearing, Times, plan
from bot.nudges.words import NOBODY_ELSE
from bot.policy import HEARD, ChannelPolicy, Level, Manner, Policy
from bot.preferences import CHOICES, OF_NUDGES, Event, Frequency, Preferences
from bot.worktime import Calendar

LISBON = Calendar(ZoneInfo("Europe/Lisbon"))
POLICY = Policy()
TUESDAY = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)  # 8:30 in Lisbon


def who(name: str, zone: str = "Europe/Lisbon", **columns: object) -> Hearer:
    return Hearer(f"U{name}", name, Calendar(ZoneInfo(zone)), **columns)  # type: ignore[arg-type]


ANA, BEN, CLEO, DORA = who("Ana"), who("Ben"), who("Cleo"), who("Dora")
CIRCLE = Circle(owner=ANA, backup=CLEO, lead=BEN, channels=("C1", "C2"), admins=(DORA,))


def times(now: datetime = TUESDAY, policy: Policy = POLICY, spoken: set[tuple[str, str]] | None = None) -> Times:
    return Times(policy, LISBON, now, spoken or set())


def hear(level: Level, circle: Circle = CIRCLE, at: Times | None = None, **ask: object) -> dict[str, Hearing]:
    hearings = plan(Ask("N", level, **ask), circle, at or times())  # type: ignore[arg-type]
    return {hearing.recipient: hearing for hearing in hearings}


def away(person: Hearer, from_: date | None, until: date | None) -> Hearer:
    return Hearer(person.id, person.name, person.calendar, away_from=from_, away_until=until)


@pytest.mark.parametrize(
    ("level", "recipients"),
    [(Level.EARLY, ["UAna"]), (Level.DUE, ["UAna", "C1"]), (Level.CRITICAL, ["UAna", "C1", "UBen"])],
)
def test_the_louder_the_more_hear_it(level: Level, recipients: list[str]) -> None:
    assert list(hear(level)) == recipients


def test_what_lay_untouched_goes_to_the_lead_whatever_its_level() -> None:
    heard = hear(Level.EARLY, untouched=True)

    assert list(heard) == ["UAna", "UBen"]
    assert heard["UBen"].because == "nobody acted for 3 working days and you lead Ana"


def test_a_person_hears_one_message_a_day_at_nine_of_their_own_time() -> None:
    tokyo = Circle(owner=who("Kei", "Asia/Tokyo"))

    heard = hear(Level.EARLY, tokyo)["UKei"]

    assert heard.slot == "daily:2026-05-13"
    assert heard.not_before == datetime(2026, 5, 13, 0, 0, tzinfo=UTC)


def test_a_day_that_was_said_already_is_not_said_again() -> None:
    friday = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)

    heard = hear(Level.EARLY, at=times(friday, spoken={("UAna", "daily:2026-05-15")}))["UAna"]

    assert heard.slot == "daily:2026-05-18"


def test_weekends_and_holidays_wait_for_the_next_working_morning() -> None:
    policy = Policy(days_off=frozenset({date(2026, 5, 18)}))
    ana = Hearer("UAna", "Ana", Calendar(ZoneInfo("Europe/Lisbon"), days_off=policy.days_off))
    saturday = datetime(2026, 5, 16, 12, 0, tzinfo=UTC)

    assert hear(Level.EARLY, Circle(owner=ana), times(saturday, policy))["UAna"].slot == "daily:2026-05-19"


def test_a_post_waits_a_minute_for_others_and_for_working_hours() -> None:
    in_hours = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
    evening = datetime(2026, 5, 15, 17, 30, tzinfo=UTC)

    assert hear(Level.DUE, at=times(in_hours))["C1"].not_before == in_hours + timedelta(minutes=1)
    assert hear(Level.DUE, at=times(evening))["C1"].not_before == datetime(2026, 5, 18, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("from_", "until", "is_away"),
    [
        (date(2026, 5, 10), date(2026, 5, 12), True),
        (date(2026, 5, 12), date(2026, 5, 12), True),
        (None, date(2026, 5, 20), True),
        (date(2026, 5, 1), None, True),
        (date(2026, 5, 1), date(2026, 5, 11), False),
        (date(2026, 5, 13), date(2026, 5, 20), False),
    ],
)
def test_who_is_away_on_the_morning_in_question_is_stood_in_for(from_: date, until: date, is_away: bool) -> None:
    circle = Circle(owner=away(ANA, from_, until), backup=CLEO)

    assert list(hear(Level.EARLY, circle)) == (["UCleo"] if is_away else ["UAna"])


def test_whoever_stands_in_is_told_of_everybody_before_them() -> None:
    circle = Circle(
        owner=away(ANA, None, date(2026, 5, 20)),
        backup=Hearer("UCleo", "Cleo", LISBON, is_here=False),
        lead=BEN,
    )

    heard = hear(Level.EARLY, circle)["UBen"]

    assert heard.heard_as == "lead"
    assert heard.because == "Ana is away until 20 May; Cleo is no longer here"


def test_the_next_rung_hears_what_slack_refused() -> None:
    heard = hear(Level.DUE, unreachable={"UAna": "user_disabled", "C1": "externally_shared"})

    assert list(heard) == ["UCleo", "C2"]
    assert heard["UCleo"].because == "Slack could not reach Ana"
    assert heard["C2"].because == "people of another company are in the account's channel"


def test_who_took_a_nudge_hears_it_in_the_owners_place() -> None:
    heard = hear(Level.DUE, taker=DORA)

    assert list(heard) == ["UDora", "C1"]
    assert (heard["UDora"].heard_as, heard["UDora"].because) == ("owner", "")


def test_a_taker_who_is_away_gives_way_to_the_owner() -> None:
    assert list(hear(Level.EARLY, taker=away(DORA, None, date(2026, 5, 20)))) == ["UAna"]


def test_nobody_hears_the_same_thing_twice() -> None:
    own_lead = Circle(owner=ANA, lead=ANA, channels=("C1",))

    assert [h.recipient for h in plan(Ask("N", Level.CRITICAL), own_lead, times())] == ["UAna", "C1"]


def test_a_lead_is_told_whom_they_lead_even_when_it_is_the_backup() -> None:
    circle = Circle(owner=ANA, backup=CLEO, lead=who("Ben", is_here=False), backup_lead=DORA)

    assert hear(Level.CRITICAL, circle)["UDora"].because == "it is critical and you lead Cleo; Ben is no longer here"


def test_a_critical_nudge_without_a_lead_goes_to_the_lead_of_the_backup() -> None:
    circle = Circle(owner=ANA, backup=CLEO, backup_lead=BEN, channels=("C1",))

    assert "UBen" in hear(Level.CRITICAL, circle)


def test_without_people_the_channel_hears_even_what_is_early() -> None:
    heard = hear(Level.EARLY, Circle(channels=("C1",)))

    assert heard["C1"].because == "it has no owner"


def test_without_people_and_channels_every_admin_hears_it() -> None:
    assert list(hear(Level.DUE, Circle(admins=(DORA, BEN)))) == ["UDora", "UBen"]


def test_what_nobody_can_hear_is_kept_for_the_next_morning() -> None:
    kept = hear(Level.DUE, Circle())[NOBODY]

    assert kept.not_before == datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
    assert kept.because == "it has no owner; there is nobody to tell"


def test_what_is_kept_always_waits_for_a_moment_to_come() -> None:
    nine = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)

    assert hear(Level.DUE, Circle(), times(nine))[NOBODY].not_before > nine


def asks(person: Hearer, **frequencies: Frequency) -> Hearer:
    often = {Event(event): frequency for event, frequency in frequencies.items()}
    return replace(person, preferences=Preferences(frequencies=often))


def test_the_day_s_message_comes_at_one_s_own_hour() -> None:
    early_bird = replace(ANA, preferences=Preferences(daily_hour=7))

    heard = hear(Level.EARLY, Circle(owner=early_bird))["UAna"]

    assert heard.not_before == datetime(2026, 5, 13, 6, 0, tzinfo=UTC)


def test_who_asked_for_quiet_is_stood_in_for_and_it_is_said_until_when() -> None:
    muted = replace(ANA, preferences=Preferences(muted_until=date(2026, 5, 15)))
    circle = Circle(owner=muted, backup=CLEO)

    assert hear(Level.EARLY, circle)["UCleo"].because == "Ana asked for quiet until 15 May"
    assert list(hear(Level.EARLY, circle, times(datetime(2026, 5, 15, 8, 1, tzinfo=UTC)))) == ["UAna"]


def test_who_asked_not_to_hear_of_their_accounts_is_stood_in_for() -> None:
    heard = hear(Level.EARLY, Circle(owner=asks(ANA, nudges=Frequency.NEVER), lead=BEN))

    assert heard["UBen"].because == "Ana asked not to hear of these"


def test_a_lead_who_asked_not_to_hear_of_others_still_hears_of_their_own() -> None:
    ben = asks(BEN, lead=Frequency.NEVER)

    assert list(hear(Level.CRITICAL, Circle(owner=ANA, lead=ben, channels=("C1",)))) == ["UAna", "C1"]
    assert list(hear(Level.EARLY, Circle(owner=ben))) == ["UBen"]


def test_what_comes_weekly_is_kept_for_the_first_working_morning_of_the_week() -> None:
    weekly = asks(ANA, nudges=Frequency.WEEKLY)
    off = replace(weekly, calendar=replace(LISBON, days_off=frozenset({date(2026, 5, 18)})))

    assert hear(Level.EARLY, Circle(owner=weekly))["UAna"].slot == "daily:2026-05-18"
    assert hear(Level.EARLY, Circle(owner=off))["UAna"].slot == "daily:2026-05-19"
    said = times(spoken={("UAna", "daily:2026-05-18")})
    assert hear(Level.EARLY, Circle(owner=weekly), said)["UAna"].slot == "daily:2026-05-25"


def test_a_lead_who_is_told_that_nobody_acted_is_told_too_that_the_owner_hears_weekly() -> None:
    weekly = Circle(owner=asks(ANA, nudges=Frequency.WEEKLY), lead=BEN)

    because = hear(Level.DUE, weekly, untouched=True)["UBen"].because
    assert because == "nobody acted for 3 working days and you lead Ana; Ana hears of these weekly"
    assert hear(Level.CRITICAL, weekly)["UBen"].because == "it is critical and you lead Ana"


def test_who_hears_weekly_and_is_away_that_morning_is_stood_in_for() -> None:
    weekly = asks(away(ANA, date(2026, 5, 18), date(2026, 5, 18)), nudges=Frequency.WEEKLY)

    assert list(hear(Level.EARLY, Circle(owner=weekly, backup=CLEO))) == ["UCleo"]


def test_who_asked_not_to_hear_is_told_once_a_week_where_there_is_nobody_else() -> None:
    heard = hear(Level.DUE, Circle(owner=asks(ANA, nudges=Frequency.NEVER)))["UAna"]

    assert heard.slot == "daily:2026-05-18"
    assert heard.because == "Ana asked not to hear of these; there is nobody else to tell"


def test_who_asked_for_quiet_is_left_in_peace_even_where_there_is_nobody_else() -> None:
    muted = replace(ANA, preferences=Preferences(muted_until=date(2026, 5, 15)))

    assert list(hear(Level.DUE, Circle(owner=muted, admins=(muted,)))) == [NOBODY]


@pytest.mark.parametrize(
    ("channels_hear", "early", "critical"),
    [("early", True, True), ("critical", False, True), ("nothing", False, False)],
)
def test_channels_hear_from_the_level_that_was_chosen(channels_hear: str, early: bool, critical: bool) -> None:
    at = times(policy=Policy(channels_hear=channels_hear))

    assert ("C1" in hear(Level.EARLY, at=at)) is early
    assert ("C1" in hear(Level.CRITICAL, at=at)) is critical
    assert list(hear(Level.EARLY, Circle(channels=("C1",)), at)) == ["C1"]


@pytest.mark.parametrize(
    ("policy", "quiet", "senior"),
    [
        ({"channels_rules": {"quiet": "critical"}}, False, True),
        ({"channels_hear": "nothing", "channels_rules": {"senior": "due"}}, False, True),
        ({"channels": {"C1": {"hears": "critical", "rules": {"quiet": "early"}}}}, True, False),
        ({"channels": {"C2": {"hears": "nothing"}}}, True, True),
    ],
)
def test_channels_hear_rule_by_rule_and_one_by_one(policy: dict[str, Any], quiet: bool, senior: bool) -> None:
    at = times(policy=Policy.from_overrides(policy))

    assert ("C1" in hear(Level.DUE, at=at, rule="quiet")) is quiet
    assert ("C1" in hear(Level.DUE, at=at, rule="senior")) is senior


def test_what_a_channel_does_not_want_is_told_in_no_other_instead() -> None:
    at = times(policy=Policy.from_overrides({"channels": {"C1": {"rules": {"quiet": "nothing"}}}}))

    assert list(hear(Level.DUE, at=at, rule="quiet")) == ["UAna"]
    assert "C2" in hear(Level.DUE, at=at, rule="quiet", unreachable={"C1": "is_archived"})


def test_a_channel_is_told_what_it_does_not_want_where_there_is_nobody_else_or_it_is_urgent() -> None:
    at = times(policy=Policy.from_overrides({"channels": {"C1": {"hears": "nothing"}}}))

    assert list(hear(Level.DUE, Circle(channels=("C1", "C2")), at, rule="quiet")) == ["C1"]
    assert "C1" in hear(Level.CRITICAL, Circle(owner=ANA, channels=("C1",)), at, rule="quiet")
    assert "C1" in hear(Level.DUE, at=at, rule="rescue", manner=Manner.URGENT)


def test_a_lead_may_be_left_out_of_what_is_critical() -> None:
    at = times(policy=Policy(critical_to_lead=False))

    assert "UBen" not in hear(Level.CRITICAL, at=at)
    assert "UBen" in hear(Level.CRITICAL, at=at, untouched=True)


ZONES = {"UAna": "Europe/Lisbon", "UBen": "America/New_York", "UCleo": "Asia/Kolkata", "UKei": "Pacific/Apia"}
CALENDARS = {person_id: Calendar(ZoneInfo(zone)) for person_id, zone in ZONES.items()}
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
wishes = st.builds(
    Preferences,
    daily_hour=st.sampled_from([None, 0, 7, 23]),
    muted_until=days,
    frequencies=st.fixed_dictionaries({}, optional={event: st.sampled_from(CHOICES[event]) for event in Event}),
    rules=st.dictionaries(st.sampled_from(["quiet", "senior"]), st.sampled_from(OF_NUDGES)),
)
everybody = st.fixed_dictionaries(
    {
        person_id: st.builds(
            Hearer,
            id=st.just(person_id),
            name=st.just("Somebody"),
            calendar=st.just(CALENDARS[person_id]),
            is_here=st.booleans(),
            away_from=days,
            away_until=days,
            preferences=wishes,
        )
        for person_id in ZONES
    }
)


@st.composite
def talks(draw: st.DrawFn) -> tuple[Ask, Circle]:
    """A nudge and who is told of it; wherever somebody stands, they are the same."""
    people = draw(everybody)
    somebody = st.none() | st.sampled_from(list(people.values()))
    ask = Ask(
        nudge_id="N",
        level=draw(st.sampled_from(Level)),
        rule=draw(st.sampled_from(["quiet", "senior"])),
        taker=draw(somebody),
        untouched=draw(st.booleans()),
        unreachable=draw(st.dictionaries(st.sampled_from(["UAna", "UBen", "C1", "C2"]), st.just("is_archived"))),
    )
    circle = Circle(
        owner=draw(somebody),
        backup=draw(somebody),
        lead=draw(somebody),
        backup_lead=draw(somebody),
        channels=draw(st.sampled_from([(), ("C1",), ("C1", "C2")])),
        admins=tuple(draw(st.lists(st.sampled_from(list(people.values())), max_size=2))),
    )
    return ask, circle


FIRST = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
policies = st.builds(
    Policy,
    critical_to_lead=st.booleans(),
    channels_hear=st.sampled_from(HEARD),
    channels_rules=st.dictionaries(st.sampled_from(["quiet", "senior"]), st.sampled_from(HEARD)),
    channels=st.dictionaries(
        st.sampled_from(["C1", "C2"]), st.builds(ChannelPolicy, hears=st.none() | st.sampled_from(HEARD))
    ),
)


@given(talk=talks(), now=moments, policy=policies)
def test_somebody_always_hears_at_their_own_hour_and_never_while_they_want_quiet(
    talk: tuple[Ask, Circle], now: datetime, policy: Policy
) -> None:
    ask, circle = talk
    people = {person.id: person for person in (*circle.people, *filter(None, [ask.taker]))}

    hearings = plan(ask, circle, times(now, policy))

    assert hearings
    assert len({hearing.recipient for hearing in hearings}) == len(hearings)
    assert not {hearing.recipient for hearing in hearings} & set(ask.unreachable)
    for hearing in hearings:
        assert hearing.not_before >= now
        if hearing.recipient in people:
            person = people[hearing.recipient]
            local = hearing.not_before.astimezone(person.calendar.zone)
            often = person.how_often(hearing.heard_as, ask.rule)
            assert (hearing.kind == HOME) is (often is Frequency.HOME)
            if hearing.kind == HOME:
                continue
            assert (local.hour, local.minute, local.weekday() < 5) == (person.hour(policy), 0, True)
            assert hearing.slot == f"daily:{local.date()}"
            assert not person.absence(local.date())
            if often is Frequency.WEEKLY:
                assert person.calendar.begins_week(local.date())
            if often is Frequency.NEVER:
                assert NOBODY_ELSE in hearing.because


def wanting_none(person: Hearer | None) -> Hearer | None:
    return asks(person, nudges=Frequency.NEVER, lead=Frequency.NEVER) if person else None


@given(talk=talks(), now=moments)
def test_nothing_is_kept_while_somebody_is_there_even_where_nobody_wants_to_hear(
    talk: tuple[Ask, Circle], now: datetime
) -> None:
    ask, circle = talk
    circle = Circle(
        owner=wanting_none(circle.owner),
        backup=wanting_none(circle.backup),
        lead=wanting_none(circle.lead),
        backup_lead=wanting_none(circle.backup_lead),
        admins=tuple(filter(None, map(wanting_none, circle.admins))),
    )
    present = [person for person in circle.people if not is_absent(person, now) and person.id not in ask.unreachable]
    if present:
        assert NOBODY not in {hearing.recipient for hearing in plan(replace(ask, taker=None), circle, times(now))}


def is_absent(person: Hearer, now: datetime) -> bool:
    """Whether somebody is not there on some day until their next weekly message."""
    return any(person.absence(person.calendar.day(now + timedelta(days=ahead))) for ahead in range(9))


def test_whoever_is_to_see_to_it_hears_it_in_the_owners_place() -> None:
    assert list(hear(Level.EARLY, hearer=DORA)) == ["UDora"]


def test_while_whoever_is_to_see_to_it_is_away_the_owner_hears_it_and_why() -> None:
    (hearing,) = hear(Level.EARLY, hearer=away(DORA, date(2026, 5, 1), date(2026, 5, 20))).values()
    assert (hearing.recipient, hearing.because) == ("UAna", "Dora is away until 20 May")


def test_what_lay_untouched_goes_to_the_lead_of_whoever_was_to_see_to_it() -> None:
    heard = hear(Level.DUE, hearer=DORA, hearers_lead=CLEO, untouched=True)

    assert list(heard) == ["UDora", "C1", "UCleo"]
    assert heard["UCleo"].because == "nobody acted for 3 working days and you lead Dora"


@pytest.mark.parametrize("level", list(Level))
def test_what_is_private_is_never_said_in_a_channel(level: Level) -> None:
    alone = Circle(owner=ANA, channels=("C1",), admins=(DORA,))
    everybody_left = Circle(owner=replace(ANA, is_here=False), channels=("C1",), admins=(DORA,))

    for circle in (CIRCLE, alone, everybody_left):
        assert not any(to.startswith("C") for to in hear(level, circle, manner=Manner.PRIVATE, untouched=True))


def test_what_is_private_and_somebodys_own_goes_past_the_accounts_owner_to_the_leads() -> None:
    gone = replace(DORA, is_here=False)

    assert list(hear(Level.EARLY, hearer=gone, manner=Manner.PRIVATE)) == ["UBen"]
    assert list(hear(Level.EARLY, hearer=gone, hearers_lead=CLEO, manner=Manner.PRIVATE)) == ["UCleo"]


@pytest.mark.parametrize("now", [TUESDAY, datetime(2026, 5, 16, 2, 0, tzinfo=UTC)], ids=["before nine", "at a weekend"])
def test_what_is_urgent_is_said_at_once_to_people_and_in_the_channel(now: datetime) -> None:
    heard = hear(Level.EARLY, at=times(now), manner=Manner.URGENT)

    assert [(h.recipient, h.kind, h.slot, h.not_before) for h in heard.values()] == [
        ("UAna", "urgent", "nudge:N:early", now),
        ("C1", "urgent", "nudge:N:early", now),
    ]


def test_whom_it_reaches_only_later_hears_what_is_urgent_within_working_hours() -> None:
    midnight = datetime(2026, 5, 16, 0, 0, tzinfo=UTC)  # the first moment of a Saturday, after a mute until Friday
    back = times(midnight)

    late = hear(Level.CRITICAL, RESCUED, back, manner=Manner.URGENT, raised_at=midnight - timedelta(days=4))
    fresh = hear(Level.CRITICAL, RESCUED, back, manner=Manner.URGENT, raised_at=midnight - timedelta(minutes=2))

    assert {h.not_before for h in fresh.values()} == {midnight}
    monday = datetime(2026, 5, 18, 8, 0, tzinfo=UTC)
    assert (late["UAna"].kind, late["UAna"].not_before, late["C1"].not_before) == ("urgent", monday, monday)


EVA = who("Eva")
RESCUED = replace(CIRCLE, sponsor=EVA)


def test_what_is_urgent_and_late_goes_to_owner_lead_and_sponsor_at_once() -> None:
    night = datetime(2026, 5, 16, 2, 0, tzinfo=UTC)

    heard = hear(Level.CRITICAL, RESCUED, times(night), manner=Manner.URGENT, hearer=CLEO)

    assert list(heard) == ["UCleo", "C1", "UAna", "UEva", "UBen"]
    assert {hearing.kind for hearing in heard.values()} == {"urgent"}
    assert {hearing.not_before for hearing in heard.values()} == {night}
    assert heard["UEva"].because == "it is critical and you are its sponsor"
    assert heard["UBen"].because == "it is critical and you lead Ana"


def test_that_leads_do_not_hear_what_is_critical_is_no_reason_to_keep_a_rescue_from_them() -> None:
    heard = hear(
        Level.CRITICAL, RESCUED, times(policy=Policy(critical_to_lead=False)), manner=Manner.URGENT, untouched=True
    )

    assert list(heard) == ["UAna", "C1", "UEva", "UBen"]


def test_where_neither_lead_nor_sponsor_is_there_the_alert_channel_hears_what_is_urgent_and_late() -> None:
    alone = Circle(owner=ANA, lead=replace(BEN, is_here=False), channels=("C1", "C2"))

    heard = hear(Level.CRITICAL, alone, manner=Manner.URGENT)

    assert list(heard) == ["UAna", "C1", "C2"]
    assert heard["C2"].because == "it is critical, and there is nobody else to tell"


def test_the_sponsor_hears_nothing_of_what_is_merely_critical_or_not_late_yet() -> None:
    assert "UEva" not in hear(Level.CRITICAL, RESCUED)
    assert "UEva" not in hear(Level.DUE, RESCUED, manner=Manner.URGENT)
