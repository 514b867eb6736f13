from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.facts import ContactLevel, Portfolio, RemarkFact
from bot.policy import Direction, Kind, Policy, Status, Tier
from bot.rules import RULES
from storage.engine import Store
from storage.tables import (
    Closure,
    Meeting,
)
from tests.gathering import NOW, TEAM, account, ago, contact, gather, keep, person, remark, touch, workspace


def meeting(id_: str, day: date, kept_by: str | None = None) -> Meeting:
    return Meeting(team_id=TEAM, id=id_, account_id="acme", planned_on=day, kept_by=kept_by, created_at=ago(90))


def test_a_bare_account_is_measured_from_the_day_it_was_added(store: Store) -> None:
    keep(store, workspace(), account("Acme"))
    facts = gather(store)["acme"]
    assert (facts.name, facts.tier, facts.status) == ("Acme", Tier.STANDARD, Status.ACTIVE)
    assert facts.started_at == facts.added_at == ago(200)
    assert (facts.last_contact_at, facts.last_touch, facts.contacts, facts.meetings) == (None, None, (), ())
    assert (facts.known_by, facts.portfolio) == ({}, Portfolio())


def test_everything_that_is_set_on_an_account_is_seen(store: Store) -> None:
    keep(
        store,
        workspace(),
        account(
            "Acme",
            tier="key",
            status="paused",
            paused_until=date(2026, 6, 1),
            owner_id="U0ANA",
            backup_id="U0BEN",
            sponsor_id="U0CHRIS",
            cadence_days=30,
            annual_value_minor=12_000_000,
            currency="EUR",
            attempts_since_contact=2,
        ),
    )
    facts = gather(store)["acme"]
    assert (facts.tier, facts.status, facts.paused_until) == (Tier.KEY, Status.PAUSED, date(2026, 6, 1))
    assert (facts.owner_id, facts.backup_id, facts.sponsor_id) == ("U0ANA", "U0BEN", "U0CHRIS")
    assert (facts.cadence_days, facts.annual_value_minor, facts.currency) == (30, 12_000_000, "EUR")
    assert facts.attempts_since_contact == 2


def test_a_client_since_2019_started_on_that_day_where_its_owner_is(store: Store) -> None:
    new_york = person("Chris", tz="America/New_York")
    keep(store, workspace(), new_york, account("Acme", owner_id="U0CHRIS", client_since=date(2019, 4, 1)))
    assert gather(store)["acme"].started_at == datetime(2019, 4, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("owner", [None, "U0NOBODY", "U0BROKEN"])
def test_without_an_owner_whose_zone_is_known_the_workspace_s_counts(store: Store, owner: str | None) -> None:
    keep(store, workspace(), person("Broken", tz="Mars/Olympus"), account("Acme", owner_id=owner))
    assert str(gather(store)["acme"].calendar.zone) == "Europe/Lisbon"


def test_a_workspace_of_an_unknown_zone_lives_in_utc(store: Store) -> None:
    keep(store, workspace(tz="../etc"), account("Acme"))
    assert str(gather(store)["acme"].calendar.zone) == "UTC"


def test_closures_are_in_the_calendar_of_their_account_alone(store: Store) -> None:
    closed = Closure(team_id=TEAM, account_id="acme", first_on=date(2026, 5, 1), last_on=date(2026, 5, 4))
    keep(store, workspace(), account("Acme"), account("Globex"), closed)
    facts = gather(store, "acme", "globex", policy=Policy(days_off=frozenset({date(2026, 5, 8)})))
    assert facts["acme"].calendar.counted_days(ago(20), NOW) == 15
    assert facts["globex"].calendar.counted_days(ago(20), NOW) == 19


def test_the_last_touches_are_told_apart(store: Store) -> None:
    keep(
        store,
        workspace(),
        account(
            "Acme", last_contact_at=ago(30), last_reach_at=ago(10), last_touch_id="letter", attempts_since_contact=1
        ),
        touch("old", 40),
        touch("call", 30, note="renewal looks fine"),
        touch("undone", 30, undone_at=ago(1)),
        touch("note", 10, kind="note"),
        touch("letter", 10, kind="email", direction="to-client"),
    )
    facts = gather(store)["acme"]
    assert (facts.last_contact_id, facts.last_reach_id) == ("call", "letter")
    assert facts.last_touch is not None
    assert (facts.last_touch.id, facts.last_touch.kind) == ("letter", Kind.EMAIL)
    assert (facts.last_touch.direction, facts.last_touch.occurred_at) == (Direction.TO_CLIENT, ago(10))


def test_contacts_come_with_when_they_were_met_and_when_they_left(store: Store) -> None:
    jane = contact("Jane", level="executive", title="CFO", roles=["champion"], can_hire_or_fire=True)
    jane.last_met_at = ago(9)
    keep(store, workspace(), account("Acme"), account("Globex"), jane, contact("Kim", left_at=ago(3)))
    keep(store, contact("Other", "globex"))
    first, second = gather(store)["acme"].contacts
    assert (first.id, first.level, first.roles) == ("jane", ContactLevel.EXECUTIVE, ("champion",))
    assert (first.title, first.can_hire_or_fire, first.known_since) == ("CFO", True, ago(100))
    assert (first.last_met_at, first.left_at) == (ago(9), None)
    assert second.left_at == ago(3)


def test_meetings_reach_back_to_the_last_that_was_kept(store: Store) -> None:
    keep(store, workspace(), account("Acme"), touch("visit", 20))
    days = [date(2026, 4, 1), date(2026, 4, 20), date(2026, 5, 4), date(2026, 6, 1)]
    keep(store, *(meeting(f"m{n}", day, "visit" if n == 1 else None) for n, day in enumerate(days)))
    meetings = gather(store)["acme"].meetings
    assert [(m.id, m.kept) for m in meetings] == [("m1", True), ("m2", False), ("m3", False)]


def test_open_remarks_come_with_who_said_them_and_who_passed_them_on(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("Globex"), person("Ana"), contact("Jane"))
    keep(store, remark("newer"), remark("older", 3, said_by="jane", is_big=True), remark("theirs", account_id="globex"))
    keep(store, remark("done", 9, state="addressed"), remark("no", 9, state="declined"))
    due_on = date(2026, 5, 20)
    assert gather(store)["acme"].remarks == (
        RemarkFact("older", "who else?", "Jane", "Ana", ago(3), due_on, is_big=True, contact_id="jane"),
        RemarkFact("newer", "who else?", "", "Ana", ago(0), due_on),
    )


def test_other_workspaces_see_nothing_of_ours(store: Store) -> None:
    other = workspace(team_id="T0OTHER")
    theirs = account("Acme", team_id="T0OTHER")
    keep(store, workspace(), other, account("Acme"), theirs, account("Globex"), contact("Jane"), touch("call", 3))
    keep(store, meeting("m", date(2026, 6, 1)))
    facts = gather(store, "acme", "globex", team_id="T0OTHER")
    assert list(facts) == ["acme"]
    assert (facts["acme"].contacts, facts["acme"].meetings) == ((), ())
    assert facts["acme"].known_by == {}
    assert gather(store, team_id="T0NOWHERE") == {}


def test_every_rule_can_be_asked_of_what_was_gathered(store: Store) -> None:
    keep(store, workspace(), account("Acme", tier="key", client_since=date(2019, 4, 1)))
    keep(store, contact("Jane", can_hire_or_fire=True, roles=["indirect"]), remark("r1"))
    facts = gather(store)["acme"]
    reasons = {name: [v.reason for v in rule(facts, Policy(), NOW)] for name, rule in RULES.items()}
    assert reasons["quiet"] == [
        "Nothing logged since the start on 1 April 2019, 2,599 days; a key account is called quiet after 14."
    ]
    assert all(len(said) <= 1 for said in reasons.values())
