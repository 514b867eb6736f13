"""Which accounts ought to be key: told by a line and on the Home of who leads, changed by one tap."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlmodel import select

from bot.ranking import keys_of
from storage.tables import Account, Audit
from tests.handlers.office import ANA, BEN, CHRIS, Office
from tests.handlers.test_home import home, words
from tests.handlers.test_home_pages import lead, turn

A_YEAR_ON = datetime(2027, 7, 1, tzinfo=UTC)


def lay_out(office: Office) -> None:
    for n in range(1, 8):
        owner = BEN if n > 5 else ANA
        office.account(f"Client {n}", owner_id=owner, annual_value_minor=n * 100_000, currency="EUR", cadence_days=30)


def tiers(office: Office) -> dict[str, str]:
    with office.store.read() as session:
        return {one.name: one.tier for one in session.exec(select(Account)) if one.tier != "standard"}


def suggested(page: Any, name: str) -> str:
    """The account of the buttons whose suggestion names somebody."""
    buttons = [one for block in page.blocks for one in block.get("elements", ()) if one.get("action_id")]
    [value] = {one["value"] for one in buttons if name in one.get("accessibility_label", "")}
    return str(value)


def test_a_lead_makes_it_key_with_one_tap_on_their_home(office: Office) -> None:
    lay_out(office)
    lead(office, ANA, BEN)
    page = turn(office, home(office), "portfolio:1")
    assert "3 clients are among the biggest, most profitable or longest held, and not key." in words(page)
    office.press(page, "account.key", ANA, value=suggested(page, "Client 7"))
    after = office.slack.home(ANA)
    assert after is not None
    assert "*Client 7* is a key account now; it was standard." in words(after)
    assert "contact after 10 / 14 / 21 days" in words(after)
    assert "2 clients are among" in words(after)
    assert tiers(office) == {"Client 7": "key"}
    with office.store.read() as session:
        [told] = session.exec(select(Audit).where(Audit.deed == "account.edit"))
    assert (told.person_id, told.before, told.after) == (ANA, {"tier": "standard"}, {"tier": "key"})


def test_a_line_tells_a_member_of_their_own_and_an_admin_of_all(office: Office) -> None:
    lay_out(office)
    assert "1 client is among" in office.says("/client key", ANA)
    assert "Client 6" not in office.says("/client key", ANA)
    assert "3 clients are among" in office.says("/client key", CHRIS)
    assert tiers(office) == {}, "never by itself"


def test_a_line_with_a_name_says_where_it_stands_and_only_its_button_makes_it_key(office: Office) -> None:
    lay_out(office)
    assert "*Client 5* is standard: one of the biggest, 5,000 EUR a year." in office.says("/client key client 5", ANA)
    assert tiers(office) == {}, "a question changes nothing"
    asked = office.slack.ephemeral(ANA)[-1]
    office.press(asked, "account.key", ANA)
    assert "What we promised stays: every 30 days." in office.read(office.slack.ephemeral(ANA)[-1])
    office.press(asked, "account.key", ANA)
    assert "is a key account already" in office.read(office.slack.ephemeral(ANA)[-1])
    assert "is a key account: one of the biggest" in office.says("/client key client 5", ANA)
    assert tiers(office) == {"Client 5": "key"}
    office.says("/client key client 4", BEN)
    office.press(office.slack.ephemeral(BEN)[-1], "account.key", BEN)
    assert "Only the account's owner" in office.read(office.slack.ephemeral(BEN)[-1])


def test_a_suggestion_is_put_away_by_one_tap_and_comes_back_for_another_reason_or_after_a_year(office: Office) -> None:
    lay_out(office)
    assert "3 clients are among" in office.says("/client key", CHRIS)
    listed = office.slack.ephemeral(CHRIS)[-1]
    office.press(listed, "account.not_key", CHRIS, value=suggested(listed, "Client 7"))
    said = office.read(office.slack.ephemeral(CHRIS)[-1])
    assert "*Client 7* stays as it is. I suggest it again only for another reason, or after a year." in said
    with office.store.read() as session:
        [kept] = session.exec(select(Audit).where(Audit.deed == "account.not_key"))
        assert (kept.person_id, kept.after) == (CHRIS, {"reasons": ["biggest"]})
        assert "Client 7" in [one.client.name for one in keys_of(session, office.team_id, None, A_YEAR_ON).missing]
    assert "2 clients are among" in office.says("/client key", CHRIS)
    assert "Not key, on purpose: *Client 7*." in office.says("/client key", CHRIS)
    for n in range(3, 8):
        office.says(f"/client edit 'Client {n}' profit:{n}EUR", CHRIS)
    assert "Not key, on purpose" not in office.says("/client key", CHRIS)


def test_a_profit_is_in_no_answer_to_who_may_not_change_the_account(office: Office) -> None:
    for n in range(1, 6):
        office.account(f"Client {n}", owner_id=ANA, annual_profit_minor=n * 100_000, currency="EUR")
    for user, is_shown in ((BEN, False), (ANA, True), (CHRIS, True)):
        said = office.says("/client key client 5", user)
        assert "one of the most profitable" in said
        assert ("5,000 EUR" in said) == is_shown, user
        form = office.type("/client edit client 5", user).view
        assert ("Yearly profit" in str(form)) == is_shown, user
    office.says("/client edit client 5 owner:none", CHRIS)
    assert "profit" not in office.says("/client show client 5", BEN)
    office.says("/client owner client 5 @me", BEN)
    assert "of it 5,000 EUR profit" in office.says("/client show client 5", BEN)


def test_a_profit_is_typed_beside_the_value_and_seen_on_the_sheet(office: Office) -> None:
    said = office.says("/client add Acme value:120000EUR profit:30000EUR")
    assert "yearly profit 30,000 EUR" in said
    assert "120,000 EUR a year · of it 30,000 EUR profit" in office.says("/client show acme")
    assert "120,000 EUR a year · client since" in office.says("/client show acme", BEN), (
        "profit is for who may change it"
    )
    assert "of it 30,000 EUR profit" in office.says("/client show acme", CHRIS)
    assert "Value and profit of one account are in one currency" in str(
        office.type("/client edit acme value:1EUR profit:2USD").view
    )
    assert "yearly profit: 30,000 EUR → none" in office.says("/client edit acme profit:none")
    assert "value: 120,000 EUR → none" in office.says("/client edit acme value:none")
