"""What single migrations make of what was there before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import select

from bot.nudges.portfolio import refit
from bot.nudges.sweep import sweep
from storage.engine import Store
from storage.migrate import migrate
from storage.tables import Account, AccountChannel, Clock, Loss, Person, StaffingChange, Workspace
from tests.storage.forms import back_to, put
from tests.storage.old_rows import NOW, account, audit, clock, person, workspace


def test_accounts_from_before_rhythms_are_counted_at_the_first_tick(store: Store) -> None:
    back_to(store, "0001")
    put(store, workspaces=[workspace()], accounts=[account("acme", last_contact_at=NOW - timedelta(days=4))])
    put(store, touches=[call(days_ago) for days_ago in (24, 15, 4)])

    migrate(store)
    with store.read() as session:
        [ours, acme] = session.get(Workspace, "T0TEND"), session.get(Account, ("T0TEND", "acme"))
    assert ours is not None
    assert acme is not None
    assert (ours.refit_at, acme.name, acme.rhythm) == (None, "Acme", None)

    assert refit(store, NOW, {})
    assert refit(store, NOW, {})
    assert not refit(store, NOW, {})
    with store.read() as session:
        acme = session.get(Account, ("T0TEND", "acme"))
    assert acme is not None
    assert acme.rhythm is not None
    assert (acme.rhythm["gaps"], acme.rhythm["last_on"]) == ([9, 11], date(2026, 5, 8).isoformat())


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


def call(days_ago: int) -> dict[str, Any]:
    said = {"account_id": "acme", "kind": "call", "direction": "two-way", "source": "command", "logged_by": "U0ANA"}
    then = {"occurred_at": NOW - timedelta(days=days_ago), "logged_at": NOW}
    return {"id": f"t{days_ago}", "note": "", **said, **then}
