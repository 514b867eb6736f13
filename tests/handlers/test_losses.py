from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.endings import Confidence, LossReason, Reason
from bot.playground.modals import View
from handlers.dates import read_date
from handlers.lossline import LossLine, parse_loss
from storage.tables import Account, Loss, Plan, Step
from tests.handlers.office import ANA, BEN, CHRIS, Office

TODAY = date(2026, 5, 12)


def one(office: Office, of: Any) -> Any:
    with office.store.read() as session:
        return session.exec(select(of)).one()


def opened(office: Office, line: str, user: str = ANA) -> View:
    view = office.type(line, user).view
    assert view is not None
    return view


def values(view: View) -> dict[str, Any]:
    """What stands in a form, by field."""
    told = {}
    for block in view.content["blocks"]:
        element = block.get("element", {})
        given = element.get("initial_value") or element.get("initial_date") or element.get("initial_option")
        told[block.get("block_id")] = given or element.get("initial_options")
    return told


def last_word(office: Office) -> str:
    return office.read(office.slack.ephemeral(ANA)[-1])


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("", LossLine(None, "", [], "")),
        ("30 April", LossLine(date(2026, 4, 30), "30 April", [], "")),
        ("on 30 April, price stated: it got too dear", LossLine(
            date(2026, 4, 30), "30 April", [Reason(LossReason.PRICE, Confidence.STATED)], "it got too dear")),
        ('yesterday because of poor communication and staffing (verified) "you never called"', LossLine(
            date(2026, 5, 11), "yesterday",
            [Reason(LossReason.COMMUNICATION, Confidence.SUSPECTED), Reason(LossReason.STAFFING, Confidence.VERIFIED)],
            "you never called")),
        ("whenever", LossLine(None, "whenever", [], "")),
    ],
)  # fmt: skip
def test_a_line_tells_the_day_the_reasons_and_their_words(line: str, read: LossLine) -> None:
    assert parse_loss(line, TODAY, read_date, "past") == read


def test_a_lost_account_is_told_in_a_form_that_the_line_filled(office: Office) -> None:
    office.account(annual_value_minor=120_000_00, currency="EUR")
    view = opened(office, "/client lost Acme 3 May price stated: it got too dear")
    filled = values(view)
    assert (filled["ended_on"], filled["value"], filled["words"]) == ("2026-05-03", "120000 EUR", "it got too dear")
    assert [option["value"] for option in filled["reasons_stated"]] == ["price"]

    assert office.submit(view, reasons_suspected=["feelings"], decided_by="their CFO").ok

    loss, acme = one(office, Loss), one(office, Account)
    assert (acme.status, acme.lost_on, loss.decided_by) == ("lost", date(2026, 5, 3), "their CFO")
    assert [row["reason"] for row in loss.reasons] == ["price", "feelings"]
    assert "I no longer watch it. Its audit is open, and due by 26 May" in last_word(office)


def test_what_is_missing_of_a_key_account_is_said_in_the_form_and_all_that_was_typed_stays(office: Office) -> None:
    office.account(tier="key")
    view = opened(office, "/client lost Acme 3 May")
    office.submit(view, reasons_stated=["price"], words="too dear", decided_by="the board")
    again = office.slack.views(ANA)[-1]
    shown = str(again.content)
    for part in ("we let none go without trying", "/client rescue", "/client exit", "or a lead closes it"):
        assert part in shown
    filled = values(again)
    assert (filled["words"], filled["decided_by"], filled["ended_on"]) == ("too dear", "the board", "2026-05-03")
    assert "override_why" not in filled
    assert one(office, Account).status == "active"


def test_a_lead_is_asked_why_and_closes_it(office: Office) -> None:
    office.account(tier="key")
    view = opened(office, "/client lost Acme 3 May price", CHRIS)
    office.submit(view, CHRIS)
    again = office.slack.views(CHRIS)[-1]
    assert "override_why" in values(again)
    assert office.submit(again, CHRIS, override_why="they closed shop").ok
    assert (one(office, Account).status, one(office, Loss).override_why) == ("lost", "they closed shop")


def test_a_form_without_a_reason_or_with_a_value_that_is_none_stays_open(office: Office) -> None:
    office.account()
    view = opened(office, "/client lost Acme 3 May")
    assert "unknown" in str(office.submit(view).errors)
    assert "value" in office.submit(view, value="a lot", reasons_stated=["price"]).errors
    assert one(office, Account).status == "active"


def test_who_is_leaving_is_told_in_one_line_and_their_goodbye_is_laid(office: Office) -> None:
    office.account()
    said = office.says('/client leaving Acme until 30 June: "it got too dear"')
    assert "is leaving until 30 June. I go on watching it" in said
    loss = one(office, Loss)
    assert (loss.state, loss.ended_on, loss.words) == ("leaving", date(2026, 6, 30), "it got too dear")
    assert one(office, Plan).playbook == "closing"
    with office.store.read() as session:
        keys = {step.key for step in session.exec(select(Step))}
    assert keys >= {"handover", "access", "thanks", "senior", "goodbye"}

    office.says("/client leaving Acme until 15 July")
    assert (one(office, Loss).ended_on, one(office, Loss).words) == (date(2026, 7, 15), "it got too dear")
    assert "stays: good news" in office.says("/client reopen Acme: they signed again")
    assert (one(office, Account).status, one(office, Plan).state) == ("active", "dropped")


def test_leaving_without_a_day_asks_for_it(office: Office) -> None:
    office.account()
    view = opened(office, "/client leaving Acme")
    assert office.submit(view, ended_on="2026-06-30").ok
    assert one(office, Account).status == "leaving"


def test_the_exit_interview_has_questions_to_ask_and_to_copy_and_its_answers_are_kept(office: Office) -> None:
    office.account()
    assert "neither leaving nor lost" in office.says("/client exit Acme")
    office.says("/client leaving Acme until 30 June")
    seen = office.type("/client exit Acme", BEN)
    assert "there was none yet" in seen.text
    assert seen.text.count("What made you decide to end it?") == 2  # to ask, and to copy
    assert seen.message is not None
    office.press(seen.message, "exit.note", BEN)
    view = office.slack.views(BEN)[-1]
    assert "exit_on" in office.submit(view, BEN, exit_on="2026-05-13").errors
    assert office.submit(view, BEN, exit_on="2026-05-11", answer_why="It was the price.").ok

    loss = one(office, Loss)
    assert (loss.exit_on, loss.exit_by, loss.exit_answers) == (date(2026, 5, 11), BEN, {"why": "It was the price."})
    assert "> It was the price." in office.says("/client exit Acme")


def test_a_member_cannot_close_what_others_keep_nor_reopen_what_is_lost(office: Office) -> None:
    acme = office.account()
    view = opened(office, "/client lost Acme 3 May price", BEN)
    assert "Only the account's owner" in str(office.submit(view, BEN))
    office.lose(acme)
    assert "Only a lead or an admin can reopen" in office.says("/client reopen Acme: a mistake")
    assert "is no longer lost" in office.says("/client reopen Acme: a mistake", CHRIS)


def test_a_card_asks_for_the_exit_interview_and_then_whether_it_is_over(office: Office) -> None:
    office.account()
    office.says("/client leaving Acme until 15 May")
    office.wait_days(1)
    [card] = [one for one in office.slack.dm(ANA) if "nudge.ended" in str(one.blocks)]
    assert "there was no exit interview yet" in office.read(card)
    assert "How to hold it" in office.press(card, "nudge.exit").text
    office.press(card, "nudge.stays")
    assert office.submit(office.slack.views(ANA)[-1], why="they signed again").ok
    assert one(office, Account).status == "active"


def test_no_button_and_no_shortcut_of_a_rescue_gets_round_the_gate(office: Office) -> None:
    acme = office.account(tier="key")
    office.says("/client leaving Acme until 13 May")
    office.wait_days(3)
    [card] = [one for one in office.slack.dm(ANA) if "nudge.ended" in str(one.blocks)][-1:]
    office.press(card, "nudge.ended")
    office.submit(office.slack.views(ANA)[-1], ended_on="2026-05-14", reasons_stated=["price"])
    assert "we let none go without trying" in str(office.slack.views(ANA)[-1].content)

    office.says("/client rescue Acme: they are upset")
    opened(office, "/client lost Acme today price")
    office.submit(office.slack.views(ANA)[-1], exit_on="2026-05-14")
    assert "no rescue with a step or a talk in it" in str(office.slack.views(ANA)[-1].content)
    office.says("/client edit Acme tier:light")
    office.submit(opened(office, "/client lost Acme today price"))
    with office.store.read() as session:
        assert session.get(Account, (office.team_id, acme)).status != "lost"  # type: ignore[union-attr]


def test_a_day_without_a_word_of_theirs_keeps_the_gate_shut_and_all_that_was_typed_comes_back(office: Office) -> None:
    acme = office.account(tier="key")
    office.says("/client rescue Acme: they are upset")
    office.touch(acme)
    view = opened(office, "/client lost Acme today price")
    typed = {"exit_on": "2026-05-11", "exit_with": "Jane Doe", "decided_by": "their CFO", "attraction": "a cheaper one"}
    office.submit(view, **typed)
    shut = str(office.slack.views(ANA)[-1].content)
    for part in ("has no word of theirs yet: write it below", "/client exit", *typed.values()):
        assert part in shut, part
    assert office.submit(office.slack.views(ANA)[-1], words="Nobody ever came by.").ok
    loss = one(office, Loss)
    assert (loss.state, loss.exit_with, loss.decided_by) == ("lost", "Jane Doe", "their CFO")
