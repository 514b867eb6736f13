from __future__ import annotations

from datetime import timedelta

from storage import calendars
from storage.engine import Store
from storage.tables import Calendar, Workspace
from tests.storage.rows import NOON

HOUR = timedelta(hours=1)


def calendar(team_id: str, person_id: str, hours_ago: float) -> Calendar:
    at = NOON - hours_ago * HOUR
    return Calendar(team_id=team_id, person_id=person_id, address="sealed", host="x.test", added_at=at, due_at=at)


def test_the_calendar_that_is_due_for_longest_is_read_by_one_process_alone(store: Store) -> None:
    with store.write() as session:
        session.add(Workspace(team_id="T0", installed_at=NOON))
        session.add(Workspace(team_id="T1", installed_at=NOON, asleep_since=NOON))
        for row in (calendar("T0", "U0", 1), calendar("T0", "U1", 2), calendar("T1", "U2", 3)):
            session.add(row)

    claimed = []
    for _ in range(3):
        with store.write() as session:
            claimed.append(calendars.claim(session, NOON, NOON + HOUR))

    assert claimed == [("T0", "U1"), ("T0", "U0"), None]
    with store.write() as session:
        assert calendars.claim(session, NOON + HOUR, NOON + 2 * HOUR) is not None
