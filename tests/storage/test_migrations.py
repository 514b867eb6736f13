from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, Table, event, text
from sqlmodel import SQLModel, select

from bot.nudges.portfolio import refit
from bot.nudges.sweep import sweep
from bot.policy import Direction, Kind
from bot.work import touches
from bot.work.deed import Deed
from storage.engine import Store
from storage.ids import new_id
from storage.migrate import current, migrate, newest, revisions
from storage.tables import Account, AccountChannel, Clock, Loss, Person, StaffingChange, Workspace


def test_the_migrations_make_exactly_the_tables_that_the_code_describes(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(store: Store) -> None:
    migrate(store)

    assert current(store) == newest()


def test_a_new_file_knows_no_revision_until_it_is_migrated(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/new/tend.db")
    before = current(store)
    migrate(store)
    after = current(store)
    store.close()

    assert (before, after) == (None, newest())


def test_accounts_from_before_rhythms_are_counted_at_the_first_tick(store: Store) -> None:
    back_to(store, "0001")
    fill(store)

    migrate(store)
    with store.read() as session:
        [workspace, account] = session.get(Workspace, "T0TEND"), session.get(Account, ("T0TEND", "acme"))
    assert workspace is not None
    assert account is not None
    assert (workspace.refit_at, account.name, account.rhythm) == (None, "Acme", None)

    assert refit(store, NOW, {})
    assert refit(store, NOW, {})
    assert not refit(store, NOW, {})
    with store.read() as session:
        account = session.get(Account, ("T0TEND", "acme"))
    assert account is not None
    assert account.rhythm is not None
    assert (account.rhythm["gaps"], account.rhythm["last_on"]) == ([9, 11], date(2026, 5, 8).isoformat())


def test_accounts_that_were_lost_before_get_the_day_that_the_audit_log_tells(store: Store) -> None:
    back_to(store, "0003")
    noted = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    put(
        store,
        workspaces=[workspace(tz="Pacific/Auckland")],
        people=[person("U0ANA", tz="Europe/Lisbon"), person("U0BEN", tz="no such zone")],
        accounts=[
            account("living"),
            account("edited", status="lost"),
            account("twice", status="lost"),
            account("imported", status="lost"),
            account("untold", status="lost"),
            account("zoneless", status="lost"),
        ],
        audit=[
            audit("living", noted, "U0ANA", {"status": "lost"}),
            audit("edited", noted, "U0ANA", {"status": "lost", "tier": "light"}),
            audit("edited", noted + timedelta(days=9), "U0ANA", {"tier": "key"}),
            audit("twice", noted, "U0ANA", {"status": "lost"}),
            audit("twice", noted + timedelta(days=1), "U0ANA", {"status": "active"}),
            audit("twice", noted + timedelta(days=2), "U0ANA", {"status": "lost"}),
            audit("imported", noted, None, {"name": "imported", "status": "lost"}),
            audit("untold", noted, "U0ANA", None),
            audit("zoneless", noted, "U0BEN", {"status": "lost"}),
        ],
    )

    migrate(store)

    with store.read() as session:
        lost_on = {one.id: one.lost_on for one in session.exec(select(Account))}
    assert lost_on == {
        "living": None,
        "edited": date(2026, 3, 2),
        "twice": date(2026, 3, 4),
        "imported": date(2026, 3, 3),  # nobody's deed: where the workspace is
        "untold": date(2026, 5, 12),  # when it was last changed
        "zoneless": date(2026, 3, 2),
    }


def test_helpers_who_came_and_went_before_are_those_that_the_audit_log_tells(store: Store) -> None:
    back_to(store, "0029")

    def edited(days: int, before: dict[str, Any], after: dict[str, Any], account_id: str = "acme") -> dict[str, Any]:
        return {**audit(account_id, NOW - timedelta(days=days), "U0ANA", after), "before": before}

    put(
        store,
        workspaces=[workspace()],
        accounts=[account("acme")],
        staffing_changes=[
            {"account_id": "acme", "id": "s1", "place": "owner", "before_id": "U0ANA", "changed_at": NOW}
        ],
        audit=[
            edited(9, {"helpers": ["U0BEN"], "tier": "key"}, {"helpers": ["U0DANA", "U0CHRIS"], "tier": "light"}),
            edited(8, {"tier": "light"}, {"tier": "key"}),
            edited(7, {"helpers": ["U0BEN"]}, {"helpers": []}, account_id="gone"),
            edited(6, {"helpers": ["U0CHRIS", "U0DANA"]}, {"helpers": None}),
        ],
    )

    migrate(store)

    with store.read() as session:
        found = session.exec(select(StaffingChange))
        told = [(one.place, one.before_id, one.after_id, (NOW - one.changed_at).days) for one in found]
    assert sorted(told, key=str) == sorted(
        [
            ("helper", "U0BEN", None, 9), ("helper", None, "U0CHRIS", 9), ("helper", None, "U0DANA", 9),
            ("helper", "U0CHRIS", None, 6), ("helper", "U0DANA", None, 6), ("owner", "U0ANA", None, 0),
        ],
        key=str,
    )  # fmt: skip


def test_of_many_edits_only_those_of_helpers_are_read_and_written_down_some_at_a_time(store: Store) -> None:
    back_to(store, "0029")
    joined = [audit("acme", NOW, "U0ANA", {"helpers": [f"U0{n}"]}) for n in range(1_001)]
    put(store, workspaces=[workspace()], accounts=[account("acme")], audit=[audit("acme", NOW, "U0ANA", None), *joined])
    read: list[str] = []
    written: list[int] = []

    def told(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.startswith("SELECT audit."):
            read.append(statement)
        if statement.startswith("INSERT INTO staffing_changes "):
            written.append(len(parameters))

    event.listen(store.engine, "before_cursor_execute", told)
    migrate(store)

    assert "LIKE" in read[0]
    assert "ORDER BY" not in read[0]
    assert len(written) > 1
    with store.read() as session:
        assert len(session.exec(select(StaffingChange)).all()) == 1_001


def test_a_workspace_from_before_is_reminded_of_what_is_new_alone(store: Store) -> None:
    back_to(store, "0034")
    put(store, workspaces=[workspace()])

    migrate(store)

    with store.read() as session:
        [one] = session.exec(select(Workspace))
    assert one.reminds_from is not None
    assert abs(one.reminds_from - datetime.now(UTC)) < timedelta(hours=1)


def test_a_replica_of_the_version_before_links_a_channel_while_the_new_one_starts(store: Store) -> None:
    back_to(store, "0030")
    put(store, workspaces=[workspace()], accounts=[account("acme")])
    migrate(store)

    put(store, account_channels=[{"channel_id": "C0ACME", "account_id": "acme"}])

    with store.read() as session:
        assert [link.is_shared for link in session.exec(select(AccountChannel))] == [False]


def test_accounts_from_before_a_rule_are_looked_at_again_for_it(store: Store) -> None:
    back_to(store, "0002")
    put(
        store,
        workspaces=[workspace()],
        accounts=[account("acme")],
        clocks=[clock("acme", rule, NOW + timedelta(days=30)) for rule in ("quiet", "neglect")],
    )

    migrate(store)
    while sweep(store, NOW):
        pass

    with store.read() as session:
        rules = {one.rule for one in session.exec(select(Clock))}
    assert {"warmdown", "complacency"} <= rules


def test_accounts_that_ended_before_losses_were_kept_have_one_without_more_words(store: Store) -> None:
    back_to(store, "0023")
    ended = {"annual_value_minor": 9_00, "currency": "EUR", "lost_on": date(2026, 3, 1)}
    put(
        store,
        workspaces=[workspace()],
        accounts=[account("acme"), account("gone", status="lost", **ended), account("going", status="leaving")],
    )

    migrate(store)

    with store.read() as session:
        losses = {one.account_id: one for one in session.exec(select(Loss))}
    assert losses.keys() == {"gone", "going"}
    gone, going = losses["gone"], losses["going"]
    assert (gone.state, gone.ended_on, gone.is_past, gone.value_minor, gone.reasons, gone.exit_answers) == (
        "lost", date(2026, 3, 1), True, 9_00, [], None,
    )  # fmt: skip
    assert (going.state, going.ended_on, going.is_past, going.closed_at) == ("leaving", None, False, None)


def test_admins_by_slacks_word_are_told_from_those_made_by_hand(store: Store) -> None:
    back_to(store, "0006")
    made = {"deed": "settings.role", "subject_id": "U0BEN"}
    put(
        store,
        workspaces=[workspace()],
        people=[
            {**person("U0ANA", tz="UTC"), "role": "admin"},
            {**person("U0BEN", tz="UTC"), "role": "admin"},
            {**person("U0LEA", tz="UTC"), "role": "lead"},
        ],
        audit=[{**audit("acme", NOW, "U0ANA", {"role": "admin"}), **made}],
    )

    migrate(store)

    with store.read() as session:
        roles = {one.id: (one.role, one.is_admin) for one in session.exec(select(Person))}
    assert roles == {"U0ANA": ("member", True), "U0BEN": ("admin", False), "U0LEA": ("lead", False)}


def test_the_last_thanks_of_accounts_from_before_are_counted_by_what_counts_in_their_workspace(store: Store) -> None:
    back_to(store, "0026")
    of_acme = {"account_id": "acme", "source": "command", "logged_by": "U0ANA", "logged_at": NOW, "note": ""}

    def touch(id_: str, days: int, kind: str, way: str = "two-way", **more: Any) -> dict[str, Any]:
        told = {"id": id_, "kind": kind, "direction": way, "occurred_at": NOW - timedelta(days=days)}
        return {**of_acme, **told, **more}

    past = [
        touch("gift", 50, "event"),
        touch("visit", 40, "visit"),
        touch("lunch", 30, "meal", "from-client"),
        touch("card", 20, "thanks", "to-client", undone_at=NOW),
        touch("call", 10, "call"),
    ]
    own_table = {"counts": {"event/two-way": ["contact", "reach", "thanks"], "visit/two-way": ["contact"]}}
    theirs: dict[str, Any] = {"team_id": "T0OTHER"}
    put(
        store,
        workspaces=[workspace(), {**workspace(), **theirs, "policy": own_table}],
        accounts=[account("acme"), account("globex"), account("acme") | theirs],
        touches=[*past, *({**one, **theirs} for one in past)],
    )

    migrate(store)

    with store.read() as session:
        last = {(one.team_id, one.id): one.last_thanks_id for one in session.exec(select(Account))}
    assert last == {("T0TEND", "acme"): "visit", ("T0TEND", "globex"): None, ("T0OTHER", "acme"): "gift"}


def earlier() -> list[str]:
    """Every revision but the newest, oldest first."""
    return revisions()[:-1]


def oldest_and_last() -> list[Any]:
    """The same; those between the first and the one before the newest take long together."""
    first, *between, last = earlier()
    return [first, *(pytest.param(one, marks=pytest.mark.long) for one in between), last]


@pytest.mark.parametrize("revision", oldest_and_last())
def test_a_database_of_every_earlier_form_keeps_all_it_holds_and_goes_on_working(store: Store, revision: str) -> None:
    back_to(store, revision)
    fill_everything(store)
    before = rows(store)
    assert [name for name, some in before.items() if not some] == []

    migrate(store)

    after = rows(store)
    for name, some in before.items():
        kept = [{column: row[column] for column in some[0]} for row in after[name]]
        assert [without_levers(row) for row in kept] == [without_levers(row) for row in some], name
    while sweep(store, NOW):
        pass
    new = touches.NewTouch("acme", Kind.CALL, Direction.TWO_WAY, NOW, contacts=["jane"])
    assert touches.log(store, Deed("T0TEND", "U0ANA", NOW), new).account.last_contact_at == NOW


def without_levers(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what migrations set by design: when clocks ring, what is counted next, roles of Slack's admins."""
    return {name: value for name, value in row.items() if name not in ("rings_at", "refit_at", "role")}


NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)


def back_to(store: Store, revision: str) -> None:
    """An empty database of an older form."""
    SQLModel.metadata.drop_all(store.engine)
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    migrate(store, revision)


def fill(store: Store) -> None:
    """A workspace with an account that was spoken to three times."""
    said = {"account_id": "acme", "kind": "call", "direction": "two-way", "source": "command", "logged_by": "U0ANA"}
    put(
        store,
        workspaces=[workspace()],
        accounts=[account("acme", last_contact_at=NOW - timedelta(days=4))],
        touches=[
            {**said, "id": f"t{days}", "note": "", "occurred_at": NOW - timedelta(days=days), "logged_at": NOW}
            for days in (24, 15, 4)
        ],
    )


def fill_everything(store: Store) -> None:
    """A row or more in every table, with something in every column that the oldest form has."""
    of_acme = {"account_id": "acme"}
    said = {**of_acme, "kind": "call", "direction": "two-way", "source": "command", "logged_by": "U0ANA"}
    heard = {"kind": "daily", "recipient": "U0ANA", "state": "sent", "attempts": 1, "failure": ""}
    moments = {"occurred_at": NOW - timedelta(days=4), "logged_at": NOW}
    every: dict[str, list[dict[str, Any]]] = {
        "workspaces": [workspace("Europe/Lisbon")],
        "people": [{**person("U0ANA", "Europe/Lisbon"), "email": "ana@brightside.test", "away_from": date(2026, 6, 1)}],
        "accounts": [
            account("acme", owner_id="U0ANA", annual_value_minor=1_000_00, currency="EUR", last_contact_at=NOW),
            account("globex", status="paused", paused_until=date(2026, 6, 1)),
        ],
        "account_aliases": [{**of_acme, "alias": "ACME!", "alias_key": "acme x"}],
        "account_domains": [{**of_acme, "domain": "acme.test"}],
        "account_channels": [{**of_acme, "channel_id": "C0ACME", "is_shared": False}],
        "account_helpers": [{**of_acme, "person_id": "U0BEN"}],
        "closures": [{**of_acme, "first_on": date(2026, 8, 1), "last_on": date(2026, 8, 20)}],
        "contacts": [contact("jane", "Jane Doe", "acme")],
        "touches": [{**said, "id": "t1", "note": "she is “well”", "temperature": -1, **moments}],
        "touch_people": [{"touch_id": "t1", "person_id": "U0ANA"}],
        "touch_contacts": [{"touch_id": "t1", "contact_id": "jane"}],
        "meetings": [{**of_acme, "id": "m1", "planned_on": date(2026, 6, 2), "touch_id": "t1", "created_at": NOW}],
        "clocks": [clock("acme", "quiet", NOW + timedelta(days=10))],
        "nudges": [nudge("n1", "acme", NOW - timedelta(days=2))],
        "nudge_votes": [{"nudge_id": "n1", "person_id": "U0ANA", "useful": True, "voted_at": NOW}],
        "messages": [{**heard, "id": "p1", "slot": "daily:2026-05-12", "not_before": NOW, "created_at": NOW}],
        "message_nudges": [{"message_id": "p1", "nudge_id": "n1", "level": "due", "heard_as": "owner", "because": ""}],
        "requests": [{"request_id": "1.2.3", "done_at": NOW, "result_id": "t1"}],
        "audit": [audit("acme", NOW, "U0ANA", {"tier": "key"})],
        "installations": [installation()],
        "pulse": [{"team_id": "", "beat_at": NOW, "weight": ""}],
        "erased_people": [{"fingerprint": "abc", "erased_at": NOW}],
        "homes": [{"person_id": "U0ANA", "place": "quiet:2", "is_wide": False, "opened_at": NOW, "shown": "abc"}],
        "home_marks": [{"id": "m1", "person_id": "U0ANA"}],
        "newcomers": [{**of_acme, "person_id": "U0ERIK", "seen_at": NOW}],
        "intake_keys": [{"id": "k1", "name": "Form", "digest": "abc", "made_by": "U0ANA", "made_at": NOW}],
        "calendars": [calendar()],
        "imports": [handed_over()],
        "remarks": [remark()],
        "staffing_changes": [{**of_acme, "id": "s1", "place": "owner", "before_id": "U0ANA", "changed_at": NOW}],
        "traits": [{**of_acme, "id": "x1", "kind": "proud", "text": "a plant", "told_by": "U0ANA", "told_at": NOW}],
        "campaigns": [{"id": "c1", "kind": "test", "why": "", "due_on": NOW.date(), "opened_at": NOW}],
        "litmus_tests": [{**of_acme, "id": "l1", "campaign_id": "c1", "due_on": NOW.date(), **with_result()}],
        "litmus_views": [{**of_acme, "id": "v1", "test_id": "l1", "person_id": "U0ANA", "words": "", "asked_at": NOW}],
        "pulse_answers": [{"campaign_id": "c1", "person_id": "U0ANA", "asked_at": NOW}],
        "worries": [{**of_acme, "id": "w1", "person_id": "U0ANA", "words": "a feeling", "said_at": NOW}],
        "promises": [promise()],
        "wishes": [wish()],
        "deliveries": [delivery()],
        "breakdowns": [breakdown()],
        "losses": [loss()],
        "openings": [opening()],
        "winbacks": [winback()],
        "lessons": [lesson()],
        "never_agains": [never_again()],
        "acknowledgements": [{"never_again_id": "w1", "person_id": "U0BEN", "read_at": NOW}],
        "loss_audits": [{"id": "a1", "account_id": "acme", "loss_id": "l1", "due_on": NOW.date(), **audited()}],
        "plans": [plan()],
        "steps": [step()],
        "rescues": [rescue()],
        "rescue_reviews": [review()],
        "documents": [
            {"id": "d1", "kind": "playbook", "key": "rescue", "version": 1, "text": "x", "is_off": True, "put_at": NOW}
        ],
    }
    put(store, **{name: some for name, some in every.items() if name in tables_of(store)})


def tables_of(store: Store) -> dict[str, Table]:
    """The tables that the database has now, Alembic's and those that are empty between two deeds aside."""
    found = MetaData()
    found.reflect(store.engine)
    return {name: table for name, table in found.tables.items() if name not in ("alembic_version", "audit_permits")}


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the database itself gives it."""
    with store.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(table.select().order_by(*table.primary_key)).mappings()]
            for name, table in tables_of(store).items()
        }


def put(store: Store, **rows: list[dict[str, Any]]) -> None:
    """Write rows into the tables of the form that the database has."""
    old = MetaData()
    old.reflect(store.engine)
    with store.engine.begin() as connection:
        for name, some in rows.items():
            table = old.tables[name]
            for row in some:
                told = {"team_id": "T0TEND", **row}
                connection.execute(table.insert().values({key: told[key] for key in told if key in table.c}))


def workspace(tz: str = "UTC") -> dict[str, Any]:
    told: dict[str, Any] = {"policy": {}, "portfolio": {}, "refit_at": NOW, "installed_at": NOW}
    return {"name": "", "bot_user_id": "", "asleep_reason": "", "tz": tz, **told}


def person(id_: str, tz: str) -> dict[str, Any]:
    is_other = dict.fromkeys(("is_bot", "is_guest", "is_stranger", "is_admin"), False)
    return {"id": id_, "name": id_, "tz": tz, "role": "member", "seen_at": NOW, **is_other}


def account(name: str, **more: Any) -> dict[str, Any]:
    then = {"created_at": NOW, "updated_at": NOW, "attempts_since_contact": 0}
    return {"id": name, "name": name.title(), "name_key": name, "tier": "standard", "status": "active", **then, **more}


def calendar() -> dict[str, Any]:
    never = {"found": 0, "failures": 0, "failure": ""}
    return {"person_id": "U0ANA", "address": "sealed", "host": "x.test", "added_at": NOW, "due_at": NOW, **never}


def handed_over() -> dict[str, Any]:
    text = {"name": "a.csv", "pasted": "Acme", "currency": "EUR", "step": "offered"}
    return {"id": "i1", "slot": "D0:1", "person_id": "U0ANA", "channel_id": "D0", "attempts": 0, "made_at": NOW, **text}


def remark() -> dict[str, Any]:
    said = {"account_id": "acme", "text": "who else?", "is_big": True, "due_on": NOW.date()}
    return {"id": "r1", "reported_by": "U0ANA", "reported_at": NOW, "state": "open", "answer": "", **said}


def plan() -> dict[str, Any]:
    told = {"playbook": "rescue", "title": "Rescue", "from_text": "angry", "to_text": "well", "outcome": ""}
    return {"id": "p1", "account_id": "acme", "version": 1, "state": "open", "opened_at": NOW, **told}


def rescue() -> dict[str, Any]:
    said = {"why": "the launch failed", "words": "“never again”", "worked": "", "helpers": ["U0BEN"]}
    stands = {"state": "open", "status_before": "active", "opened_at": NOW}
    return {"id": "e1", "account_id": "acme", "plan_id": "l1", **said, **stands}


def review() -> dict[str, Any]:
    said = {"stands": "so so", "next_step": "", "reviewed_by": "U0ANA", "reviewed_at": NOW}
    return {"id": "v1", "rescue_id": "e1", "account_id": "acme", **said}


def step() -> dict[str, Any]:
    told = {"key": "call", "text": "Call", "kind": "step", "state": "open", "note": "", "due_on": NOW.date()}
    return {"id": "s1", "plan_id": "p1", "account_id": "acme", "position": 0, "owner_id": "U0ANA", **told}


def loss() -> dict[str, Any]:
    empty = dict.fromkeys(("decided_by", "words", "attraction", "exit_with", "override_why", "reopen_why"), "")
    told = {"state": "won_back", "ended_on": NOW.date(), "reasons": [], "is_past": False, "recorded_at": NOW}
    return {"id": "l1", "account_id": "acme", **told, **empty}


def audited() -> dict[str, Any]:
    return {"state": "open", "findings": [], "report": "", "outsider": "Jane Roe", "opened_at": NOW}


def with_result() -> dict[str, Any]:
    return {"state": "closed", "asked": 3, "given": 2, "opened_at": NOW, "closed_at": NOW, "band": "sound", "score": 70}


def promise() -> dict[str, Any]:
    said = {"account_id": "acme", "text": "a list", "side": "ours", "due_on": NOW.date(), "moved": 1, "note": "later"}
    return {"id": "o1", "made_by": "U0ANA", "made_at": NOW, "state": "open", "contact_id": "jane", **said}


def wish() -> dict[str, Any]:
    days = {"every": 1, "unit": "month", "first_on": NOW.date(), "due_on": NOW.date()}
    said = {"account_id": "acme", "text": "a report", "state": "open", "why": "", **days}
    return {"id": "w1", "noted_by": "U0ANA", "noted_at": NOW, **said}


def delivery() -> dict[str, Any]:
    days = {"due_on": NOW.date(), "delivered_on": NOW.date(), "recorded_at": NOW}
    return {"id": "v1", "account_id": "acme", "wish_id": "w1", "note": "June", "delivered_by": "U0ANA", **days}


def breakdown() -> dict[str, Any]:
    said = {"account_id": "acme", "text": "no export", "broke_on": NOW.date(), "state": "open"}
    return {"id": "d1", "reported_by": "U0ANA", "reported_at": NOW, "recovery": "", "proof": "", **said}


def opening() -> dict[str, Any]:
    said = {"account_id": "acme", "kind": "referral", "text": "Lyon?", "ask_on": NOW.date(), "outcome": ""}
    return {"id": "o1", "state": "open", "noted_by": "U0ANA", "noted_at": NOW, **said}


def winback() -> dict[str, Any]:
    said = {"why": "we miss them", "must_change": "", "burdens": "", "wanted": True, "next_on": NOW.date()}
    of = {"account_id": "acme", "loss_id": "l1", "keeper_id": "U0ANA"}
    return {"id": "b1", "state": "open", "decide_by": NOW.date(), "opened_at": NOW, **of, **said}


def lesson() -> dict[str, Any]:
    said = {"text": "call more", "way": "computed", "condition": "silent", "number": 30, "task": "", "outcome": ""}
    of = {"account_id": "acme", "loss_id": "l1", "owner_id": "U0ANA", "due_on": NOW.date(), "looked_of": 0}
    return {"id": "s1", "state": "open", "made_by": "U0ANA", "made_at": NOW, **of, **said}


def never_again() -> dict[str, Any]:
    of = {"account_id": "acme", "loss_id": "l1", "channel_id": "C0HEALTH", "words": "read it"}
    return {"id": "w1", "posted_by": "U0ANA", "posted_at": NOW, **of}


def clock(account_id: str, rule: str, rings_at: datetime) -> dict[str, Any]:
    at_rest = {"episode": 0, "snoozes": 0, "snooze_reason": "", "failures": 0}
    return {"account_id": account_id, "rule": rule, "subject": "", "rings_at": rings_at, **at_rest}


def audit(account_id: str, at: datetime, person_id: str | None, after: dict[str, Any] | None) -> dict[str, Any]:
    said = {"account_id": account_id, "subject_id": account_id, "person_id": person_id, "before": None}
    return {"id": new_id(), "deed": "account.edit", "at": at, "after": after, **said}


def contact(id_: str, name: str, account_id: str) -> dict[str, Any]:
    at_client = {"account_id": account_id, "level": "executive", "level_is_suggested": False, "title": "CEO"}
    told = {"roles": ["champion"], "can_hire_or_fire": True, "email": "jane@acme.test", "created_at": NOW}
    return {"id": id_, "name": name, "name_key": name.casefold(), **at_client, **told}


def nudge(id_: str, account_id: str, at: datetime) -> dict[str, Any]:
    told = {"reason": "No word for 16 days.", "clears": "A call.", "closed_why": "", "opened_at": at, "raised_at": at}
    return {"id": id_, "account_id": account_id, "rule": "quiet", "subject": "", "episode": 1, "level": "due", **told}


def installation() -> dict[str, Any]:
    told = {"enterprise_id": "", "bot_user_id": "U0TEND", "installed_by": "U0ANA", "installed_at": NOW}
    return {"bot_token": "sealed", "scopes": "chat:write", **told}
