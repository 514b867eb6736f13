"""Lists are worked on here, each when it is due: tried, imported, told of.

A list is claimed by a lease, as messages are: whoever dies over it is followed by another. To try a list changes
nothing, and to import it twice adds nothing twice, so that each step may be begun again.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.importing.errand import Errand
from bot.importing.lease import DONE, LEASE
from bot.importing.source import NotFetched
from bot.nudges.slack import Fate, Trouble
from bot.tend import Tend
from bot.views import imports as views
from bot.work.deed import Refused
from bot.work.permission import NotAllowed
from bot.workers import GoOn, Stopped
from storage import imports
from storage.tables import Import

log = structlog.get_logger()

ATTEMPTS = 5
_PAUSE = timedelta(minutes=1)


def wake(tend: Tend) -> None:
    """Have the lists that are due worked on, beside whoever asks."""
    tend.imports.begin(lambda go_on: work(tend, go_on))


def wake_if_due(tend: Tend, now: datetime) -> None:
    """Go on with what somebody else left lying. `now`: aware UTC."""
    with tend.store.read() as session:
        due = imports.is_due(session, now)
    if due:
        wake(tend)


def work(tend: Tend, go_on: GoOn) -> None:
    """Work on one list after another until none is due. Never raises: what goes wrong is told, or reported."""
    try:
        while (row := _claimed(tend)) is not None:
            _see_to(tend, row, go_on)
    except Stopped:
        log.info("imports.stopped")
    except Exception:
        log.exception("imports.failed")  # the database: the lease ends by itself


def _claimed(tend: Tend) -> Import | None:
    with tend.store.write() as session:
        claimed = imports.claim(session, tend.now(), LEASE)
        return imports.get(session, *claimed) if claimed else None


def _see_to(tend: Tend, row: Import, go_on: GoOn) -> None:
    try:
        _carry_out(tend, row, go_on)
    except Stopped:
        _change(tend, row, {"due_at": tend.now(), "attempts": row.attempts - 1})
        raise
    except Trouble as met:
        _put_off(tend, row, met)


def _carry_out(tend: Tend, row: Import, go_on: GoOn) -> None:
    """Take a list one step on, and say so. Raises `Trouble` where Slack does not take what is to be said."""
    errand = Errand(tend, row, go_on)
    try:
        errand.go()
    except NotFetched as why:
        log.warning("import.not_fetched", why=str(why))
        errand.rest(views.not_fetched(row.id, row.name), {"step": "offered"})
    except NotAllowed as refused:
        errand.rest(views.not_allowed(row.name, str(refused)), DONE)
    except Refused as refused:
        errand.rest(views.refused(row.name, str(refused)), DONE)
    except (Stopped, Trouble):
        raise
    except Exception as error:
        reference = secrets.token_hex(3)
        log.error("import.failed", reference=reference, exc_info=error)
        errand.rest(views.failed(row.name, reference), DONE)


def _put_off(tend: Tend, row: Import, met: Trouble) -> None:
    log.warning("import.put_off", code=met.code, fate=met.fate, attempts=row.attempts)
    if met.fate in (Fate.REVOKED, Fate.PERMANENT) or row.attempts >= ATTEMPTS:
        _change(tend, row, DONE)
    else:
        _change(tend, row, {"due_at": tend.now() + max(met.wait, _PAUSE * row.attempts)})


def _change(tend: Tend, row: Import, values: Mapping[str, Any]) -> None:
    with tend.store.write() as session:
        imports.change(session, row.team_id, row.id, values)
