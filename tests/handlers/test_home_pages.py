"""Pages of the Home tab: turned by buttons, kept while things are done on them, and only for whom they are."""

from __future__ import annotations

from bot.playground.modals import View
from bot.work import settings
from bot.work.deed import Deed
from tests.handlers.office import ANA, BEN, Office
from tests.handlers.test_forms_sent import chosen
from tests.handlers.test_home import home, words


def turn(office: Office, view: View, place: str, user: str = ANA) -> View:
    """The view after somebody pressed the button that leads to a page."""
    [action_id] = [
        element["action_id"]
        for block in view.blocks
        for element in block.get("elements", [])
        if element.get("value") == place
    ]
    office.press(view, action_id, user, value=place)
    shown = office.slack.home(user)
    assert shown is not None
    return shown


def lead(office: Office, who: str = ANA, of: str = BEN) -> None:
    settings.set_lead(office.store, Deed(office.team_id, None, office.now), of, who)


def headings(view: View) -> list[str]:
    return [block["text"]["text"] for block in view.blocks if block["type"] == "header"]


def test_the_first_page_has_every_section(office: Office) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=16)
    office.wait_days(0.01)
    assert headings(home(office)) == [
        "What waits on you: 1", "Quiet now: 1", "Coming up in the next 14 days", "Senior gaps", "Your accounts: 1",
        "Settings",
    ]  # fmt: skip


def test_all_of_a_section_is_a_page_away_and_back_again(office: Office) -> None:
    for number in range(30):
        office.account(f"Client {number:02}")
    page = turn(office, home(office), "accounts:1")
    assert headings(page) == ["Your accounts: 30"]
    assert "Client 24" in words(page)
    assert "Client 25" not in words(page)
    page = turn(office, page, "accounts:2")
    assert "Client 25" in words(page)
    assert "What waits on you" in headings(turn(office, page, "mine:1"))


def test_a_page_stays_open_while_something_is_done_on_it(office: Office) -> None:
    office.touch(office.account("Globex", tier="key"), days_ago=16)
    for number in range(9):
        office.touch(office.account(f"Client {number}", tier="key"), days_ago=16)
    office.wait_days(0.01)
    page = turn(office, home(office), "waiting:1")
    office.press(page, "nudge.take")
    now = office.slack.home(ANA)
    assert now is not None
    assert "yours to see to now" in words(now)
    assert headings(now) == ["What waits on you: 10"]


def test_a_page_stays_open_while_a_form_is_sent_from_it(office: Office) -> None:
    acme = office.account("Acme Corp")
    for number in range(9):
        office.account(f"Client {number}")
    page = turn(office, home(office), "accounts:1")
    view = office.press(page, "home.log").view
    assert view is not None
    assert office.submit(view, account=chosen(acme), kind="call").ok
    now = office.slack.home(ANA)
    assert now is not None
    assert headings(now) == ["Your accounts: 10"]


def test_an_account_is_shown_at_a_glance_above_the_others(office: Office) -> None:
    acme = office.account("Acme Corp")
    office.touch(acme, days_ago=3)
    page = home(office)
    office.press(page, "home.show", value=acme)
    now = office.slack.home(ANA)
    assert now is not None
    assert headings(now)[:2] == ["Acme Corp", "What waits on you"]
    assert "Touches per month" in words(now)


def test_the_page_is_the_same_when_the_tab_is_opened_again(office: Office) -> None:
    for number in range(9):
        office.account(f"Client {number}")
    turn(office, home(office), "accounts:1")
    assert headings(home(office)) == ["Your accounts: 9"]


def test_a_page_that_is_no_more_gives_way_to_the_last(office: Office) -> None:
    for number in range(26):
        office.account(f"Client {number:02}")
    page = turn(office, turn(office, home(office), "accounts:1"), "accounts:2")
    assert "Client 25" in words(page)
    office.says("/client owner Client 25 <@U0BEN>")
    assert "Client 00" in words(home(office))


def test_who_leads_sees_their_team_its_portfolio_and_on_whom_senior_lines_hang(office: Office) -> None:
    lead(office)
    globex = office.account("Globex", tier="key", owner_id=BEN)
    jane = office.contact(globex, "Jane Doe", title="CEO")
    office.touch(globex, days_ago=16, contacts=[jane], people=[BEN])
    office.account("Elsewhere", owner_id="U0CHRIS")
    office.wait_days(0.01)
    team = turn(office, home(office), "team:1")
    assert "1 account; 1 nudge waiting, 0 of them untouched for too long." in words(team)
    assert "If *Ben Okafor* leaves, this account has no senior line: Globex" in words(team)
    portfolio = turn(office, team, "portfolio:1")
    assert "Of 1 account: ✓ calm 0, ○ early 0, ◐ due 1, ● critical 0." in words(portfolio)


def test_an_admin_sees_everybody(office: Office) -> None:
    settings.set_role(office.store, Deed(office.team_id, None, office.now), ANA, "admin")
    office.account("Globex", owner_id=BEN)
    office.account("Elsewhere", owner_id="U0CHRIS")
    office.account("Orphan", owner_id=None)
    team = words(turn(office, home(office), "team:1"))
    assert "2 accounts; 0 nudges waiting" in team
    assert "1 account is nobody's" in team


def test_who_does_not_lead_sees_no_page_of_a_team_even_where_they_once_did(office: Office) -> None:
    lead(office)
    turn(office, home(office), "team:1")
    settings.set_lead(office.store, Deed(office.team_id, None, office.now), BEN, None)
    now = home(office)
    assert headings(now)[0] == "What waits on you"
    assert "The team" not in words(now)


def test_settings_in_brief_are_ones_own(office: Office) -> None:
    settings.set_alert_channel(office.store, Deed(office.team_id, None, office.now), "C0HEALTH")
    lead(office, who=BEN, of=ANA)
    text = words(home(office))
    assert "Warnings go to <#C0HEALTH>" in text
    assert "your lead is <@U0BEN>" in text
