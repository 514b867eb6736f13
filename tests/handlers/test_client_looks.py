from __future__ import annotations

import pytest

from tests.handlers.office import ANA, BEN, Office
from tests.handlers.on_record import contacts


def test_the_snooze_of_the_issue_keeps_quiet_until_then(any_office: Office) -> None:
    acme = any_office.account("Acme Corp", tier="key", aliases=["acme"])
    any_office.touch(acme, days_ago=20)
    assert "quiet about *Acme Corp* until 1 June" in any_office.says("/client snooze acme until 1 June: summer break")
    assert "snoozed until" in any_office.says("/client why acme")
    assert "again" in any_office.says("/client unsnooze acme")
    assert "snoozed until" not in any_office.says("/client why acme")


def test_a_second_snooze_asks_for_a_reason(office: Office) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=20)
    office.says("/client snooze Acme until 1 June")
    seen = office.type("/client snooze Acme until 8 June")
    assert seen.view is not None
    assert office.submit(seen.view).errors.keys() == {"reason"}
    assert office.submit(seen.view, reason="they asked for it").ok


@pytest.mark.parametrize("line", ["/client snooze Acme", "/client snooze Acme until 30 February"])
def test_a_snooze_without_a_day_asks_for_it(office: Office, line: str) -> None:
    acme = office.account("Acme Corp")
    seen = office.type(line)
    assert seen.view is not None
    assert seen.view.content["callback_id"] == "form.snooze"
    assert seen.view.blocks[-2]["block_id"] == "until"
    assert acme in str(seen.view.content)


def test_why_explains_every_rule(office: Office) -> None:
    acme = office.account("Acme Corp", tier="key", aliases=["acme"])
    office.touch(acme, days_ago=16, note="all well")
    said = office.says("/client why acme")
    for part in ("*Quiet* · ◐ due", "14 days, key tier", "26 April: call: all well", "_Clears it:_", "*Senior gap*"):
        assert part in said


def test_why_shows_the_rhythm_of_an_account_in_words_and_as_a_chart(office: Office) -> None:
    acme = office.account("Acme Corp")
    for days_ago in (52, 43, 35, 26, 16):
        office.touch(acme, days_ago=days_ago)
    said = office.says("/client why acme")
    assert "usually every 9 days, silent for 16 days: longer than any gap so far" in said
    assert "Gaps of late: 9, 8, 9, 10, and 16 days so far" in said


def test_show_is_one_account_at_a_glance(office: Office) -> None:
    acme = office.account("Acme Corp", tier="key", annual_value_minor=12000000, currency="EUR")
    office.contact(acme, "Jane Doe", title="CFO")
    said = office.says("/client show Acme")
    for part in ("tier key", "120,000 EUR", "Jane Doe", f"<@{ANA}>", "none logged yet"):
        assert part in said


def test_touches_lists_what_was_logged_newest_first(office: Office) -> None:
    acme = office.account("Acme Corp")
    office.touch(acme, days_ago=30, note="first")
    office.touch(acme, days_ago=2, note="second")
    said = office.says("/client touches Acme")
    assert said.index("second") < said.index("first")


def test_lists_show_the_loudest_first_and_only_what_was_asked(office: Office) -> None:
    quiet = office.account("Quiet Ltd", tier="key")
    office.touch(quiet, days_ago=30)
    calm = office.account("Acme Corp", owner_id=BEN)
    office.touch(calm, days_ago=1)
    everything = office.says("/client list")
    assert everything.index("Quiet Ltd") < everything.index("Acme Corp")
    assert "Acme Corp" not in office.says("/client mine")
    assert "Acme Corp" in office.says("/client mine", user=BEN)
    assert "Quiet Ltd" in office.says("/client quiet")
    assert "Acme Corp" not in office.says("/client quiet")


def test_senior_tells_what_is_missing(office: Office) -> None:
    acme = office.account("Acme Corp")
    office.wait_days(20)
    assert "Nobody senior is known" in office.says("/client senior")
    office.contact(acme, "Jane Doe", title="CEO")
    office.contact(acme, "John Roe", title="CFO")
    office.touch(acme, contacts=[one.id for one in contacts(office)])
    assert "Acme Corp" not in office.says("/client senior")


def test_upcoming_tells_what_rings_within_a_fortnight(office: Office) -> None:
    acme = office.account("Acme Corp", tier="key")
    office.touch(acme, days_ago=5)
    far = office.account("Far Away", tier="light")
    office.touch(far)
    said = office.says("/client upcoming")
    assert "*Acme Corp* · Quiet ○ early" in said
    assert "*Far Away* · Quiet" not in said


def test_a_long_list_goes_on_with_a_button(office: Office) -> None:
    for n in range(28):
        office.account(f"Client {n:02}")
    first = office.type("/client list")
    assert "Client 24" in first.text
    assert "Client 25" not in first.text
    assert first.message is not None
    office.press(first.message, "list.more")
    assert "Client 27" in office.read(office.slack.ephemeral(ANA)[-1])


@pytest.mark.parametrize("verb", ["upcoming", "list", "mine", "quiet"])
def test_a_page_behind_the_last_is_the_last(office: Office, verb: str) -> None:
    office.touch(office.account("Acme Corp", tier="key"), days_ago=12)
    assert "Acme Corp" in office.says(f"/client {verb} 30")


def test_an_unknown_verb_is_answered_with_the_nearest_and_help(office: Office) -> None:
    said = office.says("/client wy acme")
    assert "I do not know `wy`" in said
    assert "Did you mean `/client why acme`?" in said


def test_a_slip_in_the_verb_is_put_right_with_what_was_typed_behind_it(office: Office) -> None:
    office.account("Lumen Energy")
    assert "Did you mean `/client show Lumen`?" in office.says("/client shw Lumen")


def test_a_word_like_no_verb_is_answered_with_all_of_them(office: Office) -> None:
    said = office.says("/client acme lumen")
    assert "Did you mean" not in said
    assert "This is what I know" in said


def test_where_no_account_is_near_none_is_offered(office: Office) -> None:
    office.account("Macmillan Meridian")
    office.account("Hartwell & Stone")
    said = office.says("/client show Acme")
    assert "Did you mean" not in said
    assert "Hartwell" not in said
    assert "`/client list` shows them all" in said


@pytest.mark.parametrize("line", ["/client", "/client help"])
def test_help_is_given(office: Office, line: str) -> None:
    assert "What you can type" in office.says(line)


def test_a_list_of_one_account_is_declined_with_what_shows_it(office: Office) -> None:
    office.account("Acme Corp")
    said = office.says("/client list acme")
    assert "/client list takes no name" in said
    assert "/client show &lt;account&gt;." in said
