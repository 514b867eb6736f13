from __future__ import annotations

from tests.handlers.office import Office


def test_a_touch_is_answered_with_what_was_understood(office: Office) -> None:
    acme = office.account("Acme Corp", aliases=["acme"], tier="key")
    office.contact(acme, "Jane Doe", title="CFO")
    said = office.says("/touch acme call with Jane yesterday: renewal looks fine next 2w")
    print(said)
    assert "call with Jane Doe" in said
    assert "Acme Corp" in said
    assert "yesterday" in said
    assert "renewal looks fine" in said
    assert "26 May" in said
