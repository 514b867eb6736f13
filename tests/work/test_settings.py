from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.policy import Cadence, Counts, Direction, Kind, Policy, Tier
from bot.rules.knobs import proposals
from bot.work import settings
from bot.work.deed import Refused
from storage import audit, contacts, people, workspaces
from storage.tables import Audit, Clock
from tests.work.scene import ANA, BEN, CHRIS, DANA, TEAM, Scene


def test_the_alert_channel_is_kept_and_audited(scene: Scene) -> None:
    settings.set_alert_channel(scene.store, scene.deed(CHRIS), "C0HEALTH")
    with scene.look() as session:
        assert workspaces.get(session, TEAM).alert_channel_id == "C0HEALTH"  # type: ignore[union-attr]
        row = session.exec(select(Audit).where(Audit.deed == "settings.alert_channel")).one()
    assert row.after == {"alert_channel_id": "C0HEALTH"}


def test_a_policy_change_is_kept_and_every_clock_looked_at_anew(scene: Scene) -> None:
    scene.account()
    policy = settings.set_policy(scene.store, scene.deed(CHRIS), "budget", " 3 ")
    assert policy.budget == 3
    with scene.look() as session:
        assert workspaces.get(session, TEAM).policy == {"budget": 3}  # type: ignore[union-attr]
        assert {clock.rings_at for clock in session.exec(select(Clock))} == {scene.now}
    assert settings.set_policy(scene.store, scene.deed(CHRIS), "budget", None).budget == 7


def test_several_settings_are_changed_at_once_and_audited_together(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, 3, direction=Direction.TO_CLIENT, kind=Kind.EMAIL)
    changes = {"budget": "5", "tiers": {"key": {"senior": 30}}, "counts": {"email/to-client": ["contact"]}}
    policy = settings.change(scene.store, scene.deed(CHRIS), changes)
    assert (policy.budget, policy.tier(Tier.KEY).senior) == (5, 30)
    assert scene.again(acme).last_contact_at == scene.ago(3)
    settings.change(scene.store, scene.deed(CHRIS), {"budget": None, "tiers": {"key": {"senior": None}}})
    with scene.look() as session:
        first, second = session.exec(select(Audit).where(Audit.deed == "settings.policy").order_by(Audit.id)).all()
        assert workspaces.get(session, TEAM).policy == {"counts": {"email/to-client": ["contact"]}}  # type: ignore[union-attr]
    assert first.after == {"budget": 5, "tiers": {"key": {"senior": 30}}, "counts": {"email/to-client": ["contact"]}}
    assert (second.before, second.after) == (
        {"budget": 5, "tiers": {"key": {"senior": 30}}}, {"budget": None, "tiers": None},
    )  # fmt: skip


@pytest.mark.parametrize("changes", [{"budget": 99}, {"tiers": {"key": {"contact": [3, 2, 1]}}}, {"colour": "red"}])
def test_of_several_settings_none_is_changed_where_one_cannot_be(sqlite_scene: Scene, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        settings.change(sqlite_scene.store, sqlite_scene.deed(CHRIS), {"storm": 3, **changes})
    with sqlite_scene.look() as session:
        assert workspaces.get(session, TEAM).policy == {}  # type: ignore[union-attr]


def test_a_rule_is_turned_as_proposed_and_the_audit_says_by_whom(scene: Scene) -> None:
    settings.set_tier(scene.store, scene.deed(CHRIS), Tier.KEY, {"senior": 50})
    (proposal,) = proposals("neglect", Policy(), useful=2, votes=8)
    policy = settings.turn(scene.store, scene.deed(CHRIS), proposal)
    assert policy.tier(Tier.KEY).contact == Cadence(13, 18, 27)
    assert policy.tier(Tier.KEY).senior == 50
    with scene.look() as session:
        row = session.exec(select(Audit).where(Audit.deed == settings.TURNED)).one()
        assert audit.last_of(session, TEAM, settings.TURNED) == {"neglect": scene.now}
    assert (row.person_id, row.subject_id) == (CHRIS, "neglect")
    assert row.before == {"tier contact": {"key": [10, 14, 21], "standard": [21, 30, 45], "light": [45, 60, 90]}}
    assert row.after == {"tier contact": {"key": [13, 18, 27], "standard": [27, 38, 57], "light": [57, 75, 113]}}


def test_a_rule_whose_setting_was_changed_meanwhile_is_not_turned(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    proposal, *_ = proposals("meeting", Policy(), useful=2, votes=8)
    changed = settings.set_policy(scene.store, scene.deed(CHRIS), "meeting_grace_days", 5)
    with pytest.raises(Refused, match="changed since this was proposed"):
        settings.turn(scene.store, scene.deed(CHRIS), proposal)
    with scene.look() as session:
        assert Policy.from_overrides(workspaces.get(session, TEAM).policy) == changed  # type: ignore[union-attr]
        assert audit.last_of(session, TEAM, settings.TURNED) == {}


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("flagship_share", "30%", 0.3),
        ("flagship_share", 0.5, 0.5),
        ("warmdown_ratio", "2", 2.0),
        ("complacency_years", "0", 0),
        ("working_days", "sun, mon,tue", (0, 1, 6)),
        ("working_days", [0, 1], (0, 1)),
        ("working_hours", "8-17", (8, 17)),
        ("rhythm_levels", "0.4, 0.6, 0.8", (0.4, 0.6, 0.8)),
        ("rhythm_levels", "0.01 0.5 0.99", (0.01, 0.5, 0.99)),
        ("rhythm_bounds", [0.5, 3], (0.5, 3.0)),
        ("rhythm_bounds", "0.5 4", (0.5, 4.0)),
        ("rhythm_bounds", "1 1", (1.0, 1.0)),
        ("rhythm_bounds", "0.1 20", (0.1, 20.0)),
        ("days_off", "2026-12-31,2026-12-24", frozenset({date(2026, 12, 24), date(2026, 12, 31)})),
        ("daily_hour", "8", 8),
        ("days_off", "none", frozenset()),
        ("country", "none", ""),
    ],
)
def test_what_is_typed_becomes_the_setting(sqlite_scene: Scene, name: str, typed: Any, kept: Any) -> None:
    assert getattr(settings.set_policy(sqlite_scene.store, sqlite_scene.deed(CHRIS), name, typed), name) == kept


def test_a_country_brings_its_holidays(sqlite_scene: Scene) -> None:
    policy = settings.set_policy(sqlite_scene.store, sqlite_scene.deed(CHRIS), "country", "pt")
    assert date(2026, 12, 25) in policy.days_off


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("budget", "0"),
        ("budget", "many"),
        ("budget", "3.5"),
        ("flagship_share", "1%"),
        ("flagship_share", "nan"),
        ("warmdown_ratio", "nan"),
        ("warmdown_temperature", "0"),
        ("complacency_years", "2.5"),
        ("working_days", ""),
        ("working_days", "someday"),
        ("working_days", "t"),
        ("working_hours", "18-9"),
        ("working_hours", "9"),
        ("days_off", "christmas"),
        ("country", "ZZ"),
        ("country", "Portugal"),
        ("rhythm_levels", "0.4,0.6"),
        ("rhythm_levels", "0.6,0.4,0.8"),
        ("rhythm_levels", "0.4,0.6,1"),
        ("rhythm_levels", "0 0.4 0.6"),
        ("rhythm_levels", "0.4 0.4 0.6"),
        ("rhythm_levels", "0.4 0.6 nan"),
        ("rhythm_bounds", "0.5,nan"),
        ("rhythm_bounds", "0 4"),
        ("rhythm_bounds", "2 4"),
        ("rhythm_bounds", "0.5 0.9"),
        ("rhythm_bounds", "0.5 21"),
        ("rhythm_bounds", "0.5"),
        ("rhythm_bounds", "wide"),
        ("colour", "red"),
        ("tiers", "1"),
    ],
)
def test_what_is_no_setting_is_refused_and_nothing_changes(sqlite_scene: Scene, name: str, typed: str) -> None:
    with pytest.raises(Refused):
        settings.set_policy(sqlite_scene.store, sqlite_scene.deed(CHRIS), name, typed)
    with sqlite_scene.look() as session:
        assert workspaces.get(session, TEAM).policy == {}  # type: ignore[union-attr]


def test_leads_never_go_round_in_a_circle(scene: Scene) -> None:
    settings.set_lead(scene.store, scene.deed(CHRIS), ANA, BEN)
    settings.set_lead(scene.store, scene.deed(CHRIS), BEN, CHRIS)
    with pytest.raises(Refused, match="their own lead"):
        settings.set_lead(scene.store, scene.deed(CHRIS), CHRIS, ANA)
    with pytest.raises(Refused, match="their own lead"):
        settings.set_lead(scene.store, scene.deed(CHRIS), ANA, ANA)
    with scene.look() as session:
        assert [person.id for person in people.led_by(session, TEAM, BEN)] == [ANA]


def test_a_guest_leads_nobody(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="a guest"):
        settings.set_lead(sqlite_scene.store, sqlite_scene.deed(CHRIS), ANA, DANA)


def test_an_absence_has_two_ends_in_order(sqlite_scene: Scene) -> None:
    store, deed = sqlite_scene.store, sqlite_scene.deed()
    away = settings.set_away(store, deed, ANA, date(2026, 5, 20), date(2026, 5, 22))
    assert (away.away_from, away.away_until) == (date(2026, 5, 20), date(2026, 5, 22))
    back = settings.set_away(store, deed, ANA, None, None)
    assert (back.away_from, back.away_until) == (None, None)
    for first, last in (
        (date(2026, 5, 20), None),
        (date(2026, 5, 20), date(2026, 5, 19)),
        (date(2026, 1, 1), date(2036, 1, 1)),
    ):
        with pytest.raises(Refused):
            settings.set_away(store, deed, ANA, first, last)


def test_working_days_are_days_of_the_week(sqlite_scene: Scene) -> None:
    store, deed = sqlite_scene.store, sqlite_scene.deed()
    assert settings.set_working_days(store, deed, ANA, [4, 0, 0]).working_days == [0, 4]
    assert settings.set_working_days(store, deed, ANA, None).working_days is None
    for days in ([], [7], [-1]):
        with pytest.raises(Refused):
            settings.set_working_days(store, deed, ANA, days)


def test_a_role_is_one_of_three(sqlite_scene: Scene) -> None:
    assert settings.set_role(sqlite_scene.store, sqlite_scene.deed(CHRIS), ANA, "lead").role == "lead"
    with pytest.raises(Refused):
        settings.set_role(sqlite_scene.store, sqlite_scene.deed(CHRIS), ANA, "king")


def test_a_policy_without_a_working_day_is_none() -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        Policy.from_overrides({"working_days": []})


def test_a_clock_of_a_tier_is_changed_alone_and_goes_back_alone(scene: Scene) -> None:
    scene.account()
    settings.set_tier(scene.store, scene.deed(CHRIS), Tier.KEY, {"contact": [5, 7, 9]})
    policy = settings.set_tier(scene.store, scene.deed(CHRIS), Tier.KEY, {"senior": 30})
    assert (policy.tier(Tier.KEY).contact, policy.tier(Tier.KEY).senior) == (Cadence(5, 7, 9), 30)
    settings.set_tier(scene.store, scene.deed(CHRIS), Tier.KEY, {"contact": None})
    with scene.look() as session:
        assert workspaces.get(session, TEAM).policy == {"tiers": {"key": {"senior": 30}}}  # type: ignore[union-attr]
        assert {clock.rings_at for clock in session.exec(select(Clock))} == {scene.now}
        rows = session.exec(select(Audit).where(Audit.deed == "settings.tier").order_by(Audit.id)).all()
    assert rows[-1].before == {"key": {"contact": [5, 7, 9], "senior": 30}}
    assert rows[-1].after == {"key": {"senior": 30}}
    assert settings.set_tier(scene.store, scene.deed(CHRIS), Tier.KEY, None) == Policy()
    with scene.look() as session:
        assert workspaces.get(session, TEAM).policy == {}  # type: ignore[union-attr]


def test_days_that_do_not_ascend_are_refused_and_nothing_is_kept(scene: Scene) -> None:
    with pytest.raises(Refused, match="three days that ascend"):
        settings.set_tier(scene.store, scene.deed(CHRIS), Tier.KEY, {"contact": [14, 10, 21]})
    with scene.look() as session:
        assert workspaces.get(session, TEAM).policy == {}  # type: ignore[union-attr]


def test_what_counts_moves_the_times_of_every_account_and_back_again(scene: Scene) -> None:
    acme = scene.account()
    jane = scene.contact(acme)
    scene.touch(acme, 20, contacts=[jane.id])
    scene.touch(acme, 3, kind=Kind.EMAIL, direction=Direction.TO_CLIENT, contacts=[jane.id])
    before = scene.again(acme)
    assert (before.last_contact_at, before.attempts_since_contact) == (scene.ago(20), 1)

    settings.set_counts(scene.store, scene.deed(CHRIS), Kind.EMAIL, Direction.TO_CLIENT, [Counts.CONTACT, Counts.MET])
    changed = scene.again(acme)
    assert (changed.last_contact_at, changed.last_reach_at) == (scene.ago(3), scene.ago(20))
    assert changed.attempts_since_contact == 0
    assert _met_at(scene, jane.id) == scene.ago(3)

    settings.set_counts(scene.store, scene.deed(CHRIS), Kind.EMAIL, Direction.TO_CLIENT, None)
    after = scene.again(acme)
    assert (after.last_contact_at, after.last_reach_at) == (scene.ago(20), scene.ago(3))
    assert after.attempts_since_contact == 1
    assert _met_at(scene, jane.id) == scene.ago(20)
    with scene.look() as session:
        rows = session.exec(select(Audit).where(Audit.deed == "settings.counts").order_by(Audit.id)).all()
    assert rows[0].after == {"email/to-client": ["contact", "met"]}
    assert rows[1].after == {"email/to-client": None}


def test_touches_can_be_set_to_reset_nothing(scene: Scene) -> None:
    acme = scene.account()
    scene.touch(acme, 5)
    settings.set_counts(scene.store, scene.deed(CHRIS), Kind.CALL, Direction.TWO_WAY, [])
    assert scene.again(acme).last_contact_at is None
    with scene.look() as session:
        counts = workspaces.get(session, TEAM).policy["counts"]  # type: ignore[union-attr]
    assert counts == {"call/two-way": []}


def test_a_workspace_in_which_nothing_counts_still_runs(scene: Scene) -> None:
    acme = scene.account()
    with scene.store.write() as session:
        nothing: dict[str, list[str]] = {f"{kind}/{way}": [] for kind in Kind for way in Direction}
        workspaces.lock(session, TEAM).policy = {"counts": nothing}
    scene.touch(acme, 5)
    settings.set_counts(scene.store, scene.deed(CHRIS), Kind.NOTE, Direction.TWO_WAY, [])
    again = scene.again(acme)
    assert (again.last_contact_at, again.last_reach_at, again.attempts_since_contact) == (None, None, 0)


def _met_at(scene: Scene, contact_id: str) -> Any:
    with scene.look() as session:
        return contacts.get(session, TEAM, contact_id).last_met_at  # type: ignore[union-attr]


def test_what_channels_hear_of_a_rule_is_kept_rule_by_rule(sqlite_scene: Scene) -> None:
    settings.change(sqlite_scene.store, sqlite_scene.deed(CHRIS), {"channels_rules": {"quiet": "critical"}})
    policy = settings.change(
        sqlite_scene.store, sqlite_scene.deed(CHRIS), {"channels_rules": {"senior": "nothing", "quiet": None}}
    )

    assert policy.channels_rules == {"senior": "nothing"}
    with pytest.raises(Refused, match="“quite” is no rule"):
        settings.change(sqlite_scene.store, sqlite_scene.deed(CHRIS), {"channels_rules": {"quite": "due"}})
