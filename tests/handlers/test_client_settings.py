from __future__ import annotations

import re
from datetime import date

import pytest
from sqlmodel import select

from storage.tables import Person, Workspace
from tests.handlers.office import ANA, ARCHIVED, BEN, CHRIS, ELSEWHERE, HEALTH, SHARED, Office


def person(office: Office, user_id: str = ANA) -> Person:
    with office.store.read() as session:
        return session.exec(select(Person).where(Person.id == user_id)).one()


def workspace(office: Office) -> Workspace:
    with office.store.read() as session:
        return session.exec(select(Workspace)).one()


def test_the_alert_channel_is_chosen_as_in_the_issue(office: Office) -> None:
    assert f"<#{HEALTH}>" in office.says("/client settings channel #client-health", CHRIS)
    assert workspace(office).alert_channel_id == HEALTH


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        (f"<#{SHARED}>", "another company"),
        (f"<#{ELSEWHERE}>", "/invite @Tend"),
        (f"<#{ARCHIVED}>", "archived"),
        ("#no-such-channel", "no channel"),
        ("#client-health and #general", "Warnings go to one channel"),
    ],
)
def test_a_channel_where_nothing_may_or_can_be_posted_is_refused(office: Office, channel: str, reason: str) -> None:
    typed = channel.replace("<#C0ACME>", "#acme-shared").replace("<#C0NOBOT>", "#random").replace("<#C0OLD>", "C0OLD")
    assert reason in office.says(f"/client settings channel {typed}", CHRIS)
    assert workspace(office).alert_channel_id is None


def test_leads_and_absences_are_set(office: Office) -> None:
    office.says("/client settings lead @ana @ben", CHRIS)
    assert person(office).lead_id == BEN
    assert "1 June to 12 June" in office.says("/client settings away 1 June to 12 June")
    assert (person(office).away_from, person(office).away_until) == (date(2026, 6, 1), date(2026, 6, 12))
    office.says("/client settings away no")
    assert person(office).away_from is None


def test_a_plain_setting_is_changed_and_a_wrong_one_explained(office: Office) -> None:
    office.says("/client settings budget 3", CHRIS)
    assert workspace(office).policy == {"budget": 3}
    assert "1 to 50" in office.says("/client settings budget 300", CHRIS)
    assert "not a setting" in office.says("/client settings colour red", CHRIS)


def test_a_setting_named_alone_is_shown_and_left_as_it_is(office: Office) -> None:
    office.says("/client settings budget 3", CHRIS)
    assert "`budget` is `3`" in office.says("/client settings budget", CHRIS)
    assert workspace(office).policy == {"budget": 3}
    assert "`budget` is `7` now" in office.says("/client settings budget default", CHRIS)
    assert "`working_days` is `mon,tue,wed,thu,fri`" in office.says("/client settings working_days", CHRIS)
    assert "not a setting" in office.says("/client settings colour", CHRIS)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        *((f"settings {name}", "form.settings") for name in ("lead", "away", "days", "hour", "mute")),
        ("mute", "form.settings"),
        ("settings channel", "form.settings_ladder"),
    ],
)
def test_what_is_chosen_is_asked_for_in_the_form(office: Office, line: str, form: str) -> None:
    office.says("/client settings away 1 June to 12 June", CHRIS)
    seen = office.type(f"/client {line}", CHRIS)
    assert seen.view is not None
    assert seen.view.content["callback_id"] == form
    assert person(office, CHRIS).away_from == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("tomorrow", date(2026, 5, 13), date(2026, 5, 13)),
        ("until 1 June", date(2026, 5, 12), date(2026, 6, 1)),
        ("from 1 June to 12 June", date(2026, 6, 1), date(2026, 6, 12)),
    ],
)
def test_an_absence_is_said_as_people_say_it(office: Office, typed: str, first: date, last: date) -> None:
    office.says(f"/client settings away {typed}")
    assert (person(office).away_from, person(office).away_until) == (first, last)


def test_settings_alone_shows_what_is_set(office: Office) -> None:
    said = office.says("/client settings")
    for part in ("no channel yet", "9:00", "Quiet after *10 / 14 / 21* days", "Your lead: nobody yet"):
        assert part in said


def test_the_rhythm_is_set_as_it_is_typed_and_shown(office: Office) -> None:
    office.says("/client settings rhythm_levels 0.3 0.6 0.9", CHRIS)
    office.says("/client settings rhythm_bounds 1 2.5", CHRIS)
    said = office.says("/client settings")
    for part in ("`rhythm_levels` `0.3,0.6,0.9`", "`rhythm_bounds` `1,2.5`"):
        assert part in said
    assert "it takes three rising numbers" in office.says("/client settings rhythm_levels 0.6 0.3 0.9", CHRIS)
    assert "it takes a number up to 1 and one from 1 to 20" in office.says("/client settings rhythm_bounds 2 4", CHRIS)


def test_public_holidays_are_told_by_their_country_alone(office: Office) -> None:
    office.says("/client settings country pt", CHRIS)
    said = office.says("/client settings")
    assert "Public holidays of *PT*" in said
    assert "more day" not in said


def test_the_clocks_of_a_tier_are_shown_changed_and_put_back(office: Office) -> None:
    assert "Tier key: contact after 10 / 14 / 21 days, senior 60" in office.says("/client settings tier", CHRIS)
    assert "contact after 5 / 7 / 9 days" in office.says("/client settings tier key contact 5 / 7 / 9 days", CHRIS)
    assert "senior 30" in office.says("/client settings tier key senior 30", CHRIS)
    assert workspace(office).policy == {"tiers": {"key": {"contact": [5, 7, 9], "senior": 30}}}
    assert "contact after 10 / 14 / 21 days, senior 30" in office.says(
        "/client settings tier key contact default", CHRIS
    )
    assert "litmus every 1 month." in office.says("/client settings tier key litmus 1", CHRIS)
    assert "senior 60" in office.says("/client settings tier key default", CHRIS)
    assert workspace(office).policy == {}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("tier gold", "“gold” is not a tier"),
        ("tier key lunch 3", "“lunch” is not a clock of a tier"),
        ("tier key contact 14 10 21", "three days that ascend"),
        ("tier key contact soon", "whole numbers"),
        ("tier key senior 60 90", "one whole number of days"),
        ("counts email", "Say a kind, a direction"),
        ("counts fax to-client reach", "“fax” is not a kind of touch"),
        ("counts email sideways reach", "“sideways” is not a direction"),
        ("counts email to-client joy", "“joy” is not something that a touch resets"),
    ],
)
def test_a_measure_that_cannot_be_is_explained(office: Office, typed: str, why: str) -> None:
    assert why in office.says(f"/client settings {typed}", CHRIS)
    assert workspace(office).policy == {}


def test_what_counts_is_a_visible_table_that_can_be_changed(office: Office) -> None:
    said = office.says("/client settings counts", CHRIS)
    assert re.search(r"email +contact, reach +contact +reach", said)
    assert "every account anew" in office.says("/client settings counts e-mail to client contact reach", CHRIS)
    assert workspace(office).policy == {"counts": {"email/to-client": ["contact", "reach"]}}
    assert re.search(r"email +contact, reach +contact +contact, reach", office.says("/client settings counts", CHRIS))
    assert "resets `nothing` now" in office.says("/client settings counts email to-client nothing", CHRIS)
    assert "resets `reach` now" in office.says("/client settings counts email to-client default", CHRIS)
    assert workspace(office).policy == {}


def test_another_channel_that_is_typed_says_first_what_it_will_be_told_of(office: Office) -> None:
    office.account("Acme")
    view = office.type("/client settings channel #client-health", CHRIS).view
    assert view is not None
    assert "1 account without a channel of its own will be told of in" in str(view.blocks)
    assert workspace(office).alert_channel_id is None

    assert office.submit(view, CHRIS).ok

    assert workspace(office).alert_channel_id == HEALTH


def test_the_alert_channel_is_unset(office: Office) -> None:
    office.says("/client settings channel #client-health", CHRIS)
    assert "no channel from now on" in office.says("/client settings channel none", CHRIS)
    assert workspace(office).alert_channel_id is None


def test_one_s_own_working_days_are_set_shown_and_given_back(office: Office) -> None:
    assert "Monday to Friday, as for everybody" in office.says("/client settings")
    assert "You work mon,tue,wed,thu" in office.says("/client settings days mon-thu")
    assert person(office).working_days == [0, 1, 2, 3]
    assert "comes at *9:00*, Monday to Thursday" in office.says("/client settings")
    office.says("/client settings days sat-mon, wed")
    assert person(office).working_days == [0, 2, 5, 6]
    assert "at least one day of the week" in office.says("/client settings days never")
    assert "You work as the workspace does" in office.says("/client settings days default")
    assert person(office).working_days is None
