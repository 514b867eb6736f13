"""Playbooks and questions: looked at, taken as a file, changed in a form or by a file, switched off, brought back."""

from __future__ import annotations

import pytest

from bot import playbooks
from bot.litmus import own, questions
from bot.playbooks import OURS, ours
from bot.playground.world import Message
from bot.work import settings
from bot.work.deed import Deed
from storage import documents
from storage.tables import Document
from tests.handlers import lists
from tests.handlers.lists import ADMIN, said, words
from tests.handlers.office import ANA, DANA, Office

MINE = 'key = "visits"\ntitle = "Visits"\n\n[[steps]]\nkey = "go"\ntext = "Go and see them"\ndays = 10\n'


def newest(office: Office, key: str = "visits", kind: str = "playbook") -> Document | None:
    with office.store.read() as session:
        return documents.newest(session, office.team_id, kind, key)


def answer(office: Office, line: str, user: str = ADMIN) -> Message:
    seen = office.type(line, user)
    told = seen.message or seen.ephemerals[-1]
    assert told is not None
    return told


def dropped(office: Office, text: str, name: str = "visits.toml", user: str = ADMIN) -> str:
    before = len(said(office, user))
    office.slack.drop(user, office.slack.world.dm(user).id, name, text)
    office.slack.until(lambda: len(said(office, user)) > before, lists.WAIT_S)
    return words(office, said(office, user)[-1])


def test_all_of_them_are_listed_and_only_an_admin_may_change_them(office: Office) -> None:
    told = answer(office, "/client playbooks", ANA)
    for key in (*OURS, "litmus", "exit"):
        assert f"`{key}`" in office.read(told)
    assert "as it came" in office.read(told)
    assert "*Somebody left* `contact_left`" in office.read(told)
    assert "playbook.change" not in str(told.blocks)
    assert "playbook.change" in str(answer(office, "/client playbooks").blocks)


@pytest.mark.parametrize("typed", ["contact_left", "contact left", "Onboarding", "litmus"])
def test_one_is_shown_by_key_or_title(office: Office, typed: str) -> None:
    told = office.says(f"/client playbooks {typed}", ANA)
    part = {"O": "within 5 working days", "l": "Litmus questions"}.get(typed[0], "Find out who follows {contact}")
    assert part in told


def test_one_that_nobody_wrote_is_told_with_those_there_are(office: Office) -> None:
    assert "no playbook “nonsense”; these are there: onboarding" in office.says("/client playbooks nonsense", ANA)


def test_anybody_takes_one_as_a_file_into_their_direct_message(office: Office) -> None:
    listed = answer(office, "/client playbooks", ANA)
    before = len(said(office, ANA))
    office.press(listed, "playbook.fetch", ANA, "playbook:rescue")
    office.slack.until(lambda: len(said(office, ANA)) > before, lists.WAIT_S)
    [file] = said(office, ANA)[-1].files
    assert (file.name, (file.content or b"").decode()) == ("rescue.toml", ours("rescue"))


def test_an_admin_changes_one_in_the_form_and_a_mistake_is_told_with_its_line(office: Office) -> None:
    listed = answer(office, "/client playbooks")
    view = office.press(listed, "playbook.change", ADMIN, "playbook:closing").view
    assert view is not None
    assert 'title = \\"Closing\\"' in str(view.blocks) or 'title = "Closing"' in str(view.blocks)
    seen = office.submit(view, ADMIN, text=ours("closing").replace("days = 10", "days = soon", 1))
    assert any("Line " in error and "not TOML" in error for error in seen.errors.values())
    assert newest(office, "closing") is None
    seen = office.submit(view, ADMIN, text=ours("closing").replace('"Closing"', '"Goodbye"'))
    assert "*Goodbye* is on, version 1" in seen.text
    assert "yours, version 1" in office.says("/client playbooks closing", ADMIN)


def test_it_is_switched_off_and_on_and_an_earlier_version_is_brought_back(office: Office) -> None:
    listed = answer(office, "/client playbooks")
    told = office.press(listed, "playbook.switch", ADMIN, "playbook:rescue:off").text
    assert "switched off: nothing is laid from it" in told
    assert "*off*" in office.says("/client playbooks rescue", ADMIN)
    off = answer(office, "/client playbooks rescue")
    office.press(off, "playbook.switch", ADMIN, "playbook:rescue:on")
    shown = answer(office, "/client playbooks rescue")
    assert "Version 1: switched off on 12 May" in office.read(shown)
    assert "is on, version 3" in office.press(shown, "playbook.back", ADMIN, "playbook:rescue:1").text


def test_who_is_no_admin_any_more_is_refused_whatever_button_they_have(office: Office) -> None:
    lists.make_admin(office, ANA)
    listed = answer(office, "/client playbooks", ANA)
    settings.set_role(office.store, Deed(office.team_id, None, office.now), ANA, "member")
    told = office.press(listed, "playbook.switch", ANA, "playbook:rescue:off").text
    assert "Only an admin can change, switch off or bring back a playbook" in told
    assert newest(office, "rescue") is None


def test_a_file_that_an_admin_drops_counts_from_then_on(office: Office) -> None:
    assert "*Visits* is on, version 1" in dropped(office, MINE)
    assert "It stands so already" in dropped(office, MINE)
    assert "version 2" in dropped(office, MINE.replace("Go and see", "Visit"))
    with office.store.read() as session:
        assert playbooks.load(session, office.team_id, "visits").steps[0].text == "Visit them"


def test_what_is_wrong_with_a_file_is_told_line_by_line(office: Office) -> None:
    told = dropped(office, MINE.replace("days", "dayz") + 'who = "boss"\n')
    assert "I did not take *visits.toml*; nothing was changed" in told
    assert "Line 7: “dayz” is not known here; did you mean “days”?" in told
    assert "Line 8: “boss” is no “who”" in told


def test_it_can_be_pasted_as_well_also_in_a_box(office: Office) -> None:
    assert "*Visits* is on" in words(office, lists.write(office, f"```\n{MINE}```", ADMIN))


def test_questions_are_told_from_playbooks(office: Office) -> None:
    text = questions.our_text().replace("weight = ", "weight =  ")
    assert "*Litmus questions* is on, version 1" in dropped(office, text, "litmus.toml")
    assert (kept := newest(office, questions.KEY, own.KIND))
    assert kept.text == text


def test_who_is_no_admin_or_not_of_ours_changes_nothing_by_a_file(office: Office) -> None:
    assert "Only an admin can" in dropped(office, MINE, user=ANA)
    assert "Only an admin can" not in dropped(office, MINE, user=DANA)
    assert newest(office) is None


def test_beside_a_playbook_a_list_is_still_a_list(office: Office) -> None:
    assert "Acme" in words(office, lists.drop(office, lists.CLIENTS))
    assert newest(office) is None
