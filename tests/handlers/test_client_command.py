from __future__ import annotations

import re
from datetime import date

import pytest
from sqlmodel import select

from storage.tables import Account, Closure, Contact, Person, Workspace
from tests.handlers.office import ANA, ARCHIVED, BEN, CHRIS, ELSEWHERE, HEALTH, SHARED, Office


def account(office: Office, name: str = "Acme Corp") -> Account:
    with office.store.read() as session:
        return session.exec(select(Account).where(Account.name == name)).one()


def contacts(office: Office) -> list[Contact]:
    with office.store.read() as session:
        return list(session.exec(select(Contact).order_by(Contact.name)))


def person(office: Office, user_id: str = ANA) -> Person:
    with office.store.read() as session:
        return session.exec(select(Person).where(Person.id == user_id)).one()


def workspace(office: Office) -> Workspace:
    with office.store.read() as session:
        return session.exec(select(Workspace)).one()


def test_the_add_of_the_issue_makes_the_account(any_office: Office) -> None:
    said = any_office.says('/client add "Acme Corp" tier:key owner:@ben value:120000EUR since:2019-04-01 alias:acme')
    made = account(any_office)
    assert (made.tier, made.owner_id, made.annual_value_minor, made.currency) == ("key", BEN, 12000000, "EUR")
    assert made.client_since == date(2019, 4, 1)
    for part in ("Added *Acme Corp*", "tier key", f"<@{BEN}>", "120,000 EUR", "1 April 2019"):
        assert part in said
    assert "*Acme Corp*" in any_office.says("/touch acme call")


def test_who_adds_an_account_owns_it_unless_another_is_named(office: Office) -> None:
    office.says("/client add Acme Corp")
    assert account(office).owner_id == ANA


def test_an_account_that_is_there_already_is_not_made_twice(office: Office) -> None:
    office.account("Acme Corp")
    said = office.says("/client add acme corp")
    assert "already" in said
    assert "`add acme corp`" in said


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("/client add Acme value:lots", "“lots”"),
        ("/client add Acme since:yesteryear", "“yesteryear”"),
        ("/client add Acme owner:@nobody", "“@nobody”"),
        ("/client add Acme colour:red", "“colour”"),
        ("/client add tier:key", "What is it called"),
    ],
)
def test_what_cannot_be_read_is_asked_for_in_the_form_with_the_rest(office: Office, line: str, problem: str) -> None:
    seen = office.type(line)
    assert seen.view is not None
    assert problem in seen.view.blocks[0]["text"]["text"]
    assert seen.view.content["callback_id"] == "form.account"


def test_an_account_is_changed_field_by_field(office: Office) -> None:
    office.account("Acme Corp", aliases=["acme"])
    said = office.says("/client edit acme tier:light cadence:monthly alias:acm closed:2026-12-20..2027-01-03")
    for part in ("tier: standard → light", "every 30 days", "acm, acme", "20 December 2026 to 3 January 2027"):
        assert part in said
    assert (account(office).tier, account(office).cadence_days) == ("light", 30)
    with office.store.read() as session:
        assert session.exec(select(Closure)).one().last_on == date(2027, 1, 3)


def test_an_account_is_paused_and_goes_on(office: Office) -> None:
    office.account("Acme Corp")
    office.says("/client edit Acme paused:2026-09-01")
    assert (account(office).status, account(office).paused_until) == ("paused", date(2026, 9, 1))
    office.says("/client edit Acme paused:none")
    assert (account(office).status, account(office).paused_until) == ("active", None)


@pytest.mark.parametrize("line", ["status lost", "lost", "status:lost", "lost 3 May", "lost:3 May tier:light"])
def test_no_edit_makes_an_account_lost(office: Office, line: str) -> None:
    office.account("Acme Corp")
    assert "How it ends is said with /client lost Acme Corp" in office.says(f"/client edit Acme {line}")
    assert account(office).status == "active"


@pytest.mark.parametrize("line", ["lost tomorrow", "lost 2026-06-30", "lost in 2 weeks"])
def test_an_account_that_will_be_lost_is_leaving_until_then(office: Office, line: str) -> None:
    office.account("Acme Corp")
    assert "until then the account is “leaving”" in office.says(f"/client edit Acme {line}")
    assert account(office).status == "active"
    assert "/client leaving Acme Corp until" in office.says("/client edit Acme leaving")


def test_a_lost_account_stands_in_no_list(office: Office) -> None:
    office.account("Globex")
    office.touch(office.account("Acme Corp", tier="key"), days_ago=40)
    assert "Acme Corp" in office.says("/client list")
    office.lose(account(office).id)
    for verb in ("list", "mine", "quiet", "senior"):
        assert "Acme Corp" not in office.says(f"/client {verb}")
    coming = office.says("/client upcoming")
    assert "*Acme Corp* · Audit of a loss" in coming
    assert "*Acme Corp* · Quiet" not in coming


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("paused:1 September", "paused until: none → 1 September"),
        ("closed:1 August to 15 August tier:key", "1 August 2026 to 15 August 2026"),
        ("tier:key name:Acme Inc", "name: Acme Corp → Acme Inc"),
        ("value:120 000 EUR", "120,000 EUR"),
        ("helpers:@ben @chris", "helpers: none → <@U0BEN>"),
        ("alias:Acme Inc, Acme Ltd tier:key", "Acme Inc, Acme Ltd"),
        ("alias:Ace, Acme Ltd", "Ace, Acme Ltd"),
    ],
)
def test_a_value_of_several_words_needs_no_quotes(office: Office, line: str, said: str) -> None:
    office.account("Acme Corp")
    assert said in office.says(f"/client edit Acme {line}")


def test_a_new_account_may_have_a_since_in_words(office: Office) -> None:
    said = office.says("/client add Acme Corp since:1 April 2019 tier:key")
    assert "Added *Acme Corp*" in said
    assert "client since 1 April 2019" in said


@pytest.mark.parametrize("line", ["/client add Globex tier:gold", "/client edit Acme status:gone"])
def test_a_word_that_is_no_choice_is_told_in_the_form(office: Office, line: str) -> None:
    office.account("Acme Corp")
    seen = office.type(line)
    assert seen.view is not None
    assert "it is one of" in seen.view.blocks[0]["text"]["text"]


def test_closures_typed_later_join_those_before(office: Office) -> None:
    office.account("Acme Corp")
    office.says("/client edit Acme closed:1 August to 15 August")
    office.says("/client edit Acme closed:20 December to 3 January")
    with office.store.read() as session:
        assert len(session.exec(select(Closure)).all()) == 2


def test_closures_that_cannot_be_leave_the_rest_as_it_was(office: Office) -> None:
    office.account("Acme Corp")
    assert "swap the days" in office.says("/client edit Acme tier:key closed:2026-08-15..2026-08-01")
    assert account(office).tier == "standard"


def test_an_edit_that_changes_nothing_says_so(office: Office) -> None:
    office.account("Acme Corp")
    assert "just as it was" in office.says("/client edit Acme tier:standard")


def test_the_contact_of_the_issue_gets_its_level_from_the_title(any_office: Office) -> None:
    any_office.account("Acme Corp")
    said = any_office.says("/client contact Acme Jane Doe, VP Operations, vp@acme.test")
    assert "Added *Jane Doe* at *Acme Corp*: level executive, suggested from “VP Operations”" in said
    made = contacts(any_office)[0]
    assert (made.name, made.title, made.email, made.level) == ("Jane Doe", "VP Operations", "vp@acme.test", "executive")
    assert made.level_is_suggested


def test_a_contact_typed_again_is_corrected(office: Office) -> None:
    office.account("Acme Corp")
    office.says("/client contact Acme Jane Doe, Analyst")
    assert "Corrected *Jane Doe*" in office.says("/client contact Acme Jane Doe, CEO")
    assert [(one.title, one.level) for one in contacts(office)] == [("CEO", "executive")]


def test_a_contact_may_be_given_a_level_and_roles(office: Office) -> None:
    office.account("Acme Corp")
    office.says("/client contact Acme Jane Doe, Analyst level:executive role:champion")
    assert (contacts(office)[0].level, contacts(office)[0].roles) == ("executive", ["champion"])


def test_a_wrong_level_is_asked_for_in_the_form(office: Office) -> None:
    office.account("Acme Corp")
    seen = office.type("/client contact Acme Jane Doe level:boss")
    assert seen.view is not None
    assert "“boss” is not a level" in seen.view.blocks[0]["text"]["text"]


def test_half_an_address_is_told_and_no_title(office: Office) -> None:
    office.account("Acme Corp")
    assert "does not look like an e-mail address" in office.says("/client contact Acme Jane Doe, CFO, jane@acme")
    assert contacts(office) == []


def test_somebody_who_left_is_noted_and_the_gaps_are_told_at_once(office: Office) -> None:
    acme = office.account("Acme Corp")
    office.contact(acme, "Jane Doe", title="CEO")
    said = office.says("/client left Acme Jane")
    assert "*Jane Doe* is noted as no longer at *Acme Corp*" in said
    assert "nobody else senior is known" in said
    assert contacts(office)[0].left_at == office.now


def test_somebody_unknown_who_left_is_asked_for(office: Office) -> None:
    office.account("Acme Corp")
    seen = office.type("/client left Acme Bob")
    assert seen.view is not None
    assert "`Bob`" in seen.view.blocks[0]["text"]["text"]


def test_an_account_is_given_to_somebody_else(office: Office) -> None:
    office.account("Acme Corp")
    assert f"owner: <@{ANA}> → <@{BEN}>" in office.says("/client owner Acme @ben")
    assert account(office).owner_id == BEN


def test_a_guest_cannot_own_an_account(office: Office) -> None:
    office.account("Acme Corp")
    assert "guest" in office.says("/client owner Acme @dana")
    assert account(office).owner_id == ANA


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
    assert "/client why Acme" in said


@pytest.mark.parametrize("line", ["/client", "/client help"])
def test_help_is_given(office: Office, line: str) -> None:
    assert "What you can type" in office.says(line)


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
        *((f"settings {name}", "form.settings") for name in ("lead", "away", "days", "hour", "hear", "mute")),
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


def test_a_list_of_one_account_is_declined_with_what_shows_it(office: Office) -> None:
    office.account("Acme Corp")
    said = office.says("/client list acme")
    assert "takes no name" in said
    assert "/client show" in said
