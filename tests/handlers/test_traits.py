"""What is good to know of a client: `/client know`, its form, the list, and where it shows."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlmodel import col, select

from bot.playground.modals import View
from storage.tables import Contact, Nudge, TouchContact, Trait
from tests.handlers.office import ANA, BEN, CHRIS, Office

PLANT = 'proud of "their new plant"'


def kept(office: Office) -> list[tuple[str, str, date | None]]:
    with office.store.read() as session:
        return [(one.kind, one.text, one.falls_on) for one in session.exec(select(Trait).order_by(Trait.id))]


def ringing(office: Office, rule: str) -> str:
    """The nudge that is open of a rule."""
    with office.store.read() as session:
        return session.exec(select(Nudge.id).where(Nudge.rule == rule, col(Nudge.closed_at).is_(None))).one()


def opened(office: Office, line: str, user: str = ANA) -> View:
    view = office.type(line, user).view
    assert view is not None
    return view


def test_anybody_notes_what_a_client_is_proud_of_and_it_stands_on_its_sheet(office: Office) -> None:
    office.account(owner_id=ANA)
    assert "Noted of *Acme Corp*: Proud of their new plant." in office.says(f"/client know acme {PLANT}", BEN)
    assert kept(office) == [("proud", "their new plant", None)]
    assert "• Proud of their new plant" in office.says("/client show Acme Corp")


def test_a_day_of_theirs_is_said_before_and_watched(office: Office) -> None:
    office.account(owner_id=ANA)
    told = office.says('/client know Acme Corp anniversary "founded" on 20 May 1998')
    assert "Noted of *Acme Corp*: Anniversary: founded, 20 May 1998." in told
    assert "Its owner hears of it 7 days before and on the day, every year." in told
    assert kept(office) == [("anniversary", "founded", date(1998, 5, 20))]
    why = office.says("/client why Acme Corp")
    assert "A day of theirs comes round on 20 May 2026, after 28 years: “founded”." in why
    assert "_Rests on:_ Anniversary: founded, 20 May 1998" in why
    office.wait_days(1)
    office.wait_days(1)
    [card] = [words for words in map(office.read, office.slack.dm(ANA)) if "comes round" in words]
    assert "○ early" in card
    assert "Congratulate them" in card


def test_thanks_on_the_day_answer_it(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client know Acme Corp milestone "new plant opens" on 14 May')
    office.wait_days(1)
    assert "A day of theirs: ◐" not in office.says("/touch Acme Corp call about the weather")
    assert "A day of theirs" in office.says("/touch Acme Corp thanks: congratulated them on the new plant")


def test_log_it_on_the_card_of_such_a_day_is_thanks(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says('/client know Acme Corp milestone "new plant opens" on 14 May')
    office.wait_days(1)
    [card] = [one for one in office.slack.dm(ANA) if "A day of theirs" in office.read(one)]
    form = office.press(card, "nudge.log", value=ringing(office, "occasion")).view
    assert form is not None
    assert '"value": "thanks"' in json.dumps(form.blocks)
    office.submit(form, note="well done")
    office.wait_days(0.01)
    answered = office.slack.world.message(card.channel, card.ts)
    assert answered is not None
    assert "spoken to on 13 May" in office.read(answered)


def test_already_did_on_the_card_of_an_indirect_contact_was_with_them(office: Office) -> None:
    office.account(owner_id=ANA, tier="key")
    office.says("/client contact Acme Corp Kim Lee role:indirect")
    office.sets(budget=50)
    for days in (60, 1, 1, 3):
        office.wait_days(days)
    nudge = ringing(office, "indirect")
    [card] = [one for one in office.slack.dm(ANA) if nudge in str(one.blocks)]
    did = office.press(card, "nudge.did", value=nudge).view
    assert did is not None
    assert office.submit(did).ok
    with office.store.read() as session:
        contact_id = session.exec(select(TouchContact.contact_id)).one()
        assert session.exec(select(Contact.name).where(Contact.id == contact_id)).one() == "Kim Lee"


def test_the_same_said_again_with_another_day_is_put_right(office: Office) -> None:
    office.account()
    office.says('/client know Acme Corp milestone "New plant opens" on 3 June')
    told = office.says('/client know Acme Corp milestone "new plant opens" on 10 June')
    assert "That was known, and is put right, of *Acme Corp*: Milestone: New plant opens, 10 June." in told
    assert kept(office) == [("milestone", "New plant opens", date(2026, 6, 10))]


def test_all_of_it_is_listed_and_taken_off_by_a_button(office: Office) -> None:
    office.account()
    assert "Nothing is noted yet of what *Acme Corp* is proud of." in office.says("/client know Acme Corp")
    office.says(f"/client know Acme Corp {PLANT}")
    office.says("/client know Acme Corp burden: late payers")
    [listed] = office.type("/client know Acme Corp").ephemerals
    assert "Burden: late payers" in office.read(listed)
    with office.store.read() as session:
        burden = session.exec(select(Trait.id).where(Trait.kind == "burden")).one()
    office.press(listed, "trait.forget", ANA, burden)
    assert kept(office) == [("proud", "their new plant", None)]


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("anniversary founded", "on which day was the first?"),
        ('anniversary "founded" on 31 February', "31 February"),
        ("they like cake", "they like cake"),
        ("proud", "In a few words"),
    ],
)
def test_what_is_missing_is_asked_for_in_the_form_and_nothing_is_lost(office: Office, line: str, asks: str) -> None:
    office.account()
    view = opened(office, f"/client know Acme Corp {line}")
    assert asks in str(view.blocks)
    assert kept(office) == []


def test_the_form_keeps_it_and_says_at_its_field_what_will_not_do(office: Office) -> None:
    office.account()
    view = opened(office, "/client know Acme Corp they like cake")
    refused = office.submit(view, kind="burden", falls_on="2026-06-03")
    assert "Only a milestone or an anniversary has a day" in str(refused.errors)
    office.submit(view, kind="proud", text="their cakes", falls_on=None)
    assert kept(office) == [("proud", "their cakes", None)]


def test_an_unknown_account_is_asked_back(office: Office) -> None:
    office.account("Acme Corp")
    office.account("Acme Foods")
    assert "Acme Foods" in office.says(f"/client know Acme {PLANT}")
    assert kept(office) == []


def test_without_an_account_it_is_asked_for_and_then_all_that_is_known_is_listed(office: Office) -> None:
    acme = office.account()
    office.says(f"/client know Acme Corp {PLANT}")
    seen = office.submit(opened(office, "/client know"), account={"value": acme, "text": {"text": "Acme Corp"}})
    assert "Proud of their new plant" in " ".join(map(office.read, seen.ephemerals))


def test_who_looked_after_an_account_before_stands_on_its_sheet_and_under_why(office: Office) -> None:
    office.account(owner_id=ANA)
    office.says("/client owner Acme Corp @ben")
    for helpers in ("@chris", "none"):
        office.says(f"/client edit Acme Corp helpers:{helpers}", BEN)
    shown = office.says("/client show Acme Corp")
    assert f"_Changes of ours:_ owner <@{ANA}> → <@{BEN}> on <!date" in shown
    assert f"; <@{CHRIS}> helped until <!date" in shown
    assert f"; <@{CHRIS}> helps since <!date" in shown
    office.wait_days(30)
    office.says("/client owner Acme Corp @ana", BEN)
    office.wait_days(1)
    why = office.says("/client why Acme Corp")
    assert "It changed hands twice in 365 days, last on 11 June 2026; they have not met its new owner yet" in why
    assert f"owner <@{BEN}> → <@{ANA}>" in why
