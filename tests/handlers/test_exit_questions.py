from __future__ import annotations

from datetime import timedelta

from bot import exit_questions
from bot.audits import reporting
from bot.work import documents
from bot.work.deed import Deed
from storage import accounts, losses
from storage.tables import Account, Loss, LossAudit
from tests.handlers.office import ANA, CHRIS, Office
from tests.handlers.test_losses import one
from tests.handlers.test_papers import dropped

OWN = """key = "exit"
about = "Tell us."

[[questions]]
key = "why"
text = "What was it, <really>?"

[[questions]]
key = "site"
text = "How was it on *site*?"
hint = "Let _them_ speak."
"""


def interviewed(office: Office, **said: str) -> None:
    seen = office.type("/client exit Acme")
    assert seen.message is not None
    office.press(seen.message, "exit.note")
    assert office.submit(office.slack.views(ANA)[-1], **{"exit_on": "2026-05-11", **said}).ok


def test_a_workspace_asks_its_own_questions_when_it_is_over(office: Office) -> None:
    office.account()
    office.says("/client leaving Acme until 30 June")
    assert "*Exit interview* is on, version 1" in dropped(office, OWN, "exit.toml")

    seen = office.says("/client exit Acme")
    assert "Tell us." in seen
    assert seen.count("What was it, &lt;really&gt;?") == 2  # to ask, and to copy
    assert "How was it on *site*?" not in seen.split("to copy")[0]  # what looks like bold is none
    assert "What would have kept you?" not in seen
    interviewed(office, answer_site="Nobody came.")
    assert one(office, Loss).exit_answers == {"site": "Nobody came."}


def test_what_was_answered_stands_when_its_question_is_asked_no_more(office: Office) -> None:
    office.account()
    office.says("/client leaving Acme until 30 June")
    interviewed(office, answer_kept="A visit.")
    dropped(office, OWN, "exit.toml")
    interviewed(office, answer_why="The price.")
    assert one(office, Loss).exit_answers == {"kept": "A visit.", "why": "The price."}
    seen = office.says("/client exit Acme")
    assert "*What would have kept you?*\n> A visit." in seen

    off = Deed(office.team_id, CHRIS, office.now)
    documents.switch(office.store, off, "questions", "exit", on=False)
    assert "What made you decide to end it?" in office.says("/client exit Acme")
    with office.store.read() as session:
        assert exit_questions.load(session, office.team_id) == exit_questions.ours()


def test_an_answer_keeps_the_words_in_which_it_was_asked_and_no_two_become_one(office: Office) -> None:
    office.account()
    office.says("/client leaving Acme until 30 June")
    twice = OWN.replace("How was it on *site*?", "And why?").replace("What was it, <really>?", "And why?")
    dropped(office, twice, "exit.toml")
    interviewed(office, exit_on=str(office.now.date()), answer_why="The price.", answer_site="Nobody came.")
    both = "*And why?*\n> The price.\n\n*And why?*\n> Nobody came."
    assert both in office.says("/client exit Acme").replace("\n*And", "\n\n*And").replace("\n\n\n", "\n\n")

    office.now += timedelta(days=2)
    dropped(office, OWN, "exit.toml")
    assert office.says("/client exit Acme").count("*And why?*") == 2
    documents.switch(office.store, Deed(office.team_id, CHRIS, office.now), "questions", "exit", on=False)
    seen = office.says("/client exit Acme")
    assert seen.count("*And why?*") == 2
    assert "site" not in seen


def test_a_report_tells_answers_in_the_words_that_were_asked(office: Office) -> None:
    acme = office.account()
    dropped(office, OWN, "exit.toml")
    office.says("/client leaving Acme until 30 June")
    interviewed(office, answer_site="Nobody came.")
    with office.store.read() as session:
        account: Account | None = accounts.get(session, office.team_id, acme)
        loss = losses.standing(session, office.team_id, acme)
        assert account is not None
        assert loss is not None
        audit = LossAudit(
            team_id=office.team_id, account_id=acme, loss_id=loss.id, due_on=office.now.date(), opened_at=office.now
        )
        told = reporting.written(session, account, loss, audit, office.now)
    assert "Nobody came." in told
    assert "How was it on" in told


def test_a_mistake_is_told_with_its_line_and_the_exit_interview_is_told_from_the_litmus_test(office: Office) -> None:
    assert "Line 6: “txt” is not known here" in dropped(office, OWN.replace("text =", "txt =", 1), "exit.toml")
    assert "two questions have the key “why”" in dropped(office, OWN.replace('"site"', '"why"'), "exit.toml")
    assert "“weight” is missing" in dropped(office, OWN.replace('key = "exit"\n', ""), "exit.toml")
    with office.store.read() as session:
        assert exit_questions.load(session, office.team_id) == exit_questions.ours()
