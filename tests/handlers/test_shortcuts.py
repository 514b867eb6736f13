from __future__ import annotations

from tests.handlers.office import ANA, Office


def test_the_global_shortcut_opens_an_empty_form(office: Office) -> None:
    view = office.slack.shortcut(ANA, "touch.new").view
    assert view is not None
    assert view.content["callback_id"] == "form.touch"


def test_a_touch_from_the_global_shortcut_is_answered_in_the_direct_message(office: Office) -> None:
    acme = office.account()
    view = office.slack.shortcut(ANA, "touch.new").view
    assert view is not None
    assert office.submit(view, account=chosen(acme), kind="call").ok
    assert "*Acme Corp*" in office.read(office.slack.dm(ANA)[-1])


def chosen(account_id: str, name: str = "Acme Corp") -> dict[str, object]:
    return {"text": {"type": "plain_text", "text": name}, "value": account_id}
