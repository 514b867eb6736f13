"""An open Home tab is shown anew after whatever changes it, whoever did that, and a Slack that fails harms no deed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.home.pace import BY_ITSELF
from bot.nudges.schedule import tick
from bot.work import accounts, nudges, settings
from bot.work.deed import Deed
from storage import homes
from storage.tables import HomeMark, Nudge
from tests.handlers.office import ANA, BEN, CHRIS, Office
from tests.handlers.test_home import home, words
from tests.handlers.test_home_pages import lead, turn


@pytest.fixture
def acme(office: Office) -> str:
    """Ana's account, quiet; and Ana has her Home open."""
    account = office.account("Acme Corp", tier="key")
    office.touch(account, days_ago=16)
    office.wait_days(0.01)
    assert "Quiet now: 1" in shown(office)
    return account


def shown(office: Office, user: str = ANA) -> str:
    view = office.slack.home(user) or home(office, user)
    return "\n".join([words(view), *(block["text"]["text"] for block in view.blocks if block["type"] == "header")])


def published(office: Office) -> int:
    return len(office.slack.calls("views.publish"))


def rest(office: Office) -> None:
    """All that was asked for is published."""
    assert office.desk.homes.rest(10)


def at_next_tick(office: Office, minutes: float = 1) -> None:
    office.now += timedelta(minutes=minutes)
    tick(office.tend, office.now)


def nobodys(office: Office) -> Deed:
    return Deed(office.team_id, None, office.now)


def give(office: Office, account_id: str, person_id: str) -> None:
    accounts.set_owner(office.store, nobodys(office), account_id, person_id)


def marks(office: Office) -> int:
    with office.store.read() as session:
        return len(session.exec(select(HomeMark)).all())


@pytest.mark.usefixtures("acme")
def test_ones_own_command_shows_at_once(office: Office) -> None:
    before = published(office)
    office.says("/touch Acme call: all is well")
    rest(office)
    assert "Nothing waits on you" in shown(office)
    assert published(office) == before + 1
    at_next_tick(office)
    assert published(office) == before + 1, "it was shown already"


@pytest.mark.usefixtures("acme")
def test_what_somebody_else_did_shows_at_the_next_tick(office: Office) -> None:
    office.says("/touch Acme call: all is well", BEN)
    rest(office)
    assert "Quiet now: 1" in shown(office)
    at_next_tick(office)
    assert "Nothing waits on you" in shown(office)
    assert marks(office) == 0


def test_who_never_opened_it_is_shown_nothing(office: Office, acme: str) -> None:
    give(office, acme, BEN)
    at_next_tick(office)
    assert office.slack.home(BEN) is None


def test_who_gave_an_account_away_and_who_got_it_see_it(office: Office, acme: str) -> None:
    assert "Acme Corp" not in shown(office, BEN)
    give(office, acme, BEN)
    at_next_tick(office)
    assert "Acme Corp" not in shown(office)
    assert "Acme Corp" in shown(office, BEN)


def test_who_had_taken_a_nudge_sees_that_another_did_and_that_it_was_answered(office: Office, acme: str) -> None:
    office.press(home(office), "nudge.take")
    give(office, acme, BEN)
    at_next_tick(office)
    assert "taken by <@U0ANA>" in shown(office)
    with office.store.read() as session:
        [nudge] = session.exec(select(Nudge)).all()
    nudges.take(office.store, Deed(office.team_id, CHRIS, office.now), nudge.id)
    at_next_tick(office)
    assert "No account is yours" in shown(office)
    assert "taken by <@U0CHRIS>" in words(home(office, CHRIS))
    office.says("/touch Acme call: all is well", BEN)
    rest(office)
    at_next_tick(office)
    assert "No account is yours" in shown(office, CHRIS)


@pytest.mark.usefixtures("acme")
def test_a_page_of_who_leads_is_shown_anew_for_their_peoples_accounts(office: Office) -> None:
    lead(office, who=BEN, of=ANA)
    turn(office, home(office, BEN), "portfolio:1", BEN)
    assert "◐ due 1" in shown(office, BEN)
    office.says("/touch Acme call: all is well")
    rest(office)
    at_next_tick(office)
    assert "◐ due 0" in shown(office, BEN)


@pytest.mark.usefixtures("acme")
def test_a_setting_shows_on_every_open_tab(office: Office) -> None:
    settings.set_alert_channel(office.store, nobodys(office), "C0HEALTH")
    at_next_tick(office)
    assert "Warnings go to <#C0HEALTH>" in shown(office)


@pytest.mark.usefixtures("acme")
def test_the_passing_of_time_shows_too_once_a_clock_rings(office: Office) -> None:
    office.wait_days(5)
    assert "◐ due" in words(home(office))
    office.wait_days(1)
    assert "● critical" in shown(office)


@pytest.mark.usefixtures("acme")
def test_a_deed_that_changes_nothing_there_is_not_published(office: Office) -> None:
    globex = office.account("Globex", owner_id=ANA)
    office.touch(globex, days_ago=1)
    at_next_tick(office)
    before = published(office)
    office.says("/client contact Globex Joe Bloggs, Buyer", BEN)
    assert marks(office) == 1
    at_next_tick(office)
    assert marks(office) == 0
    assert published(office) == before


@pytest.mark.usefixtures("acme")
def test_a_tab_that_was_opened_days_ago_is_left_in_peace(office: Office) -> None:
    office.now += homes.OPEN_FOR
    before = published(office)
    office.says("/touch Acme call: all is well", BEN)
    at_next_tick(office)
    assert published(office) == before


@pytest.mark.usefixtures("acme")
def test_the_answer_to_a_button_stays_until_something_else_happens(office: Office) -> None:
    view = home(office)
    office.press(view, "nudge.take")
    at_next_tick(office)
    assert "yours to see to now" in shown(office)


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize("fault", ["500", "html", "reset_before"])
def test_a_slack_that_fails_harms_no_deed_and_is_asked_again(office: Office, fault: str) -> None:
    office.slack.faults.add("views.publish", fault, times=None)
    assert "Logged" in office.says("/touch Acme call: all is well")
    rest(office)
    at_next_tick(office)
    office.slack.faults.clear()
    at_next_tick(office, 2)
    assert "Nothing waits on you" in shown(office)


@pytest.mark.usefixtures("acme")
def test_slack_is_given_the_time_that_it_asks_for(office: Office) -> None:
    office.slack.faults.add("views.publish", "429", times=1, retry_after=90)
    office.says("/touch Acme call: all is well")
    rest(office)
    before = published(office)
    at_next_tick(office)
    assert published(office) == before
    at_next_tick(office)
    assert "Nothing waits on you" in shown(office)


@pytest.mark.usefixtures("acme")
def test_no_more_is_published_in_a_minute_than_slack_takes(office: Office) -> None:
    for _ in range(BY_ITSELF):
        office.tend.homes.published(office.team_id, office.now)
    office.says("/touch Acme call: all is well")
    rest(office)
    assert "Quiet now: 1" in shown(office)
    at_next_tick(office, 1.5)
    assert "Nothing waits on you" in shown(office)


def test_who_opens_theirs_or_presses_a_button_need_not_wait(office: Office) -> None:
    for _ in range(2 * BY_ITSELF):
        office.tend.homes.published(office.team_id, office.now)
    assert "Settings" in shown(office)


@pytest.mark.usefixtures("acme")
def test_where_slack_knows_no_charts_they_are_told_in_words(office: Office) -> None:
    lead(office)
    office.slack.faults.refuse_blocks("data_visualization", "data_table")
    text = words(turn(office, home(office), "portfolio:1"))
    assert "*Accounts by level and tier*" in text
    assert "*Accounts by tenure and silence*" in text


@pytest.mark.usefixtures("acme")
def test_who_is_no_longer_one_of_ours_is_shown_nothing_more(office: Office) -> None:
    with office.store.write() as session:
        session.connection().exec_driver_sql("UPDATE people SET is_guest = 1 WHERE id = 'U0ANA'")
    before = published(office)
    office.says("/touch Acme call: all is well", BEN)
    at_next_tick(office)
    assert published(office) == before
    with office.store.read() as session:
        assert homes.get(session, office.team_id, ANA) is None
