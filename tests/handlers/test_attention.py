"""`/client attention`: to each what they look after."""

from __future__ import annotations

import pytest

from bot.work import settings
from bot.work.deed import Deed
from tests.handlers.office import ANA, BEN, CHRIS, DANA, Office
from tests.handlers.test_home import home, words
from tests.handlers.test_home_pages import turn


@pytest.fixture
def team(office: Office) -> Office:
    """Ben leads Ana; one of hers takes her week, the other waits."""
    acme = office.account("Acme", client_since=office.now.date().replace(year=2024))
    office.account("Globex", client_since=office.now.date().replace(year=2024))
    office.account("Umbra", owner_id=CHRIS)
    for days in range(1, 8):
        office.touch(acme, days)
    settings.set_lead(office.store, Deed(office.team_id, None, office.now), ANA, BEN)
    return office


def asked(team: Office, who: str, what: str = "") -> str:
    return team.read(team.type(f"/client attention {what}", who).ephemerals[-1])


def test_an_owner_sees_their_own(team: Office) -> None:
    said = asked(team, ANA)
    assert "You: 7 of 7 touches went to *Acme*; meanwhile *Globex* waits." in said
    assert "Umbra" not in said


def test_a_lead_sees_their_teams_and_an_admin_all(team: Office) -> None:
    assert f"<@{ANA}>: 7 of 7 touches" in asked(team, BEN)
    team.says("/client settings role me admin", CHRIS)
    assert "Umbra" in asked(team, CHRIS)
    assert "Acme" not in asked(team, CHRIS, "mine")


def test_a_guest_sees_nothing(team: Office) -> None:
    assert "Acme" not in team.says("/client attention", DANA)


def test_it_stands_on_the_teams_page_of_a_leads_home(team: Office) -> None:
    page = words(turn(team, home(team, BEN), "team:1", BEN))
    assert f"<@{ANA}>: 7 of 7 touches went to *Acme*" in page
