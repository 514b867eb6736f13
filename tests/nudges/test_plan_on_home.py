"""Who hears of something on their Home alone, and what a rule's own choice changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import given

from bot.nudges.hearer import Hearer
from bot.nudges.plan import CHANNEL, HOME, NOBODY, Ask, Circle, Hearing, plan
from bot.policy import Level, Manner, Policy
from bot.preferences import Event, Frequency, Preferences
from tests.nudges.test_plan import ANA, BEN, CLEO, asks, hear, moments, policies, talks, times


def test_the_lead_hears_of_what_lies_untouched_also_when_the_owner_hears_on_home_alone() -> None:
    at_home = Circle(owner=asks(ANA, nudges=Frequency.HOME), backup=CLEO, lead=BEN, channels=("C1",))

    untouched = hear(Level.DUE, at_home, untouched=True)
    assert [(told.recipient, told.kind) for told in untouched.values()] == [
        ("UAna", HOME), ("C1", "post"), ("UBen", "daily"),
    ]  # fmt: skip
    why = "nobody acted for 3 working days and you lead Ana; Ana hears of these on their Home alone"
    assert untouched["UBen"].because == why
    assert list(hear(Level.CRITICAL, at_home)) == ["UAna", "C1", "UBen"]
    assert list(hear(Level.EARLY, at_home)) == ["UAna"]


def test_of_what_was_urgent_it_is_not_said_that_it_stood_on_a_home_alone() -> None:
    at_home = Circle(owner=asks(ANA, nudges=Frequency.HOME), lead=BEN)

    untouched = hear(Level.DUE, at_home, manner=Manner.URGENT, untouched=True)
    assert {who: told.kind for who, told in untouched.items()} == {"UAna": "urgent", "UBen": "urgent"}
    assert untouched["UBen"].because == "nobody acted for 3 working days and you lead Ana"


def test_a_rule_may_come_oftener_or_more_seldom_than_the_others() -> None:
    ana = replace(ANA, preferences=Preferences(rules={"quiet": Frequency.WEEKLY, "remark": Frequency.NEVER}))
    circle = Circle(owner=ana, backup=CLEO)

    assert hear(Level.EARLY, circle, rule="quiet")["UAna"].slot == "daily:2026-05-18"
    assert hear(Level.EARLY, circle, rule="senior")["UAna"].slot == "daily:2026-05-12"
    assert list(hear(Level.EARLY, circle, rule="remark")) == ["UCleo"]


def with_home(person: Hearer | None, often: Frequency) -> Hearer | None:
    """Them, hearing of everything on their Home alone, or each day, but for the digest."""
    asked = {Event.NUDGES: often, Event.LEAD: often}
    return replace(person, preferences=replace(person.preferences, frequencies=asked, rules={})) if person else None


def where_all_hear(ask: Ask, circle: Circle, often: Frequency) -> tuple[Ask, Circle]:
    """The same talk among the same people, who all hear so often."""
    asked = replace(ask, taker=with_home(ask.taker, often))
    return asked, Circle(
        owner=with_home(circle.owner, often),
        backup=with_home(circle.backup, often),
        lead=with_home(circle.lead, often),
        backup_lead=with_home(circle.backup_lead, often),
        channels=circle.channels,
        admins=tuple(filter(None, (with_home(admin, often) for admin in circle.admins))),
    )


def reached(hearings: list[Hearing]) -> list[tuple[str, str]]:
    """Who hears it, as whom."""
    return [(hearing.recipient, hearing.heard_as) for hearing in hearings]


@given(talk=talks(), now=moments, policy=policies)
def test_a_person_who_wants_it_on_home_alone_gets_no_message_and_nobody_stands_in_for_them(
    talk: tuple[Ask, Circle], now: datetime, policy: Policy
) -> None:
    at_home = plan(*where_all_hear(*talk, Frequency.HOME), times(now, policy))
    by_message = plan(*where_all_hear(*talk, Frequency.DAILY), times(now, policy))

    assert reached(at_home) == reached(by_message)
    for hearing in at_home:
        is_persons = hearing.recipient != NOBODY and hearing.heard_as != CHANNEL
        assert (hearing.kind, hearing.slot) == (HOME, HOME) if is_persons else hearing.kind != HOME
        assert not is_persons or hearing.not_before == now


@given(talk=talks(), now=moments, policy=policies)
def test_what_is_urgent_comes_by_message_all_the_same(talk: tuple[Ask, Circle], now: datetime, policy: Policy) -> None:
    urgent = replace(talk[0], manner=Manner.URGENT), talk[1]
    at_home = plan(*where_all_hear(*urgent, Frequency.HOME), times(now, policy))

    assert at_home == plan(*where_all_hear(*urgent, Frequency.DAILY), times(now, policy))
    assert HOME not in {hearing.kind for hearing in at_home}


@given(talk=talks(), now=moments)
def test_a_rule_s_own_choice_beats_the_event_s(talk: tuple[Ask, Circle], now: datetime) -> None:
    ask, circle = where_all_hear(*talk, Frequency.NEVER)
    of_its_own = replace(
        ANA, preferences=Preferences(frequencies={Event.NUDGES: Frequency.NEVER}, rules={ask.rule: Frequency.HOME})
    )
    (first, *_) = plan(replace(ask, taker=None), replace(circle, owner=of_its_own), times(now))

    assert ("UAna" in ask.unreachable) or (first.recipient, first.kind) == ("UAna", HOME)
