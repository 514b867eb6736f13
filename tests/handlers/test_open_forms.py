"""Forms that are open: what is chosen in one field changes what another offers, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.playground.modals import View
from storage.tables import Contact, Touch
from tests.handlers.office import ANA, BEN, Office


def chosen(id_: str, name: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": name}, "value": id_}


def opened(office: Office, line: str) -> View:
    view = office.type(line).view
    assert view is not None
    return view


def choose(office: Office, view: View, field: str, value: Any, **entered: Any) -> View:
    """A person chooses in a field of a form that stays open, with this entered in others."""
    seen = office.slack.press(ANA, view, field, value, state=entered)
    assert seen.ok, seen
    return office.slack.views(ANA)[-1]


def offered(office: Office, view: View, action: str, text: str = "") -> list[str]:
    return [option["text"]["text"] for option in office.slack.suggest(ANA, view, action, text).options]


def entered(view: View, field: str) -> Any:
    """What stands in a field as the person sees it."""
    [block] = [block for block in view.blocks if block.get("block_id", "").partition(":")[0] == field]
    element = block["element"]
    kept = view.values.get(block["block_id"], {}).get(element["action_id"])
    if kept is not None:
        return next(value for name, value in kept.items() if name != "type")
    return next((value for name, value in element.items() if name.startswith("initial_")), None)


@pytest.fixture
def two(office: Office) -> tuple[str, str]:
    acme, globex = office.account("Acme Corp"), office.account("Globex")
    office.contact(acme, "Jane Doe", title="CFO")
    office.contact(globex, "Hank Scorpio", title="CEO")
    return acme, globex


def test_another_account_offers_its_own_people_and_keeps_what_was_typed(office: Office, two: tuple[str, str]) -> None:
    _, globex = two
    view = opened(office, "/touch Acme: hello")
    assert offered(office, view, "contacts") == ["Jane Doe, CFO"]
    typed = {"note": "the plan, at length", "kind": "call", "people": [ANA, BEN], "occurred_on": "2026-05-11"}
    now = choose(office, view, "account", chosen(globex, "Globex"), **typed)
    assert offered(office, now, "contacts") == ["Hank Scorpio, CEO"]
    assert entered(now, "note") == "the plan, at length"
    assert entered(now, "people") == [ANA, BEN]
    assert office.submit(now).ok
    with office.store.read() as session:
        touch = session.exec(select(Touch)).one()
    assert (touch.account_id, touch.note, touch.kind) == (globex, "the plan, at length", "call")
    assert touch.occurred_at.isoformat().startswith("2026-05-11")


def test_people_of_the_account_before_are_not_taken_along(office: Office, two: tuple[str, str]) -> None:
    _, globex = two
    view = opened(office, "/touch Acme with Jane Doe: hello")
    assert entered(view, "contacts")
    now = choose(office, view, "account", chosen(globex, "Globex"))
    assert not entered(now, "contacts")
    assert office.submit(now, kind="call").ok


def test_before_an_account_is_chosen_people_at_any_are_offered_with_its_name(
    office: Office, two: tuple[str, str]
) -> None:
    view = opened(office, "/touch")
    assert offered(office, view, "contacts") == ["Hank Scorpio, CEO · Globex", "Jane Doe, CFO · Acme Corp"]
    assert offered(office, view, "contacts", "jane") == ["Jane Doe, CFO · Acme Corp"]
    assert offered(office, view, "contacts", "globex") == ["Hank Scorpio, CEO · Globex"]
    assert offered(office, view, "contacts", "hank glob") == ["Hank Scorpio, CEO · Globex"]
    assert offered(office, view, "contacts", "zzz") == []


def test_who_is_chosen_first_brings_their_account(office: Office, two: tuple[str, str]) -> None:
    acme, _ = two
    jane = office.contact(acme, "Jane Roe")
    view = opened(office, "/touch")
    now = choose(office, view, "contacts", [chosen(jane, "Jane Roe · Acme Corp")], note="typed before")
    assert entered(now, "account")["value"] == acme
    assert office.submit(now, kind="visit").ok
    with office.store.read() as session:
        touch = session.exec(select(Touch)).one()
    assert (touch.account_id, touch.note) == (acme, "typed before")
    assert "with Jane Roe" in office.read(office.slack.ephemeral(ANA)[-1])


def test_an_account_that_was_filled_in_can_be_changed(office: Office, two: tuple[str, str]) -> None:
    acme, globex = two
    jane = office.contact(acme, "Jane Roe")
    now = choose(office, opened(office, "/touch"), "contacts", [chosen(jane, "Jane Roe")])
    later = choose(office, now, "account", chosen(globex, "Globex"))
    assert entered(later, "account")["value"] == globex
    assert offered(office, later, "contacts") == ["Hank Scorpio, CEO"]


def test_the_same_account_again_changes_nothing(office: Office, two: tuple[str, str]) -> None:
    acme, _ = two
    view = opened(office, "/touch Acme: hello")
    before = view.hash
    assert choose(office, view, "account", chosen(acme, "Acme Corp")).hash == before


def test_who_left_is_found_by_name_alone(office: Office, two: tuple[str, str]) -> None:
    view = opened(office, "/client left")
    [jane] = office.slack.suggest(ANA, view, "contact", "jane").options
    now = choose(office, view, "contact", jane)
    assert entered(now, "account")["text"]["text"] == "Acme Corp"
    assert office.submit(now).ok
    with office.store.read() as session:
        gone = session.exec(select(Contact).where(Contact.name == "Jane Doe")).one()
    assert gone.left_at is not None


def test_an_edited_touch_goes_to_another_account_with_its_people(office: Office, two: tuple[str, str]) -> None:
    _, globex = two
    seen = office.type("/touch Acme call with Jane Doe: hello")
    assert seen.message is not None
    view = office.press(seen.message, "touch.edit").view
    assert view is not None
    now = choose(office, view, "account", chosen(globex, "Globex"))
    [hank] = office.slack.suggest(ANA, now, "contacts", "").options
    assert office.submit(now, contacts=[hank]).ok
    with office.store.read() as session:
        assert session.exec(select(Touch)).one().account_id == globex


def test_an_error_at_a_field_that_belongs_to_an_account_stands_at_it(office: Office, two: tuple[str, str]) -> None:
    acme, _ = two
    jane = office.contact(acme, "Jane Roe")
    view = opened(office, "/touch Globex: hello")
    sent = office.submit(view, kind="call", contacts=[chosen(jane, "Jane Roe")])
    assert sent.errors
    assert office.slack.views(ANA)


def test_signs_of_warning_are_ticked_in_the_form_and_shown(office: Office, two: tuple[str, str]) -> None:
    view = opened(office, "/touch Acme: hello")
    assert office.submit(view, kind="call", temperature="-1", signs=["exports", "postponed"]).ok
    told = "_Signs:_ they ask for exports or access lists and put off talk of renewal"
    assert told in office.read(office.slack.ephemeral(ANA)[-1])
    assert told in office.says("/client touches Acme")
    assert told in office.says("/client show Acme")


def test_after_a_conversation_how_it_was_is_asked_with_one_press(office: Office, two: tuple[str, str]) -> None:
    seen = office.type("/touch Acme call: renewal")
    assert seen.message is not None
    view = office.press(seen.message, "touch.felt").view
    assert view is not None
    assert office.submit(view, temperature="-1", signs=["slower"]).ok
    with office.store.read() as session:
        touch = session.exec(select(Touch)).one()
    assert (touch.temperature, touch.signs, touch.note) == (-1, ["slower"], "renewal")
    answer = office.slack.ephemeral(ANA)[-1]
    assert "they pay or answer more slowly" in office.read(answer)
    assert "touch.felt" not in str(answer.blocks)


@pytest.mark.parametrize(
    "line", ["/touch Acme email: sent the plan", "/touch Acme note: for us", "/touch Acme call temp:1"]
)
def test_how_it_was_is_not_asked_where_nobody_talked_or_it_was_said(
    office: Office, two: tuple[str, str], line: str
) -> None:
    seen = office.type(line)
    assert seen.message is not None
    assert "touch.felt" not in str(seen.message.blocks)
