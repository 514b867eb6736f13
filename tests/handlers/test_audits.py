from __future__ import annotations

import pytest
from sqlmodel import select

from bot.playground.world import Message
from storage.tables import LossAudit
from tests.handlers.lists import WAIT_S
from tests.handlers.office import ANA, BEN, CHRIS, HEALTH, Office


def audit(office: Office) -> LossAudit:
    with office.store.read() as session:
        return session.exec(select(LossAudit)).one()


def last_word(office: Office, user: str) -> str:
    return office.read(office.slack.ephemeral(user)[-1])


@pytest.fixture
def lost(office: Office) -> Office:
    """Acme is lost, which Ana kept, and talked to with nobody else."""
    acme = office.account()
    for days in (200, 190, 180, 170, 160, 150, 140, 60):
        office.touch(acme, days_ago=days, temperature=1 if days > 100 else -1, note="fine" if days > 100 else "late")
    office.lose(acme, words="You stopped listening.")
    return office


def test_the_audit_shows_its_story_its_months_and_who_may_lead_it(lost: Office) -> None:
    said = lost.says("/client audit Acme", CHRIS)
    for part in (
        "lost on 12 May: due by 26 May", "not about who did it", "Nobody leads it yet. It could be",
        f"<@{BEN}>: never had to do with it", "Where it turned", "↘ here it seems to have turned",
        "A warning still stood when it ended", "Touches per month",
    ):  # fmt: skip
        assert part in said, part
    assert f"<@{ANA}>" not in said
    assert "Choose who leads it" in said
    assert "Choose who leads it" not in lost.says("/client audit Acme", ANA)


def test_the_one_who_was_there_is_refused_kindly_and_somebody_neutral_leads(lost: Office) -> None:
    said = lost.says("/client audit Acme lead @ana", CHRIS)
    assert "keeps the account and was in touch with the client, and was there: that is needed, too" in said
    assert "You lead the audit of *Acme Corp*, due by 26 May" in lost.says("/client audit Acme lead me", CHRIS)
    assert audit(lost).leader_id == CHRIS
    lost.says("/client audit Acme lead @ben", CHRIS)
    assert audit(lost).leader_id == BEN
    assert "Only a lead or an admin can choose who leads" in lost.says("/client audit Acme lead me", BEN)


def test_an_audit_is_led_from_its_card_to_its_report_in_a_thread(lost: Office) -> None:
    lost.says("/client audit Acme lead @ben", CHRIS)
    lost.wait_days(1)
    [card] = [one for one in direct(lost, BEN) if "nudge.audit" in str(one.blocks)]
    assert "its audit is due by 26 May 2026; nothing is found yet" in lost.read(card)
    assert "nudge.spare" not in str(card.blocks)
    assert not [one for one in lost.slack.messages(HEALTH) if "audit" in lost.read(one)]

    lost.press(card, "nudge.audit", BEN)
    shown = lost.slack.ephemeral(BEN)[-1]
    lost.press(shown, "audit.find", BEN)
    lost.submit(lost.slack.views(BEN)[-1], BEN, text="Nobody senior was known.", side="ours", part="relationship")
    shown = lost.slack.ephemeral(BEN)[-1]
    assert "Nobody senior was known." in lost.read(shown)
    lost.press(shown, "audit.conclude", BEN)
    assert lost.submit(lost.slack.views(BEN)[-1], BEN, turning_on="2026-01-02").ok

    assert audit(lost).state == "done"
    assert "sees the turn on **2 January 2026**" in audit(lost).report
    lost.slack.until(lambda: [one for one in direct(lost, BEN) if one.files], WAIT_S)
    [message] = [one for one in direct(lost, BEN) if one.files]
    [file] = message.files
    assert message.is_reply
    assert file.name == "what-we-learn-from-acme-corp.md"
    assert (file.content or b"").decode() == audit(lost).report
    assert "done on 13 May" in lost.says("/client audit Acme", ANA)


def direct(office: Office, user: str) -> list[Message]:
    return office.slack.dm(user)


def test_a_client_who_was_not_lost_has_no_audit(office: Office) -> None:
    office.account()
    assert "has no audit: one opens by itself with a loss" in office.says("/client audit Acme")


def test_findings_that_nobody_looks_for_are_asked_for_and_one_tap_says_there_is_nothing_to_check(lost: Office) -> None:
    lost.says("/client audit Acme lead @ben", CHRIS)
    lost.says("/client audit Acme", BEN)
    shown = lost.slack.ephemeral(BEN)[-1]
    for text in ("Nobody senior was known.", "They merged."):
        lost.press(shown, "audit.find", BEN)
        lost.submit(lost.slack.views(BEN)[-1], BEN, text=text, side="ours", part="relationship")
    lost.press(lost.slack.ephemeral(BEN)[-1], "audit.conclude", BEN)
    assert lost.submit(lost.slack.views(BEN)[-1], BEN).ok

    for days in (8, 1):
        lost.wait_days(days)
    [card] = [one for one in direct(lost, BEN) if "nobody has looked yet" in lost.read(one)]
    assert "nobody has looked yet whether other accounts have the same: 2 findings" in lost.read(card)
    assert not [one for one in lost.slack.messages(HEALTH) if "looked for elsewhere" in lost.read(one)]

    form = lost.press(card, "nudge.spare", BEN).view
    assert form is not None
    assert not lost.submit(form, BEN).ok, "nothing is ticked"
    lost.press(card, "nudge.audit", BEN)
    shown = lost.slack.ephemeral(BEN)[-1]
    assert "2 findings, 2 still to be looked for elsewhere" in lost.read(shown)
    lost.says("/client audit Acme", ANA)
    assert "audit.spare" not in str(lost.slack.ephemeral(ANA)[-1].blocks)
    lost.press(shown, "audit.spare", BEN, f"{audit(lost).id} {audit(lost).findings[1]['id']}")
    shown = lost.slack.ephemeral(BEN)[-1]
    assert "2 findings, 1 still to be looked for elsewhere" in lost.read(shown)
    assert "nothing to check elsewhere" in lost.read(shown)

    form = lost.press(card, "nudge.spare", BEN).view
    assert form is not None
    assert "They merged." not in str(form.blocks)
    assert lost.submit(form, BEN, findings=[audit(lost).findings[0]["id"]]).ok
    assert all(row.get("elsewhere") == "nothing" for row in audit(lost).findings)
    assert "Every finding is seen to already" in lost.press(card, "nudge.spare", BEN).text


def everybody_was_there(office: Office) -> None:
    office.says(f"/client edit Acme Corp helpers:<@{BEN}> <@{CHRIS}>", CHRIS)


def test_where_everybody_was_there_somebody_from_outside_leads_and_a_lead_is_reminded(lost: Office) -> None:
    everybody_was_there(lost)
    shown = lost.says("/client audit Acme", CHRIS)
    assert "/client audit Acme Corp from outside: Jane Roe, Roe Advisers" in shown.replace('"', "")
    assert "Somebody from outside leads it" in shown
    assert "Somebody from outside leads it" not in lost.says("/client audit Acme", ANA)
    said = lost.says("/client audit Acme from outside: Jane Roe, Roe Advisers", CHRIS)
    assert (
        "Jane Roe, Roe Advisers leads the audit of *Acme Corp* from outside, due by 26 May. You keep its notes" in said
    )
    assert (audit(lost).leader_id, audit(lost).outsider) == (CHRIS, "Jane Roe, Roe Advisers")
    for days in (1, 0.25):
        lost.wait_days(days)
    assert [one for one in direct(lost, CHRIS) if "nudge.audit" in str(one.blocks)]
    assert f"Jane Roe, Roe Advisers, from outside; <@{CHRIS}> keeps the notes" in lost.says("/client audit Acme", ANA)


def test_who_leads_from_outside_is_asked_for_in_a_form(lost: Office) -> None:
    everybody_was_there(lost)
    lost.says("/client audit Acme", CHRIS)
    lost.press(lost.slack.ephemeral(CHRIS)[-1], "audit.outside", CHRIS)
    view = lost.slack.views(CHRIS)[-1]
    assert "Name and company" in str(view.blocks)
    assert "where they are from" in str(lost.submit(view, CHRIS, outsider=" ").errors)
    assert lost.submit(view, CHRIS, outsider="Jane Roe, Roe Advisers").ok
    assert audit(lost).outsider == "Jane Roe, Roe Advisers"


def test_from_outside_is_not_offered_and_kindly_refused_while_somebody_is_neutral(lost: Office) -> None:
    said = lost.says("/client audit Acme from outside: Jane Roe", CHRIS)
    assert "Somebody of ours had nothing to do with Acme Corp, and comes first. It could be" in said
    assert "Somebody from outside leads it" not in lost.says("/client audit Acme", CHRIS)
    assert audit(lost).outsider == ""
