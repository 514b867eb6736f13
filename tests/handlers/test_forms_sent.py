from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.playground.modals import View
from storage.tables import Account, Contact, Touch
from tests.handlers.office import ANA, BEN, Office


def opened(office: Office, line: str) -> View:
    view = office.type(line).view
    assert view is not None
    return view


def chosen(account_id: str, name: str = "Acme Corp") -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": name}, "value": account_id}


def one(office: Office, table: type[Any]) -> Any:
    with office.store.read() as session:
        return session.exec(select(table)).one()


def last_word(office: Office) -> str:
    return office.read(office.slack.ephemeral(ANA)[-1])


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("/touch", "form.touch"),
        ("/client log", "form.touch"),
        ("/client add", "form.account"),
        ("/client edit", "form.which"),
        ("/client contact", "form.contact"),
        ("/client left", "form.left"),
        ("/client show", "form.which"),
        ("/client why", "form.which"),
        ("/client touches", "form.which"),
        ("/client snooze", "form.snooze"),
        ("/client unsnooze", "form.which"),
        ("/client owner", "form.owner"),
    ],
)
def test_a_verb_without_arguments_opens_its_form(office: Office, line: str, form: str) -> None:
    assert opened(office, line).content["callback_id"] == form


def test_a_touch_from_the_form_is_logged(office: Office) -> None:
    acme = office.account()
    jane = office.contact(acme, "Jane Doe")
    sent = office.submit(
        opened(office, "/touch"),
        account=chosen(acme),
        kind="visit",
        direction="two-way",
        occurred_on="2026-05-11",
        contacts=[chosen(jane, "Jane Doe")],
        people=[ANA, BEN],
        note="toured the plant",
        temperature="1",
        next_on="2026-06-01",
    )
    assert sent.ok
    logged = one(office, Touch)
    assert (logged.kind, logged.note, logged.temperature, logged.source) == ("visit", "toured the plant", 1, "form")
    assert "visit with Jane Doe" in last_word(office)


def test_what_is_wrong_with_a_touch_is_said_at_its_field(office: Office) -> None:
    acme = office.account()
    view = opened(office, "/touch")
    assert (
        "still to come"
        in office.submit(view, account=chosen(acme), kind="call", occurred_on="2026-05-13").errors["occurred_on"]
    )
    assert one_or_none(office) is None
    assert office.submit(view, occurred_on="2026-05-12").ok


def one_or_none(office: Office) -> Touch | None:
    with office.store.read() as session:
        return session.exec(select(Touch)).one_or_none()


def test_which_goes_on_with_the_verb(office: Office) -> None:
    acme = office.account()
    assert office.submit(opened(office, "/client why"), account=chosen(acme)).ok
    assert "Why: *Acme Corp*" in last_word(office)


def test_which_can_lead_to_another_form_in_its_place(office: Office) -> None:
    acme = office.account()
    view = opened(office, "/client edit")
    office.submit(view, account=chosen(acme))
    now = office.slack.views(ANA)[-1]
    assert now.content["callback_id"] == "form.account_edit"
    assert office.submit(now, tier="key", paused_until="2026-09-01").ok
    assert (one(office, Account).tier, one(office, Account).status) == ("key", "paused")
    assert "tier: standard → key" in last_word(office)


def test_the_form_of_an_account_offers_no_end_and_takes_none(office: Office) -> None:
    office.account()
    view = opened(office, "/client edit Acme")
    assert "lost_on" not in str(view.content)
    assert "'value': 'leaving'" not in str(view.content)
    assert "'value': 'paused'" in str(view.content)


def test_an_account_from_the_form_is_added(office: Office) -> None:
    sent = office.submit(
        opened(office, "/client add"),
        name="Acme Corp",
        tier="key",
        value="120000 EUR",
        cadence="monthly",
        aliases="acme, acm",
    )
    assert sent.ok
    made = one(office, Account)
    assert (made.tier, made.annual_value_minor, made.cadence_days) == ("key", 12000000, 30)
    assert "*Acme Corp*" in office.says("/client show acm")


def test_what_is_wrong_with_an_account_is_said_at_each_field(office: Office) -> None:
    sent = office.submit(opened(office, "/client add"), name="Acme", value="lots", cadence="often")
    assert sent.errors.keys() == {"value", "cadence"}


def test_a_name_that_is_taken_keeps_the_form_open(office: Office) -> None:
    office.account()
    sent = office.submit(opened(office, "/client add"), name="Acme Corp")
    assert "already" in sent.errors["name"]


def test_days_when_a_client_is_closed_are_read_in_the_form(office: Office) -> None:
    office.account()
    view = opened(office, "/client edit Acme")
    assert office.submit(view, closures="someday").errors.keys() == {"closures"}
    assert office.submit(view, closures="2026-12-20..2027-01-03, 2026-08-01").ok
    assert "1 August 2026 to 1 August 2026, 20 December 2026 to 3 January 2027" in last_word(office)


def test_an_edit_form_sent_as_it_opened_changes_nothing(office: Office) -> None:
    office.account(
        annual_value_minor=9950, annual_profit_minor=100_000, currency="GBP", cadence_days=30, aliases=["acme"]
    )
    before = one(office, Account)
    assert office.submit(opened(office, "/client edit acme")).ok
    assert one(office, Account) == before
    assert "just as it was" in last_word(office)


def test_a_contact_from_the_form_is_added(office: Office) -> None:
    acme = office.account()
    view = opened(office, "/client contact")
    wrong = office.submit(view, account=chosen(acme), name="Jane Doe", title="CFO", email="not-an-address")
    assert wrong.errors.keys() == {"email"}
    assert office.submit(view, email="jane@acme.test", roles=["champion"], can_hire_or_fire=["yes"]).ok
    made = one(office, Contact)
    assert (made.level, made.roles, made.can_hire_or_fire) == ("executive", ["champion"], True)


def test_somebody_who_left_is_chosen_in_the_form(office: Office) -> None:
    acme = office.account()
    jane = office.contact(acme, "Jane Doe")
    assert office.submit(opened(office, "/client left"), account=chosen(acme), contact=chosen(jane, "Jane Doe")).ok
    assert one(office, Contact).left_at is not None


def test_an_owner_is_chosen_in_the_form(office: Office) -> None:
    office.account()
    assert office.submit(opened(office, "/client owner Acme"), owner=BEN).ok
    assert one(office, Account).owner_id == BEN


def test_accounts_are_found_as_one_types(office: Office) -> None:
    office.account("Acme Corp", aliases=["rocket makers"])
    office.account("Globex")
    view = opened(office, "/touch")
    assert offered(office, view, "account", "acm") == ["Acme Corp"]
    assert offered(office, view, "account", "rocket") == ["Acme Corp"]
    assert sorted(offered(office, view, "account", "")) == ["Acme Corp", "Globex"]
    assert offered(office, view, "account", "zzz") == []


def test_contacts_are_those_of_the_account(office: Office) -> None:
    acme, globex = office.account("Acme Corp"), office.account("Globex")
    office.contact(acme, "Jane Doe", title="CFO")
    office.contact(globex, "Hank Scorpio")
    gone = office.contact(acme, "John Roe")
    office.says("/client left Acme John Roe")
    assert gone
    assert offered(office, opened(office, "/touch Acme: hello"), "contacts", "") == ["Jane Doe, CFO"]


def offered(office: Office, view: View, action: str, text: str) -> list[str]:
    return [option["text"]["text"] for option in office.slack.suggest(ANA, view, action, text).options]
