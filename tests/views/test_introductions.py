from __future__ import annotations

from datetime import date
from typing import Any

from bot.titles import Role
from bot.views.introductions import Introductions, who_to_meet
from tests.rules.build import account, ago, contact, executive
from tests.views.reading import HOSTILE, accepted, words

TODAY = date(2026, 5, 13)


def said(ties: dict[str, Any] | None = None, **facts: Any) -> str:
    return words(who_to_meet(Introductions(account(**facts), ties or {}, TODAY)))


def test_senior_people_come_first_with_title_level_and_who_of_ours_knows_them() -> None:
    shown = said(
        {"kim": {"U0ANA": ago(5), "U0BEN": ago(2)}},
        contacts=(contact("Kim", title="Planner", last_met_at=ago(2)), executive("Zoe", title="CFO")),
    )
    assert "Zoe*: CFO, executive, never met, nobody of us spoke with them lately" in shown
    assert "Kim*: Planner, individual, met 11 May, known by <@U0BEN> and <@U0ANA>" in shown
    assert shown.index("Zoe*") < shown.index("Kim*")
    assert "never met: Zoe." in shown


def test_who_was_met_last_the_main_contact_and_our_sponsor_are_asked_for_an_introduction() -> None:
    main = contact("Max", roles=(Role.MAIN_CONTACT,), last_met_at=ago(50))
    shown = said(contacts=(main, contact("Kim", last_met_at=ago(2))), sponsor_id="U0CHRIS")
    asked = shown[shown.index("Ask for an introduction") :]
    for part in ("Kim* (met last)", "Max* (main contact)", "<@U0CHRIS> (our executive sponsor)"):
        assert part in asked
    assert "Max* (met last, main contact)" in said(contacts=(main,))


def test_who_has_left_is_neither_met_nor_asked() -> None:
    shown = said(contacts=(executive("Zoe", last_met_at=ago(9), left_at=ago(3)),))
    assert "Zoe" not in shown
    assert "Nobody there is on record yet" in shown
    assert "Nobody is there to introduce us yet" in shown
    assert "/client contact Acme Jane Doe, VP Operations" in shown


def test_what_is_missing_is_said_of_every_state() -> None:
    assert "Nobody senior is on record" in said(contacts=(contact("Kim"),))
    assert "Only Zoe is senior" in said(contacts=(executive("Zoe", last_met_at=ago(9)),))
    two = (executive("Zoe", last_met_at=ago(9)), executive("Yan", last_met_at=ago(90)))
    assert "Yan was met longest ago" in said(contacts=two)


def test_slack_takes_it_whatever_people_typed_and_however_many_they_are() -> None:
    text = " ".join(HOSTILE)[:200]
    many = tuple(contact(f"{n} {text}", title=text * 20, last_met_at=ago(n)) for n in range(40))
    post = who_to_meet(Introductions(account(name=text, contacts=many), {}, TODAY))
    accepted(post)
    assert "+25 more" in words(post)
