from __future__ import annotations

from datetime import timedelta

from bot.playground.modals import View
from tests.handlers.office import ANA, BEN, Office
from tests.handlers.test_forms_sent import chosen
from tests.views import reading


def home(office: Office, user: str = ANA) -> View:
    office.slack.open_home(user)
    shown = office.slack.home(user)
    assert shown is not None
    return shown


def words(view: View) -> str:
    return reading.words(view.blocks)


def test_a_newcomer_is_shown_how_to_begin(office: Office) -> None:
    assert "How to begin" in words(home(office))


def test_what_waits_on_me_is_shown_and_not_what_waits_on_others(office: Office) -> None:
    mine, theirs = office.account("Acme Corp", tier="key"), office.account("Globex", tier="key", owner_id=BEN)
    for account in (mine, theirs):
        office.touch(account, days_ago=16)
    office.wait_days(0.01)
    assert "*Acme Corp* · ◐ due" in words(home(office))
    assert "Globex" not in words(home(office))
    assert "*Globex* · ◐ due" in words(home(office, BEN))


def test_what_comes_up_is_shown(office: Office) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=5)
    assert "*Acme Corp* · Quiet ○ early" in words(home(office))


def test_whoever_opens_it_again_the_next_day_sees_that_day(office: Office) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=5)
    assert "silent for 5 days" in words(home(office))
    office.now += timedelta(days=1)
    assert "silent for 6 days" in words(home(office))


def test_what_has_waited_for_days_says_what_is_true_today(office: Office) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=16)
    office.wait_days(0.01)
    office.now += timedelta(days=3)
    waiting = words(home(office)).partition("Quiet now")[0]
    assert "No word from them for 19 days" in waiting
    assert "16 days" not in waiting


def test_a_touch_logged_from_the_home_tab_is_answered_there(office: Office) -> None:
    acme = office.account("Acme Corp", tier="key")
    office.touch(acme, days_ago=16)
    office.wait_days(0.01)
    view = office.press(home(office), "home.log").view
    assert view is not None
    assert office.submit(view, account=chosen(acme), kind="call").ok
    now = office.slack.home(ANA)
    assert now is not None
    assert "Logged: call" in now.blocks[0]["text"]["text"]
    assert "Nothing waits on you" in words(now)


def test_a_button_pressed_on_the_home_tab_brings_it_up_to_date(office: Office) -> None:
    acme = office.account("Acme Corp", tier="key", owner_id=ANA)
    office.touch(acme, days_ago=16)
    office.wait_days(0.01)
    office.press(home(office), "nudge.take")
    now = office.slack.home(ANA)
    assert now is not None
    assert "yours to see to now" in words(now)
    assert f"taken by <@{ANA}>" in words(now)
    assert "nudge.take" not in str(now.blocks)


def test_an_account_can_be_added_from_the_home_tab(office: Office) -> None:
    view = office.press(home(office), "home.add").view
    assert view is not None
    assert office.submit(view, name="Acme Corp").ok
    now = office.slack.home(ANA)
    assert now is not None
    assert "Added *Acme Corp*" in words(now)


def test_the_messages_tab_asks_for_nothing(office: Office) -> None:
    office.slack.open_home(ANA, tab="messages")
    assert office.slack.calls("views.publish") == []
