from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.policy import Direction, Kind, Policy, Sign, Status, Tier
from bot.titles import ContactLevel, Role
from bot.views import inputs, words
from bot.views.forms import account, contact, snooze, touch
from bot.views.forms.account import AccountForm
from bot.views.forms.contact import ContactForm
from bot.views.forms.settings import ladder
from bot.views.forms.touch import TouchForm
from tests.views.reading import HOSTILE, accepted_view

TODAY = date(2026, 5, 12)


def field(view: dict[str, Any], name: str) -> dict[str, Any]:
    return next(block for block in view["blocks"] if block.get("block_id") == name)


def required(view: dict[str, Any]) -> list[str]:
    return [b["block_id"] for b in view["blocks"] if b["type"] == "input" and not b.get("optional")]


def test_a_touch_form_opens_with_everything_that_is_known() -> None:
    known = TouchForm(
        account=("a1", "Acme Corp"),
        kind=Kind.CALL,
        occurred_on=TODAY,
        people=("U0ANA",),
        contacts=(("c1", "Jane Doe"),),
        note="renewal looks fine",
        temperature=1,
        next_on=date(2026, 5, 26),
    )
    view = accepted_view(touch.log(known))
    assert field(view, "account")["element"]["initial_option"]["value"] == "a1"
    assert field(view, "kind")["element"]["initial_option"]["value"] == "call"
    assert field(view, "occurred_on")["element"]["initial_date"] == "2026-05-12"
    assert field(view, "contacts:a1")["element"]["initial_options"][0]["text"]["text"] == "Jane Doe"
    assert field(view, "note")["element"]["initial_value"] == "renewal looks fine"
    assert field(view, "temperature")["element"]["initial_option"]["value"] == "1"


def test_a_kind_that_was_not_said_is_not_guessed() -> None:
    assert "initial_option" not in field(touch.log(TouchForm()), "kind")["element"]


def test_a_form_says_why_it_opened() -> None:
    view = touch.log(TouchForm(problem="I know nobody called `Bob`."))
    assert "Bob" in view["blocks"][0]["text"]["text"]


def test_already_did_asks_for_little_more_than_the_day() -> None:
    view = accepted_view(touch.already_did(("a1", "Acme"), TODAY, "n1"))
    assert required(view) == ["occurred_on", "kind"]
    thanks = touch.already_did(("a1", "Acme"), TODAY, "n1", Kind.THANKS)
    assert field(thanks, "kind")["element"]["initial_option"]["value"] == "thanks"


@pytest.mark.parametrize(("before", "asked"), [(0, ["until"]), (1, ["until", "reason"])])
def test_a_reason_is_asked_for_from_the_second_snooze_on(before: int, asked: list[str]) -> None:
    assert required(accepted_view(snooze.snooze(("a1", "Acme"), None, nudge_id="n1", before=before))) == asked


def test_the_same_form_twice_is_the_same() -> None:
    assert touch.log(TouchForm(problem="x")) == touch.log(TouchForm(problem="x"))


def test_an_alert_channel_cannot_be_one_with_people_of_another_company() -> None:
    chosen = field(ladder.ladder(Policy(), None), "channel")["element"]
    assert chosen["filter"]["exclude_external_shared_channels"] is True


@pytest.mark.parametrize("text", HOSTILE)
def test_slack_takes_every_form_with_any_text(text: str) -> None:
    named = ("a1", text)
    forms = [
        touch.log(TouchForm(account=named, contacts=(named,), note=text, problem=text)),
        touch.edit(TouchForm(account=named, note=text), "t1"),
        touch.already_did(named, TODAY, "n1"),
        touch.felt("t1", text, -1, ("slower",)),
        contact.contact(ContactForm(account=named, name=text, title=text, email=text, problem=text)),
        contact.left(named, text),
        account.add(AccountForm(name=text, value=text, aliases=text, problem=text), then=text[:2000]),
        account.edit(AccountForm(name=text, closures=text), "a1"),
        account.owner(named, "U0ANA", text),
        account.which("why", "Why?", text),
        snooze.snooze(named, TODAY, reason=text, problem=text),
    ]
    for form in forms:
        accepted_view(form)


@pytest.mark.parametrize("status", list(Status))
def test_an_account_in_any_state_can_be_edited(status: Status) -> None:
    accepted_view(account.edit(AccountForm(name="Acme", status=status), "a1"))


def test_there_are_words_for_every_word_that_is_stored() -> None:
    assert set(words.KINDS) == set(Kind)
    assert set(words.DIRECTIONS) == set(Direction)
    assert set(words.SIGNS) == set(Sign)
    assert set(words.TIERS) == set(Tier)
    assert set(words.STATUSES) == set(Status)
    assert set(words.CONTACT_LEVELS) == set(ContactLevel)
    assert set(words.ROLES) == set(Role)


def test_a_menu_has_at_most_a_hundred_lines_and_none_is_empty() -> None:
    found = inputs.menu([(str(n), "x" * 100 if n else "") for n in range(300)])
    assert len(found) == 100
    assert all(1 <= len(line["text"]["text"]) <= 75 for line in found)
