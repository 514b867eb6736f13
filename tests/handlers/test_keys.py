"""Which accounts ought to be key: told by a line and on the Home of who leads, changed by one tap."""

from __future__ import annotations

from sqlmodel import select

from storage.tables import Account, Audit
from tests.handlers.office import ANA, BEN, CHRIS, Office
from tests.handlers.test_home import home, words
from tests.handlers.test_home_pages import lead, turn


def lay_out(office: Office) -> None:
    for n in range(1, 8):
        owner = BEN if n > 5 else ANA
        office.account(f"Client {n}", owner_id=owner, annual_value_minor=n * 100_000, currency="EUR", cadence_days=30)


def tiers(office: Office) -> dict[str, str]:
    with office.store.read() as session:
        return {one.name: one.tier for one in session.exec(select(Account)) if one.tier != "standard"}


def test_a_lead_makes_it_key_with_one_tap_on_their_home(office: Office) -> None:
    lay_out(office)
    lead(office, ANA, BEN)
    page = turn(office, home(office), "portfolio:1")
    assert "3 clients are among the biggest, most profitable or longest held, and not key." in words(page)
    [account_id] = [
        block["accessory"]["value"]
        for block in page.blocks
        if "accessory" in block and "Client 7" in block["text"]["text"]
    ]
    office.press(page, "account.key", ANA, value=account_id)
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


def test_a_line_with_a_name_makes_it_key_and_who_may_not_change_it_is_told_so(office: Office) -> None:
    lay_out(office)
    assert "What we promised stays: every 30 days." in office.says("/client key client 5", ANA)
    assert "is a key account already" in office.says("/client key client 5", ANA)
    assert "Only the account's owner" in office.says("/client key client 4", BEN)
    assert tiers(office) == {"Client 5": "key"}


def test_a_profit_is_typed_beside_the_value_and_seen_on_the_sheet(office: Office) -> None:
    said = office.says("/client add Acme value:120000EUR profit:30000EUR")
    assert "yearly profit 30,000 EUR" in said
    assert "120,000 EUR a year · of it 30,000 EUR profit" in office.says("/client show acme")
    assert "Value and profit of one account are in one currency" in str(
        office.type("/client edit acme value:1EUR profit:2USD").view
    )
    assert "yearly profit: 30,000 EUR → none" in office.says("/client edit acme profit:none")
    assert "value: 120,000 EUR → none" in office.says("/client edit acme value:none")
