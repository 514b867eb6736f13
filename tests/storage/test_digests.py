from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage import digests, names
from storage.digests import Named, Scope, Span
from storage.engine import Store
from storage.tables import Account, AccountChannel, Meeting, Nudge, Touch, Workspace

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = Span(NOW - 7 * DAY, NOW)
ALL = Scope()
LONG_AGO = NOW - 300 * DAY


@pytest.fixture(autouse=True)
def workspaces(store: Store) -> None:
    add(store, Workspace(team_id="T1", installed_at=NOW))


def add(store: Store, *rows: object) -> None:
    with store.write() as session:
        for row in rows:
            session.add(row)
            session.flush()


def account(name: str, **said: Any) -> Account:
    key = names.key(name)
    plain = {"owner_id": "U1", "created_at": LONG_AGO, "updated_at": LONG_AGO}
    return Account(team_id="T1", id=key, name=name, name_key=key, **{**plain, **said})


def nudge(account_id: str, opened: int, level: str = "due", **said: Any) -> Nudge:
    """One that was opened so many days ago."""
    at = NOW - opened * DAY
    plain = {"rule": "quiet", "episode": 400 - opened, "reason": "", "opened_at": at, "raised_at": at}
    return Nudge(team_id="T1", account_id=account_id, level=level, **{**plain, **said})


def touch(account_id: str, days_ago: float, **said: Any) -> Touch:
    at = NOW - days_ago * DAY
    plain = {"kind": "call", "direction": "two-way", "source": "command", "logged_by": "U1", "logged_at": at}
    return Touch(team_id="T1", account_id=account_id, occurred_at=at, **{**plain, **said})


def named(store: Store, what: Any, scope: Scope = ALL) -> Any:
    with store.read() as session:
        return what(session, "T1", scope, WEEK, most=2)


def test_who_waits_comes_the_loudest_first_then_by_tier_and_by_how_long(store: Store) -> None:
    add(
        store,
        account("Young", tier="key"),
        account("Old", tier="key"),
        account("Light", tier="light"),
        account("Loud", tier="light"),
        account("Calm"),
        account("Lost", status="lost"),
    )
    add(store, nudge("young", 3), nudge("old", 9), nudge("light", 30), nudge("loud", 1, "critical"))
    add(store, nudge("loud", 2, "early"), nudge("calm", 9, closed_at=NOW), nudge("lost", 9))

    with store.read() as session:
        found = digests.waiting(session, "T1", ALL, NOW.date(), limit=9)
        two = digests.waiting(session, "T1", ALL, NOW.date(), limit=2)
    assert [(one.name, one.level) for one in found] == [
        ("Loud", "critical"),
        ("Old", "due"),
        ("Young", "due"),
        ("Light", "due"),
    ]
    assert two == found[:2]


def test_what_is_urgent_comes_before_all_that_is_louder_and_is_named_first(store: Store) -> None:
    add(store, account("Burning", tier="light"), account("Acme", tier="key"))
    add(store, nudge("acme", 30, "critical"), nudge("burning", 1, "due", rule="rescue", manner="urgent"))

    with store.read() as session:
        found = digests.waiting(session, "T1", ALL, NOW.date(), limit=9)
    assert [(one.name, one.level) for one in found] == [("Burning", "due"), ("Acme", "critical")]
    add(store, nudge("acme", 2, "critical", rule="senior"), account("Burnt"), nudge("burnt", 1, manner="urgent"))
    assert named(store, digests.waits)["entered"] == Named(2, ("Burning", "Burnt"))


def test_the_next_meeting_is_the_first_that_lies_ahead_and_was_not_kept(store: Store) -> None:
    add(store, account("Acme"), nudge("acme", 3))
    for day, kept_by in ((1, None), (14, "t"), (20, None), (30, None)):
        meeting: dict[str, Any] = {"planned_on": date(2026, 5, day), "kept_by": kept_by, "created_at": NOW}
        add(store, Meeting(team_id="T1", account_id="acme", **meeting))

    with store.read() as session:
        [one] = digests.waiting(session, "T1", ALL, NOW.date(), limit=9)
    assert one.next_on == date(2026, 5, 20)


def test_what_is_open_was_entered_got_worse_or_was_said_before(store: Store) -> None:
    add(store, *(account(name) for name in ("New", "Worse", "More", "Before", "Done")))
    add(
        store,
        nudge("new", 2),
        nudge("worse", 20, "critical", raised_at=NOW - DAY),
        nudge("more", 20, "early"),
        nudge("more", 1, "early", rule="senior"),
        nudge("before", 9),
        nudge("done", 2, closed_at=NOW - DAY, touch_id="t"),
    )

    assert named(store, digests.waits) == {
        "entered": Named(1, ("New",)),
        "worse": Named(2, ("Worse", "More")),
        "still": Named(1, ("Before",)),
    }
    assert named(store, digests.closed) == {"answered": Named(1, ("Done",))}


def test_what_was_closed_without_a_touch_is_told_apart_and_what_was_closed_long_ago_not_at_all(store: Store) -> None:
    add(store, account("Snoozed"), account("Old"))
    add(store, nudge("snoozed", 9, closed_at=NOW - DAY), nudge("old", 30, closed_at=NOW - 9 * DAY, touch_id="t"))

    assert named(store, digests.closed) == {"settled": Named(1, ("Snoozed",))}


def test_only_the_first_names_are_told_and_all_are_counted_once(store: Store) -> None:
    add(store, *(account(name) for name in ("C", "B", "A")))
    add(store, nudge("a", 1), nudge("b", 1), nudge("c", 1, "critical"), nudge("c", 2, "early", rule="senior"))

    assert named(store, digests.waits) == {"entered": Named(3, ("C", "A"))}


def test_accounts_are_new_in_the_week_in_which_they_were_added(store: Store) -> None:
    add(store, account("New", created_at=NOW - DAY), account("Old"))

    assert named(store, digests.added) == Named(1, ("New",))


def test_clients_of_longer_standing_that_are_written_down_are_not_new(store: Store) -> None:
    came = {"created_at": NOW - DAY}
    add(store, account("Written down", client_since=date(2019, 4, 1), **came), account("Old"))
    add(store, account("Signed", client_since=date(2026, 5, 11), **came))

    assert named(store, digests.added) == Named(1, ("Signed",))


def test_nobody_is_new_where_all_came_at_once(store: Store) -> None:
    add(store, account("Acme", created_at=NOW - DAY), account("Globex", created_at=NOW - DAY))

    assert named(store, digests.added) == Named()


def test_what_settled_in_the_week_in_which_an_account_came_is_no_news_but_an_answer_is(store: Store) -> None:
    add(store, account("Settled", created_at=NOW - DAY), account("Answered", created_at=NOW - DAY))
    add(store, nudge("settled", 1, closed_at=NOW - DAY), nudge("settled", 1, rule="senior"))
    add(store, nudge("answered", 1, closed_at=NOW, touch_id="t"), nudge("answered", 1, closed_at=NOW, rule="senior"))

    assert named(store, digests.closed) == {"answered": Named(1, ("Answered",))}
    assert named(store, digests.waits) == {"entered": Named(1, ("Settled",))}


def test_accounts_are_lost_in_the_week_in_which_that_was_noted_and_imported_losses_are_history(store: Store) -> None:
    lost = {"status": "lost", "lost_on": date(2026, 1, 5)}
    add(store, account("Noted", updated_at=NOW - DAY, **lost), account("Old", **lost))
    add(store, account("Imported", created_at=NOW - DAY, updated_at=NOW - DAY, **lost))

    assert named(store, digests.lost) == Named(1, ("Noted",))
    assert named(store, digests.added) == Named()


def test_touches_of_the_week_are_counted_but_for_notes_and_what_was_undone(store: Store) -> None:
    add(store, account("Acme", last_contact_at=NOW - DAY), account("Globex", last_contact_at=NOW - 9 * DAY))
    add(store, touch("acme", 1), touch("acme", 6.9), touch("globex", 7.1), touch("globex", -1))
    add(store, touch("acme", 2, kind="note"), touch("acme", 3, undone_at=NOW))

    with store.read() as session:
        assert digests.touches(session, "T1", ALL, WEEK, ["note"]) == 2
        assert digests.spoken_to(session, "T1", ALL, WEEK) == 1


def test_each_week_tells_who_waited_at_its_end_and_who_was_answered_in_it(store: Store) -> None:
    add(store, account("Acme"), account("Globex"))
    add(
        store,
        nudge("acme", 20),
        nudge("acme", 19, rule="senior"),
        nudge("globex", 20, closed_at=NOW - 10 * DAY, touch_id="t"),
        nudge("globex", 12, closed_at=NOW - 2 * DAY),
    )

    moments = [NOW - back * 7 * DAY for back in (3, 2, 1, 0)]
    with store.read() as session:
        assert digests.trend(session, "T1", ALL, moments) == [(2, 0), (2, 1), (1, 0)]


def test_a_scope_leaves_out_what_is_others(store: Store) -> None:
    add(store, account("Mine"), account("Theirs", owner_id="U2"), account("Nobodys", owner_id=None))
    add(store, nudge("mine", 1), nudge("theirs", 1), nudge("nobodys", 1))

    assert named(store, digests.waits, Scope(owner_ids=["U1"])) == {"entered": Named(1, ("Mine",))}
    assert named(store, digests.waits, Scope(account_id="theirs")) == {"entered": Named(1, ("Theirs",))}
    assert named(store, digests.waits)["entered"].total == 3


def test_channels_of_accounts_about_which_nothing_stirs_are_left_out(store: Store) -> None:
    for name in ("Waits", "Answered", "Calm", "Lost"):
        add(store, account(name, status="lost" if name == "Lost" else "active"))
        add(store, AccountChannel(team_id="T1", channel_id=f"C-{name}", account_id=names.key(name)))
    add(store, nudge("waits", 90), nudge("answered", 9, closed_at=NOW - DAY), nudge("lost", 2))
    add(store, nudge("calm", 30, closed_at=NOW - 20 * DAY))

    with store.read() as session:
        assert digests.linked(session, "T1", NOW - 8 * DAY) == ["C-Answered", "C-Waits"]


def test_where_there_is_nothing_nothing_is_counted(store: Store) -> None:
    with store.read() as session:
        assert digests.waiting(session, "T1", ALL, NOW.date(), limit=9) == []
        assert digests.touches(session, "T1", ALL, WEEK, ["note"]) == 0
        assert digests.trend(session, "T1", ALL, [NOW - DAY, NOW]) == [(0, 0)]
    assert named(store, digests.waits) == named(store, digests.closed) == {}
    assert named(store, digests.added) == Named()
