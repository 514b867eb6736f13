"""Every page of the Home of somebody with none, one, some, many or ten thousand accounts is one that Slack takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.home.publish import publish
from bot.home.viewer import Viewer
from bot.views.home import Place
from storage import names, people
from storage.tables import Account, Clock, Contact, Nudge, Touch, TouchContact
from tests.bench.portfolio import account_name, account_row, touch_row, write
from tests.handlers.office import ANA, TUESDAY, Office
from tests.handlers.test_home import words

PLACES = ("mine:1", "waiting:1", "quiet:2", "coming:1", "senior:1", "accounts:3", "team:1", "portfolio:1")
RULES = ("quiet", "senior")
LEVELS = ("early", "due", "critical", None)
LONG = " <!channel> & *Sons* `of` the largest of all client companies, with a name as long as names may be"


@pytest.mark.parametrize("many", [0, 1, 7, 300, pytest.param(10_000, marks=pytest.mark.long)])
def test_slack_takes_every_page(office: Office, many: int) -> None:
    lay_out(office, many)
    with office.store.write() as session:
        ana = people.get(session, office.team_id, ANA)
        assert ana is not None
        ana.role = "admin"
    for place in PLACES:
        publish(office.tend, Viewer(office.team_id, ana, office.now), Place.of(place))
        shown = office.slack.home(ANA)
        assert shown is not None
        assert "<!channel>" not in words(shown)
        assert "Log a touch" in str(shown.blocks[-1]), "the end of the page is there"


def lay_out(office: Office, many: int) -> None:
    """Accounts of one owner, with much that waits, is quiet or comes up, and a senior contact whom one of us knows."""
    numbers, ours = range(many), {"team_id": office.team_id}
    write(office.store, Account, ({**account_row(n, silent=True), **ours, **_named(n)} for n in numbers))
    write(office.store, Touch, ({**touch_row(n, silent=True), **ours, "logged_by": ANA} for n in numbers))
    write(office.store, Clock, ({**row, **ours} for n in numbers for row in _clocks(n)))
    write(office.store, Nudge, ({**_nudge(n), **ours} for n in numbers))
    write(office.store, Contact, ({**_contact(n), **ours} for n in numbers))
    write(office.store, TouchContact, ({**ours, "touch_id": f"t{n:031}", "contact_id": f"c{n:031}"} for n in numbers))


def _named(number: int) -> dict[str, Any]:
    name = f"{account_name(number)}{LONG}"
    return {
        "name": name,
        "name_key": names.key(name),
        "owner_id": ANA,
        "tier": ("key", "standard", "light")[number % 3],
    }


def _clocks(number: int) -> Iterator[dict[str, Any]]:
    for place, rule in enumerate(RULES):
        level = LEVELS[(number + place) % 4]
        rings_at = TUESDAY + timedelta(hours=1 + number % 300)
        yield {"account_id": f"{number:032}", "rule": rule, "subject": "", "level": level, "rings_at": rings_at}


def _nudge(number: int) -> dict[str, Any]:
    of = {"account_id": f"{number:032}", "rule": "senior", "subject": "", "episode": 1, "level": "due"}
    said = {"reason": f"No word from {LONG}", "clears": LONG, "opened_at": TUESDAY, "raised_at": TUESDAY}
    return {"id": f"n{number:031}", **of, **said}


def _contact(number: int) -> dict[str, Any]:
    who = {"name": f"Jane{LONG}", "name_key": f"jane {number}", "level": "executive", "roles": [], "title": LONG}
    return {"id": f"c{number:031}", "account_id": f"{number:032}", "created_at": TUESDAY, **who}
