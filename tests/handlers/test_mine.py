"""One's own settings: what a change would mean is shown before it is made."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.playground.modals import View
from bot.preferences import Event, Frequency, Preferences
from storage.tables import Audit, Person
from tests.handlers.office import ANA, BEN, CHRIS, Office


@pytest.fixture
def busy(office: Office) -> Office:
    """Ana heard of an account, for which Ben stands in, this morning; it is open still."""
    acme = office.account(backup_id=BEN)
    office.touch(acme, 60)
    office.wait_days(1)
    return office


def asked(office: Office) -> Person:
    with office.store.read() as session:
        return session.exec(select(Person).where(Person.id == ANA)).one()


def wanted(office: Office) -> Preferences:
    return Preferences.of(asked(office).preferences)


def words(view: View) -> str:
    return str(view.blocks)


def shown(office: Office, line: str) -> View:
    view = office.type(f"/client {line}").view
    assert view is not None
    return view


def form_of(office: Office) -> View:
    message = office.type("/client settings").message
    assert message is not None
    view = office.press(message, "settings.open", ANA, "personal").view
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("line", "told", "kept"),
    [
        ("mute until Friday", "would go to <@U0BEN> meanwhile", {"muted_until": date(2026, 5, 15)}),
        ("settings mute until Friday", "would go to <@U0BEN> meanwhile", {"muted_until": date(2026, 5, 15)}),
        ("settings hour 8", "would come on Thursday, 14 May at 8:00", {"daily_hour": 8}),
        (
            "settings hear nudges weekly",
            "In the last 30 days you got",
            {"frequencies": {Event.NUDGES: Frequency.WEEKLY}},
        ),
        ("settings hear quiet home", "In the last 30 days you got", {"rules": {"quiet": Frequency.HOME}}),
    ],
)
def test_what_is_typed_is_shown_and_holds_once_it_is_applied(
    busy: Office, line: str, told: str, kept: dict[str, Any]
) -> None:
    view = shown(busy, line)
    assert told in words(view)
    assert wanted(busy) == Preferences()

    assert busy.submit(view).ok
    assert wanted(busy) == Preferences(**kept)


def test_days_and_an_absence_are_shown_and_hold_once_they_are_applied(busy: Office) -> None:
    days = shown(busy, "settings days mon-tue")
    assert "came on days on which you would not work" in words(days)
    assert asked(busy).working_days is None
    assert busy.submit(days).ok
    away = shown(busy, "settings away 1 June to 12 June")
    assert "would go to <@U0BEN> meanwhile" in words(away)
    assert asked(busy).away_from is None
    assert busy.submit(away).ok
    now = asked(busy)
    assert (now.working_days, now.away_from, now.away_until) == ([0, 1], date(2026, 6, 1), date(2026, 6, 12))


def test_what_turns_things_back_holds_at_once(busy: Office) -> None:
    assert busy.submit(shown(busy, "mute until Friday")).ok
    assert busy.submit(shown(busy, "settings hear nudges never")).ok
    assert "You hear of everything again." in busy.says("/client unmute")
    assert "about your accounts *each day*" in busy.says("/client settings hear nudges default")
    assert wanted(busy) == Preferences()


def test_what_is_so_already_is_said_and_asks_for_nothing(busy: Office) -> None:
    assert busy.submit(shown(busy, "settings hour 8")).ok
    assert "comes at 8:00, where you are" in busy.says("/client settings hour 8")


def test_what_cannot_be_is_said_before_anything_is_shown(busy: Office) -> None:
    assert "31 days of quiet are the most" in busy.says("/client mute until 1 December")
    assert "from 0 to 23" in busy.says("/client settings hour 24")
    assert "The last day away comes before the first" in busy.submit(
        form_of(busy), away_from="2026-06-12", away_until="2026-06-01"
    ).errors.get("away_until", "")


def test_a_form_is_shown_as_a_whole_and_back_leaves_all_that_was_chosen_in_it(busy: Office) -> None:
    form = form_of(busy)
    assert busy.submit(form, hour="7", hear_nudges="weekly", muted_until="2026-05-15").ok
    assert busy.slack.views(ANA)[0].id == form.id
    top = busy.slack.views(ANA)[-1]
    for part in ("at 7:00, where you are", "In the last 30 days you got", "none goes to others by this"):
        assert part in words(top)
    for part in ("Your message of the day comes at 7:00", "You hear about your accounts *weekly*", "until 15 May"):
        assert part in words(top)
    assert wanted(busy) == Preferences()

    assert busy.submit(top).ok
    assert busy.slack.views(ANA) == []
    assert wanted(busy) == Preferences(7, date(2026, 5, 15), {Event.NUDGES: Frequency.WEEKLY})
    with busy.store.read() as session:
        deeds = list(session.exec(select(Audit.deed).where(Audit.deed == "settings.preferences")))
    assert len(deeds) == 3


def test_without_an_account_there_is_nothing_to_tell_of_and_it_holds_at_once(office: Office) -> None:
    assert "comes at 8:00, where you are" in office.says("/client settings hour 8")
    assert wanted(office) == Preferences(8)


def test_one_s_own_lead_is_shown_first_and_that_of_somebody_else_is_no_matter_of_one_s_own(busy: Office) -> None:
    view = shown(busy, "settings lead @chris")
    assert "would be heard by somebody else than until now" in words(view)
    assert asked(busy).lead_id is None
    assert busy.submit(view).ok
    assert asked(busy).lead_id == CHRIS
    assert "<@U0CHRIS>" in busy.says("/client settings lead @ben @chris", CHRIS)
