from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel

from bot.facts import ENCOUNTERS, AccountFacts, ContactLevel, Encounter, OwnerTouches, Portfolio, RemarkFact
from bot.gather import count_portfolio, facts_of, policy_of, portfolio_from_json, portfolio_to_json
from bot.policy import Direction, Kind, Policy, Status, Tier
from bot.public_holidays import holidays_of
from bot.rhythm import FALLBACK, of, to_json
from bot.rules import RULES
from storage.engine import Store
from storage.names import key
from storage.tables import (
    Account,
    Closure,
    Contact,
    Meeting,
    Person,
    Remark,
    Touch,
    TouchContact,
    TouchPerson,
    Workspace,
)

NOW = datetime(2026, 5, 13, 12, tzinfo=UTC)
TEAM = "T0TEND"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def workspace(**changes: Any) -> Workspace:
    return Workspace(**{"team_id": TEAM, "tz": "Europe/Lisbon", "installed_at": ago(300), **changes})


def account(name: str, **changes: Any) -> Account:
    base = {"team_id": TEAM, "id": name.lower(), "name": name, "name_key": key(name)}
    return Account(**{**base, "created_at": ago(200), "updated_at": ago(200), **changes})


def person(name: str, **changes: Any) -> Person:
    return Person(**{"team_id": TEAM, "id": f"U0{name.upper()}", "name": name, "seen_at": NOW, **changes})


def contact(name: str, account_id: str = "acme", **changes: Any) -> Contact:
    base = {"team_id": TEAM, "id": name.lower(), "account_id": account_id, "name": name, "name_key": key(name)}
    return Contact(**{**base, "created_at": ago(100), **changes})


def touch(id_: str, days: float, account_id: str = "acme", **changes: Any) -> Touch:
    base = {"team_id": TEAM, "id": id_, "account_id": account_id, "kind": "call", "direction": "two-way"}
    told = {"source": "command", "logged_by": "U0ANA", "occurred_at": ago(days), "logged_at": ago(days)}
    return Touch(**{**base, **told, **changes})


def took_part(touch_id: str, person_id: str) -> TouchPerson:
    return TouchPerson(team_id=TEAM, touch_id=touch_id, person_id=person_id)


def with_(touch_id: str, contact_id: str) -> TouchContact:
    return TouchContact(team_id=TEAM, touch_id=touch_id, contact_id=contact_id)


def meeting(id_: str, day: date, kept_by: str | None = None) -> Meeting:
    return Meeting(team_id=TEAM, id=id_, account_id="acme", planned_on=day, kept_by=kept_by, created_at=ago(90))


def remark(id_: str, days: float = 0, **changes: Any) -> Remark:
    base = {"team_id": TEAM, "id": id_, "account_id": "acme", "text": "who else?", "reported_by": "U0ANA"}
    return Remark(**{**base, "reported_at": ago(days), "due_on": date(2026, 5, 20), **changes})


def keep(store: Store, *rows: SQLModel) -> None:
    with store.write() as session:
        for row in rows:
            session.add(row)
            session.flush()


def gather(store: Store, *ids: str, team_id: str = TEAM, policy: Policy | None = None) -> dict[str, AccountFacts]:
    with store.read() as session:
        return facts_of(session, team_id, ids or ("acme",), policy or Policy(), NOW)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


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
        RemarkFact("older", "who else?", "Jane", "Ana", ago(3), due_on, is_big=True),
        RemarkFact("newer", "who else?", "", "Ana", ago(0), due_on),
    )


def test_who_took_part_in_talks_knows_the_client_else_who_logged_them(store: Store) -> None:
    keep(
        store,
        workspace(),
        account("Acme"),
        person("Gone", deactivated_at=ago(2)),
        person("Robot", is_bot=True),
        touch("by-ana", 50),
        touch("by-ana-again", 20, kind="email"),
        touch("for-ben", 30),
        touch("read", 5, kind="email", direction="from-client", logged_by="U0READER"),
        touch("sent", 5, kind="call", direction="to-client", logged_by="U0SENDER"),
        touch("long-ago", 400, logged_by="U0LONGAGO"),
        touch("undone", 5, logged_by="U0UNDONE", undone_at=ago(1)),
        touch("imported", 5, logged_by=""),
        touch("left-us", 5, logged_by="U0GONE"),
        touch("automatic", 5, logged_by="U0ROBOT"),
        took_part("for-ben", "U0BEN"),
        took_part("for-ben", "U0CHRIS"),
    )
    assert gather(store)["acme"].known_by == {"U0ANA": ago(20), "U0BEN": ago(30), "U0CHRIS": ago(30)}


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


def test_who_can_hire_or_fire_is_tied_to_those_of_ours_who_spoke_with_them(store: Store) -> None:
    jane, kim = contact("Jane", can_hire_or_fire=True), contact("Kim")
    keep(store, workspace(), account("Acme"), person("Gone", deactivated_at=ago(1)), person("Ben"), jane, kim)
    keep(
        store,
        touch("call", 9),
        touch("visit", 4),
        touch("mail to", 3, kind="email", direction="to-client"),
        touch("undone", 2, undone_at=ago(1)),
        touch("old", 366),
        touch("with Kim", 1),
    )
    keep(store, *(took_part("visit", id_) for id_ in ("U0BEN", "U0GONE")), took_part("old", "U0CHRIS"))
    keep(
        store, *(with_(id_, "jane") for id_ in ("call", "visit", "mail to", "undone", "old")), with_("with Kim", "kim")
    )
    known = {one.id: one.tied_to for one in gather(store)["acme"].contacts}
    assert known == {"jane": {"U0ANA": ago(9), "U0BEN": ago(4)}, "kim": {}}


def test_an_indirect_contact_was_told_when_we_last_said_something_to_them(store: Store) -> None:
    indirect: dict[str, Any] = {"roles": ["indirect"]}
    keep(store, workspace(), account("Acme"), *(contact(name, **indirect) for name in ("Jane", "Kim")), contact("Lee"))
    keep(
        store,
        touch("tried", 1, kind="attempt", direction="to-client"),
        touch("undone", 2, undone_at=ago(0)),
        touch("wrote", 3, kind="email", direction="from-client"),
        touch("sent", 9, kind="email", direction="to-client"),
        touch("call", 30),
        *(with_(id_, who) for id_ in ("tried", "undone", "wrote", "sent", "call") for who in ("jane", "lee")),
    )
    told = {one.id: one.last_told_at for one in gather(store)["acme"].contacts}
    assert told == {"jane": ago(9), "kim": None, "lee": None}


def test_the_newest_encounters_are_seen_with_who_came_and_how_it_felt(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("Globex"), contact("Jane"), contact("Kim"))
    keep(
        store,
        touch("wrote", 3, kind="email", direction="from-client"),
        touch("visit", 9, kind="visit", temperature=-1),
        touch("sent", 2, kind="email", direction="to-client"),
        touch("undone", 1, undone_at=ago(0)),
        touch("theirs", 1, "globex"),
        with_("visit", "jane"),
        with_("visit", "kim"),
    )
    facts = gather(store, "acme", "globex")
    assert facts["acme"].encounters == (
        Encounter("visit", Kind.VISIT, ago(9), temperature=-1, clients=2, met=True),
        Encounter("wrote", Kind.EMAIL, ago(3), temperature=None, clients=0, met=False),
    )
    assert [one.id for one in facts["globex"].encounters] == ["theirs"]


def test_what_was_passed_on_last_is_remembered_however_it_was_answered(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("Globex"))
    keep(store, remark("r1", 90), remark("r2", 30, state="declined"))
    facts = gather(store, "acme", "globex")
    assert {name: one.last_remark_at for name, one in facts.items()} == {"acme": ago(30), "globex": None}


def test_of_many_encounters_the_newest_twelve_are_seen_also_where_several_are_of_one_moment(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("New"), *(touch(f"t{n:02}", 90 - n) for n in range(20)))
    keep(store, *(touch(f"same{n}", 79.0) for n in range(9)), touch("sent", 79.0, direction="to-client"))
    facts = gather(store, "acme", "new")
    assert len(facts["acme"].encounters) == ENCOUNTERS
    assert [one.id for one in facts["acme"].encounters] == [
        *("same6", "same7", "same8", "t11"),
        *(f"t{n}" for n in range(12, 20)),
    ]
    assert facts["new"].encounters == ()


def test_an_unhappy_word_is_remembered_however_old_unless_it_was_undone(store: Store) -> None:
    keep(store, workspace(), account("Acme"), account("Globex"), account("Hooli"))
    keep(
        store,
        touch("cold", 900, temperature=-2),
        touch("cool", 700, kind="note", temperature=-1),
        touch("fine", 9, temperature=0),
        touch("mistake", 5, temperature=-2, undone_at=ago(1)),
        touch("theirs", 3, "globex", temperature=-1),
    )
    facts = gather(store, "acme", "globex", "hooli")
    assert {name: one.last_unhappy_at for name, one in facts.items()} == {
        "acme": ago(700),
        "globex": ago(3),
        "hooli": None,
    }


def test_a_policy_by_which_nothing_counts_is_no_trouble(store: Store) -> None:
    nothing = Policy(counts={})
    keep(store, workspace(), account("Acme", last_contact_at=ago(3)), touch("call", 3))
    facts = gather(store, policy=nothing)["acme"]
    assert (facts.encounters, facts.last_contact_id, facts.known_by) == ((), None, {})


def test_many_accounts_take_no_more_queries_than_one(store: Store) -> None:
    names = [f"Client {n}" for n in range(60)]
    keep(store, workspace(), *(account(name, last_contact_at=ago(9)) for name in names))
    known: dict[str, Any] = {"can_hire_or_fire": True, "roles": ["indirect"]}
    keep(store, *(contact(f"Jane {name}", name.lower(), **known) for name in names))
    keep(store, *(touch(f"call {name}", 9, name.lower()) for name in names))
    with statements(store) as for_one:
        gather(store, "client 1")
    with statements(store) as for_all:
        facts = gather(store, *(name.lower() for name in names))
    assert len(for_all) == len(for_one) <= 13
    assert {len(facts[name.lower()].contacts) for name in names} == {1}
    assert {facts[name.lower()].last_contact_id for name in names} == {f"call {name}" for name in names}


def test_a_few_accounts_are_found_without_reading_through_the_workspace(sqlite_store: Store) -> None:
    keep(sqlite_store, workspace(), account("Acme"), contact("Jane", can_hire_or_fire=True, roles=["indirect"]))
    searches = explained(sqlite_store, "acme")
    assert len(searches) >= 15
    assert [line for line in searches if line.startswith("SCAN") or line.endswith("(team_id=?)")] == [
        "SEARCH workspaces USING INDEX sqlite_autoindex_workspaces_1 (team_id=?)"
    ]


def test_also_of_many_accounts_only_the_touches_in_question_are_read(sqlite_store: Store) -> None:
    names = [f"Client {n}" for n in range(100)]
    keep(sqlite_store, workspace(), *(account(name) for name in names))
    searches = explained(sqlite_store, *(name.lower() for name in names))
    by_account = [line for line in searches if line.startswith("SEARCH touches USING INDEX touches_by_account")]
    assert len(by_account) >= 4
    assert [line for line in by_account if "occurred_at" not in line] == []


def explained(store: Store, *ids: str) -> list[str]:
    """How SQLite looks for the facts of some accounts."""
    told: list[str] = []

    def explain(_c: object, cursor: Any, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            told.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall())

    event.listen(store.engine, "before_cursor_execute", explain)
    gather(store, *ids)
    return [line for line in told if line.startswith(("SEARCH", "SCAN")) and "CONSTANT" not in line]


def test_more_accounts_than_a_database_takes_ids_for_are_gathered_in_parts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gather._AT_ONCE", 2)
    keep(store, workspace(), *(account(name) for name in ("A", "B", "C", "D", "E")))
    assert sorted(gather(store, "a", "b", "c", "d", "e", "nobody")) == ["a", "b", "c", "d", "e"]


def test_no_accounts_are_no_facts(store: Store) -> None:
    keep(store, workspace())
    with store.read() as session:
        assert facts_of(session, TEAM, [], Policy(), NOW) == {}


def test_every_rule_can_be_asked_of_what_was_gathered(store: Store) -> None:
    keep(store, workspace(), account("Acme", tier="key", client_since=date(2019, 4, 1)))
    keep(store, contact("Jane", can_hire_or_fire=True, roles=["indirect"]), remark("r1"))
    facts = gather(store)["acme"]
    reasons = {name: [v.reason for v in rule(facts, Policy(), NOW)] for name, rule in RULES.items()}
    assert reasons["quiet"] == [
        "Nothing logged since the start on 1 April 2019, 2,599 days; a key account is called quiet after 14."
    ]
    assert all(len(said) <= 1 for said in reasons.values())


def test_the_portfolio_counts_values_of_living_accounts_by_currency(store: Store) -> None:
    keep(
        store,
        workspace(),
        account("A", annual_value_minor=9_000_000_000, currency="EUR"),
        account("B", annual_value_minor=100, currency="EUR"),
        account("C", annual_value_minor=500, currency="USD"),
        account("Lost", annual_value_minor=70, currency="EUR", status="lost"),
        account("Nothing", annual_value_minor=0, currency="EUR"),
        account("Unknown"),
    )
    with store.read() as session:
        portfolio = count_portfolio(session, TEAM, Policy(), NOW)
    assert portfolio.value_minor == {"EUR": 9_000_000_100, "USD": 500}
    assert portfolio.valued_accounts == {"EUR": 2, "USD": 1}


def test_the_portfolio_counts_where_each_one_s_attention_went(store: Store) -> None:
    keep(
        store,
        workspace(),
        account("Acme"),
        account("Globex"),
        touch("a1", 1),
        touch("a2", 2),
        touch("a3", 3, kind="note"),
        touch("a4", 100),
        touch("a5", 5, undone_at=ago(1)),
        touch("g1", 4, "globex"),
        touch("g2", 5, "globex"),
        took_part("g2", "U0BEN"),
    )
    with store.read() as session:
        portfolio = count_portfolio(session, TEAM, Policy(), NOW)
    assert portfolio.owner_touches == {
        "U0ANA": OwnerTouches(touches=3, accounts=2, top_account_id="acme", top_touches=2),
        "U0BEN": OwnerTouches(touches=1, accounts=1, top_account_id="globex", top_touches=1),
    }


def test_the_rhythm_that_an_account_keeps_is_seen(store: Store) -> None:
    known = of(date(2026, 4, 1) + timedelta(days=9 * n) for n in range(4))
    assert known is not None
    keep(store, workspace(), account("Acme", rhythm={**to_json(known), "zone": "Europe/Lisbon"}), account("Globex"))
    facts = gather(store, "acme", "globex")
    assert facts["acme"].rhythm == known
    assert (facts["globex"].rhythm, facts["globex"].silence_reaching(0.5)) == (None, None)


@pytest.mark.parametrize(
    ("accounts", "usual"), [(0, FALLBACK), (1, FALLBACK), (4, FALLBACK), (5, 3.6109), (10, 3.6109)]
)
def test_the_portfolio_has_a_usual_gap_once_five_accounts_have_one(store: Store, accounts: int, usual: float) -> None:
    known = of([date(2026, 4, 1), date(2026, 5, 1)])  # ln (30 + 7)
    assert known is not None
    fresh = of([date(2026, 5, 1)])
    assert fresh is not None
    having = (account(f"A{n}", rhythm=to_json(known)) for n in range(accounts))
    keep(store, workspace(), account("None"), account("One", rhythm=to_json(fresh)), *having)
    with store.read() as session:
        portfolio = count_portfolio(session, TEAM, Policy(), NOW)
    assert portfolio.usual_log_gap == pytest.approx(usual, abs=1e-4)


def test_a_portfolio_is_kept_on_the_workspace_and_read_again(store: Store) -> None:
    portfolio = Portfolio({"EUR": 12}, {"EUR": 4}, {"U0ANA": OwnerTouches(30, 5, "acme", 12)}, 3.25)
    keep(store, workspace(portfolio=portfolio_to_json(portfolio)), account("Acme"))
    assert gather(store)["acme"].portfolio == portfolio
    assert portfolio_from_json({}) == Portfolio()


def test_a_workspace_s_own_numbers_replace_the_defaults() -> None:
    policy = policy_of(workspace(policy={"budget": 3, "days_off": ["2026-12-31"]}))
    assert (policy.budget, policy.daily_hour) == (3, Policy().daily_hour)
    assert policy.days_off == {date(2026, 12, 31)}


def test_the_holidays_of_its_country_are_days_off_beside_its_own() -> None:
    policy = policy_of(workspace(policy={"country": "PT", "days_off": ["2026-12-31"]}), range(2026, 2027))
    assert {date(2026, 6, 10), date(2026, 12, 31)} <= policy.days_off
    assert date(2027, 6, 10) not in policy.days_off
    assert {date(2019, 6, 10), date(2040, 6, 10)} <= policy_of(workspace(policy={"country": "PT"})).days_off


def test_a_country_that_nobody_knows_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="no public holidays are known for “XX”"):
        policy_of(workspace(policy={"country": "xx"}))


def test_years_whose_holidays_are_not_published_yet_are_no_trouble() -> None:
    assert holidays_of("in", range(2026, 2100)) >= {date(2026, 1, 26)}
