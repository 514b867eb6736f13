"""What a change would have done is shown before it holds."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import Audit
from tests.handlers.office import ANA, CHRIS, Office
from tests.handlers.settings import Counted, kept, last_word, opened, see_effect, top, words


def test_a_tier_shows_its_effect_while_it_is_counted_and_then_and_is_applied(office: Office, counted: Counted) -> None:
    office.account()
    assert office.submit(opened(office, "tier key"), CHRIS, early="5", due="7", critical="9").ok
    assert "I am counting what this would have asked for in the last month, over 1 account." in words(top(office))
    assert kept(office) == {}
    counted.may_end.set()
    office.slack.until(lambda: "12 more nudges in the last 30 days: 58 instead of 46" in words(top(office)), seconds=20)

    assert office.submit(top(office), CHRIS).ok

    assert kept(office) == {"tiers": {"key": {"contact": [5, 7, 9]}}}
    assert office.slack.views(CHRIS) == []
    office.slack.until(lambda: "`tier key contact`: `10 14 21` → `5 7 9`" in last_word(office), seconds=20)
    with office.store.read() as session:
        row = session.exec(select(Audit).where(Audit.deed == "settings.policy")).one()
    assert (row.person_id, row.after) == (CHRIS, {"tiers": {"key": {"contact": [5, 7, 9]}}})


def test_back_leads_to_the_form_as_it_was_and_nothing_is_changed(office: Office, counted: Counted) -> None:
    office.account()
    see_effect(office, counted, "tier key", early="5", due="7", critical="9")
    office.slack.close(CHRIS, top(office).id)
    assert top(office).callback_id == "form.settings_tier"
    assert top(office).values["early"]["early"]["value"] == "5"
    assert kept(office) == {}


def test_an_effect_that_is_not_wanted_any_more_is_no_trouble(office: Office, counted: Counted) -> None:
    office.account()
    assert office.submit(opened(office, "tier key"), CHRIS, senior="30").ok
    office.slack.close(CHRIS, top(office).id)
    counted.may_end.set()
    assert office.says("/client settings budget", CHRIS)
    assert top(office).callback_id == "form.settings_tier"


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("tier key senior 30", {"tiers": {"key": {"senior": 30}}}),
        ("counts email to-client contact reach", {"counts": {"email/to-client": ["contact", "reach"]}}),
        ("flagship_share 50%", {"flagship_share": 0.5}),
    ],
)
def test_also_what_is_typed_in_a_line_is_applied_only_after_its_effect_was_seen(
    office: Office, counted: Counted, line: str, changed: dict[str, Any]
) -> None:
    office.account()
    assert office.type(f"/client settings {line}", CHRIS).view is not None
    assert kept(office) == {}
    counted.may_end.set()
    office.slack.until(lambda: "Apply" in str(top(office).content.get("submit")), seconds=20)
    assert "12 more" in words(top(office))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == changed


def test_what_moves_no_clock_says_who_would_have_heard_what_before_it_is_applied(
    office: Office, counted: Counted
) -> None:
    office.account(owner_id=ANA)
    office.wait_days(20)
    view = office.type("/client settings budget 1", CHRIS).view
    assert view is not None
    assert "would have had more to say than 1 card" in words(view)
    assert "`budget`: `7` → `1`" in words(view)
    assert kept(office) == {}

    assert office.submit(view, CHRIS).ok

    assert kept(office) == {"budget": 1}
    assert counted.tried == []


def test_what_moves_no_clock_holds_at_once_where_there_is_no_account_to_tell_of(office: Office) -> None:
    assert "`budget` is `3` now" in office.says("/client settings budget 3", CHRIS)


def test_an_effect_that_is_there_before_its_form_waits_for_it(
    office: Office, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.client._BETWEEN_LOOKS_S", 0.0)
    office.account()
    office.slack.faults.add("views.update", "not_found", times=3)
    assert "Apply" in str(see_effect(office, counted, "tier key", senior="30").content["submit"])


def test_what_cannot_be_counted_can_be_applied_all_the_same(office: Office, counted: Counted) -> None:
    office.account()
    counted.fails = True
    assert "I could not count" in words(see_effect(office, counted, "tier key", senior="30"))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {"tiers": {"key": {"senior": 30}}}


def test_what_takes_long_to_count_follows_though_no_clock_moves(office: Office) -> None:
    office.account()
    view = office.type("/client settings attention_new_days 60", CHRIS).view
    assert view is not None
    assert "I am counting what this would mean, over 1 account." in words(view)
    office.slack.until(lambda: "would get too little of our attention" in words(top(office)), seconds=20)
    assert "No clock moves by this." in words(top(office))
    assert office.submit(top(office), CHRIS).ok
    assert kept(office) == {"attention_new_days": 60}


def test_what_was_applied_from_the_home_tab_is_told_there(office: Office, counted: Counted) -> None:
    office.account()
    office.slack.open_home(CHRIS)
    home = office.slack.home(CHRIS)
    assert home is not None
    own = office.press(home, "home.settings", CHRIS).view
    assert own is not None
    group = office.press(own, "settings.open", CHRIS, "tier light").view
    assert group is not None
    assert office.submit(group, CHRIS, senior="170").ok
    counted.may_end.set()
    office.slack.until(lambda: "Apply" in str(top(office).content.get("submit")), seconds=20)
    assert office.submit(top(office), CHRIS).ok
    office.slack.until(lambda: "`tier light senior`" in str(office.slack.home(CHRIS)), seconds=20)
