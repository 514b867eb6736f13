from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from bot.preferences import CHOICES, Event, Frequency, Preferences
from bot.work import preferences
from bot.work.deed import Refused
from storage import people
from storage.tables import Audit
from tests.work.scene import ANA, TEAM, Scene


def test_what_somebody_asked_for_is_kept_and_audited(scene: Scene) -> None:
    preferences.set_hour(scene.store, scene.deed(), ANA, 7)
    preferences.mute(scene.store, scene.deed(), ANA, date(2026, 5, 20))
    preferences.set_frequencies(scene.store, scene.deed(), ANA, {Event.LEAD: Frequency.NEVER})

    with scene.look() as session:
        person = people.get(session, TEAM, ANA)
        rows = session.exec(select(Audit).where(Audit.deed == "settings.preferences")).all()
    assert person is not None
    asked = Preferences(7, date(2026, 5, 20), {Event.LEAD: Frequency.NEVER})
    assert Preferences.of(person.preferences) == asked
    assert [row.after for row in rows] == [{"daily_hour": 7}, {"muted_until": "2026-05-20"}, {"lead": "never"}]
    assert rows[2].before == {"lead": "daily"}


def test_a_choice_of_one_rule_is_kept_audited_and_taken_back(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    for often in (Frequency.HOME, Frequency.DAILY, None):
        preferences.set_frequencies(scene.store, scene.deed(), ANA, {Event.NUDGES: Frequency.WEEKLY}, {"quiet": often})

    with scene.look() as session:
        kept = people.get(session, TEAM, ANA).preferences  # type: ignore[union-attr]
        rows = session.exec(select(Audit).where(Audit.deed == "settings.preferences")).all()
    assert kept == {"frequencies": {"nudges": "weekly"}}
    told = [(row.before, row.after) for row in sorted(rows, key=lambda row: row.id)]
    assert [after for _, after in told] == [{"nudges": "weekly", "quiet": "home"}, {"quiet": "daily"}, {"quiet": None}]
    assert told[2][0] == {"quiet": "daily"}


@pytest.mark.parametrize(
    ("rule", "often", "why"),
    [
        ("gossip", Frequency.HOME, "no reason to speak called “gossip”"),
        ("quiet", Frequency.MONTHLY, "“quiet” comes daily, weekly, home or never"),
    ],
)
def test_only_a_rule_that_there_is_comes_as_nudges_come(
    sqlite_scene: Scene, rule: str, often: Frequency, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        preferences.set_frequencies(sqlite_scene.store, sqlite_scene.deed(), ANA, {}, {rule: often})


def test_what_another_version_kept_is_passed_over_and_a_rule_that_is_no_more_is_kept() -> None:
    kept = {
        "frequencies": {"nudges": "hourly", "gossip": "weekly", "lead": "home"},
        "rules": {"quiet": "hourly", "of yesterday": "home", "senior": "weekly"},
        "sound": "loud",
    }
    asked = Preferences.of(kept)

    assert asked.frequencies == {Event.LEAD: Frequency.HOME}
    assert asked.to_json() == {
        "frequencies": {"lead": "home"}, "rules": {"of yesterday": "home", "senior": "weekly"},
    }  # fmt: skip


def test_what_is_as_by_default_is_not_kept(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    preferences.set_frequencies(scene.store, scene.deed(), ANA, {Event.NUDGES: Frequency.WEEKLY})
    preferences.set_frequencies(scene.store, scene.deed(), ANA, {Event.NUDGES: Frequency.DAILY})
    preferences.set_hour(scene.store, scene.deed(), ANA, 7)
    preferences.set_hour(scene.store, scene.deed(), ANA, None)

    with scene.look() as session:
        assert people.get(session, TEAM, ANA).preferences is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("until", "why"), [(date(2026, 5, 11), "has been"), (date(2026, 6, 13), "31 days of quiet are the most")]
)
def test_a_mute_has_a_near_end(sqlite_scene: Scene, until: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        preferences.mute(sqlite_scene.store, sqlite_scene.deed(), ANA, until)


def test_an_hour_that_no_clock_shows_is_refused(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="from 0 to 23"):
        preferences.set_hour(sqlite_scene.store, sqlite_scene.deed(), ANA, 24)


def test_a_digest_comes_weekly_monthly_or_never(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="“digest” comes weekly, monthly or never"):
        preferences.set_frequencies(sqlite_scene.store, sqlite_scene.deed(), ANA, {Event.DIGEST: Frequency.DAILY})


def test_preferences_are_read_as_they_were_kept() -> None:
    for event in Event:
        for often in CHOICES[event]:
            asked = Preferences(23, date(2026, 5, 20), {event: often})
            assert Preferences.of(asked.to_json()) == asked
    of_one = Preferences(rules={"quiet": Frequency.HOME})
    assert Preferences.of(of_one.to_json()) == of_one
    assert Preferences.of(None) == Preferences()
    assert Preferences().to_json() is None
