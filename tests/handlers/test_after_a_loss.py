"""What follows on a loss, as people do it in Slack: lessons, a word to everybody, win-back, figures; and growth."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from bot.endings import Confidence, LossReason, Part, Reason, Side
from bot.playground.modals import View
from bot.playground.world import Message
from bot.work import loss_audits, losses, settings
from bot.work.deed import Deed
from bot.work.losses import NewLoss
from storage.tables import LossAudit
from tests.handlers.office import ANA, BEN, CHRIS, DANA, ERIK, HEALTH, SHARED, Office

PRICE = Reason(LossReason.PRICE, Confidence.STATED)


@pytest.fixture
def team(office: Office) -> Office:
    """Globex was Ana's and is lost; Acme is hers still, Umbra is Ben's, who leads her."""
    settings.set_lead(office.store, Deed(office.team_id, None, office.now), ANA, BEN)
    globex = office.account("Globex", annual_value_minor=90_000_00, currency="EUR", client_since=date(2022, 1, 1))
    for days in range(400, 100, -30):
        office.touch(globex, days)
    office.touch(office.account("Acme", client_since=date(2020, 1, 1)), 3)
    office.account("Umbra", owner_id=BEN)
    new = NewLoss(globex, office.now.date(), [PRICE], words="Nobody called.", attraction="a younger agency")
    losses.end(office.store, office.deed(), new)
    return office


def said(team: Office, line: str, who: str = ANA) -> Message:
    return team.type(line, who).ephemerals[-1]


def opened(team: Office, line: str, who: str = ANA) -> View:
    view = team.type(line, who).view
    assert view is not None
    return view


def pressed(team: Office, where: Message | View, action_id: str, who: str = ANA) -> View:
    view = team.press(where, action_id, who).view
    assert view is not None
    return view


def heard(team: Office, who: str) -> list[str]:
    """All that only they have seen."""
    return [team.read(one) for one in team.slack.ephemeral(who)]


def draw(team: Office, way: str = "no_senior", **fields: str) -> Message:
    view = pressed(team, said(team, "/client lessons Globex"), "lesson.new")
    values = {"text": "Nobody senior was known", "way": way, "owner": BEN, "due": "2026-06-01", **fields}
    return team.submit(view, ANA, **values).ephemerals[-1]


def test_a_lesson_is_drawn_from_a_loss_looked_for_on_all_accounts_and_told_to_everybody(team: Office) -> None:
    answer = draw(team, owner=ANA)
    assert "Kept: Nobody senior was known" in team.read(answer)
    found = team.press(answer, "lesson.look", ANA)
    assert "I look at every account" in team.read(found.ephemerals[-1])
    team.slack.until(lambda: any("Looked at 2 accounts" in one for one in heard(team, ANA)))
    listed = said(team, "/client lessons", BEN)
    assert "0 of 2 tasks done" in team.read(listed)
    assert "From *Globex*, 90,000 EUR a year" in team.read(listed)
    tasks = team.read(team.press(listed, "lesson.tasks", BEN).ephemerals[-1])
    assert "*Acme*: Find out who decides there, and have somebody introduce us." in tasks
    assert f"· <@{BEN}>, by 1 June" in tasks


def test_never_again_goes_to_a_channel_of_ours_alone(team: Office) -> None:
    draw(team)
    view = pressed(team, said(team, "/client lessons Globex", BEN), "never_again.tell", BEN)
    refused = team.submit(view, BEN, channel=SHARED, words="")
    assert "another company" in str(refused.errors)
    team.submit(view, BEN, channel=HEALTH, words="Please read it.")
    team.wait_days(0.01)
    post = team.slack.messages(HEALTH)[-1]
    assert "1. Nobody senior was known" in team.read(post)
    team.press(post, "never_again.read", ANA)
    team.wait_days(0.01)
    assert f"Read by 1: <@{ANA}>" in team.read(team.slack.messages(HEALTH)[-1])


def test_an_owner_says_of_which_of_their_accounts_it_is_true(team: Office) -> None:
    draw(team, "asked", task="Did anybody ask how they are?")
    listed = said(team, "/client lessons", ANA)
    view = pressed(team, listed, "lesson.answer", ANA)
    assert "Acme" in str(view.content)
    assert "Umbra" not in str(view.content)
    assert "none, which is good to know" in team.read(team.submit(view, ANA).ephemerals[-1])


def test_lessons_are_taken_away_as_a_text_without_names(team: Office) -> None:
    draw(team)
    assert "direct message" in team.says("/client lessons export anonymous", ANA)
    team.slack.until(lambda: any("without names" in team.read(one) for one in team.slack.dm(ANA)))
    [file] = [file for one in team.slack.dm(ANA) for file in one.files]
    assert file.name == "lessons.md"


def test_win_back_is_decided_in_one_line_or_in_the_form_where_something_is_missing(team: Office) -> None:
    assert "to be decided by" in team.says("/client winback", ANA)
    form = opened(team, "/client winback Globex yes: they value what we do")
    answer = team.submit(form, ANA, next="2027-05-03", change="a second person").ephemerals[-1]
    assert "we want *Globex* back, and ask on 3 May 2027" in team.read(answer)
    shown = team.read(said(team, "/client winback Globex"))
    assert "First must change:* a second person" in shown
    team.says('/client know Globex burden "they paid late"')
    assert "On the other side:* they paid late" in team.read(said(team, "/client winback Globex"))
    assert "they paid late" in str(opened(team, "/client winback Globex no").content)
    assert "Kept: we let *Globex* go" in team.says("/client winback Globex no: they paid late", ANA)
    assert "is a client. A win-back begins when one is lost." in team.says("/client winback Acme", ANA)


def test_who_cannot_see_to_it_is_told_at_the_field_of_a_lesson_and_of_a_win_back(team: Office) -> None:
    lesson = pressed(team, said(team, "/client lessons Globex"), "lesson.new")
    values = {"text": "Nobody senior was known", "way": "no_senior", "owner": ERIK, "due": "2026-06-01"}
    assert "Erik Lund is from another company" in team.submit(lesson, ANA, **values).errors["owner"]

    form = opened(team, "/client winback Globex yes: they value what we do")
    sent = team.submit(form, ANA, next="2026-07-01", keeper=ERIK)
    assert "Erik Lund is from another company" in sent.errors["keeper"]


def test_a_day_that_cannot_be_read_is_said_in_the_form_and_nothing_is_lost(team: Office) -> None:
    form = opened(team, "/client winback Globex yes on Smarch 1: they value what we do")
    assert "Smarch" in str(form.content)
    assert "they value what we do" in str(form.content)


def test_losses_are_told_in_figures_and_one_of_them_in_hindsight(team: Office) -> None:
    told = team.read(said(team, "/client losses"))
    assert "A client was lost today; 1 in this quarter" in told
    assert "a younger agency" in told
    assert "day by day" in team.says("/client losses Globex")
    team.slack.until(lambda: any("days before the end" in one for one in heard(team, ANA)))


def test_what_could_grow_is_noted_in_one_line_and_asked_while_they_are_well(team: Office) -> None:
    assert "*Acme* · a client for 6 years" in team.says("/client grow", ANA)
    noted = team.says("/client grow Acme referral next month: could Jane introduce us?", BEN)
    assert "Noted for *Acme*: referral, “could Jane introduce us?”" in noted
    shown = said(team, "/client grow Acme")
    assert "They are well: a good moment to ask." in team.read(shown)
    view = pressed(team, shown, "opening.asked")
    assert "Jane will" in team.read(team.submit(view, ANA, outcome="Jane will").ephemerals[-1])
    assert opened(team, "/client grow Acme upsell").callback_id == "form.opening"


def test_guests_see_none_of_it(team: Office) -> None:
    for line in ("lessons", "losses", "winback", "grow", "winback Globex"):
        assert "Globex" not in team.says(f"/client {line}", DANA)


def test_the_owner_reads_a_kind_word_the_next_morning(team: Office) -> None:
    team.wait_days(1)
    for _ in range(3):
        team.wait_days(0.001)  # one message a second
    words = [team.read(one) for one in team.slack.dm(ANA) if "I am sorry" in team.read(one)]
    assert len(words) == 1
    assert "They were with us since January 2022. You were in touch with them 10 times" in words[0]
    assert CHRIS not in words[0]


def test_a_finding_of_the_audit_becomes_a_lesson_with_its_own_words(team: Office) -> None:
    with team.store.read() as session:
        audit = session.exec(select(LossAudit)).one()
    loss_audits.appoint(team.store, Deed(team.team_id, None, team.now), audit.id, CHRIS)
    found = loss_audits.Finding("Nobody called them back", Side.OURS, Part.RELATIONSHIP)
    done = loss_audits.find(team.store, Deed(team.team_id, CHRIS, team.now), audit.id, found)
    loss_audits.conclude(team.store, Deed(team.team_id, CHRIS, team.now), audit.id, lambda _session, _audit: "")
    view = pressed(team, said(team, "/client audit Globex"), "lesson.from_finding")
    assert "Nobody called them back" in str(view.content)
    assert "Globex" in str(view.content)
    assert done.audit.findings
