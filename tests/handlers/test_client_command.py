from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from storage.tables import Account, Closure
from tests.handlers.office import ANA, BEN, Office
from tests.handlers.on_record import contacts


def account(office: Office, name: str = "Acme Corp") -> Account:
    with office.store.read() as session:
        return session.exec(select(Account).where(Account.name == name)).one()


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
        ("/client add Acme tire:key", "“tire” is not something that I can set here; try tier:"),
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
