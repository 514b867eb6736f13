"""Time passes in a workspace in which one text is typed everywhere."""

from __future__ import annotations

from datetime import timedelta

from storage import outbox
from tests.handlers.office import Office

_MINUTE = timedelta(minutes=1)
_MINUTES = 60  # at most, in which all that is due is said


def pass_days(office: Office, days: float) -> None:
    """Days pass, then minutes until all that is due was said: what one reader hears comes a second apart."""
    office.wait_days(days)
    for _ in range(_MINUTES):
        with office.store.read() as session:
            due = outbox.next_due(session)
        if due is None or due > office.now + _MINUTE:
            return
        office.wait_days(_MINUTE / timedelta(days=1))
