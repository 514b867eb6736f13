"""Our playbooks, and what of them an account could do with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot import playbooks
from bot.facts import AccountFacts
from bot.playbooks import OURS, Mistakes, Playbook, When, Who, ours, parse
from bot.playbooks.gaps import offers
from bot.playbooks.standing import standing
from bot.policy import Kind
from bot.promise_facts import WishFact
from bot.titles import ContactLevel, Role
from bot.work import documents
from tests.rules.build import NOW, account, ago, contact, day, encounter, executive, meeting
from tests.work.scene import CHRIS, TEAM, Scene

HEAD = 'key = "mine"\ntitle = "Mine"\n'
STEP = '[[steps]]\nkey = "one"\ntext = "Do it"\n'


def book(*whens: str) -> Playbook:
    steps = "".join(
        f'[[steps]]\nkey = "{when}"\ntext = "Meet {{contact}}"\nwhen = "{when}"\n' for when in whens or list(When)
    )
    return parse(HEAD + steps)


def lacking(**changes: Any) -> set[str]:
    """The gaps of an account for which steps are offered, those of single contacts with their ids."""
    return {offer.key for offer in offers(book(), account(**changes), NOW)}


@pytest.mark.parametrize("key", OURS)
def test_each_playbook_of_ours_is_right_and_says_what_it_is_for(key: str) -> None:
    found = parse(ours(key))
    assert found.key == key
    assert found.about
    assert found.to
    assert all(step.days is not None for step in found.steps)


def test_no_file_of_ours_is_forgotten() -> None:
    files = {file.stem for file in Path(playbooks.__file__).parent.glob("*.toml")}
    assert files == set(OURS)


def test_nothing_of_whom_a_plan_is_about_is_left_unsaid() -> None:
    jane = contact("Jane")
    told = [offer.text for offer in offers(parse(ours("contact_left")), account(contacts=(jane,)), NOW, jane)]
    assert len(told) == 4
    assert "Find out who follows Jane, and add them to the account" in told
    assert [text for text in told if "{" in text] == []


def test_an_account_of_which_nothing_is_known_lacks_everything_but_what_needs_a_person() -> None:
    assert lacking() == {"always", "no_senior", "one_contact", "no_main_contact", "no_meeting", "no_wishes", "no_meal"}


def test_an_account_that_is_well_looked_after_lacks_little() -> None:
    known = (
        executive("Jane", last_met_at=ago(3), roles=(Role.MAIN_CONTACT,)),
        contact("Kim", ContactLevel.MANAGER),
    )
    report = WishFact("w1", "a report", "", None, ago(9), day(4))
    talks = (encounter(3, kind=Kind.MEAL),)
    assert lacking(contacts=known, meetings=(meeting(5),), encounters=talks, wishes=(report,)) == {"always"}


def test_senior_people_never_met_and_indirect_contacts_have_a_step_each_by_name() -> None:
    unmet, other = executive("Jane"), executive("Max", last_met_at=ago(3))
    indirect = contact("Lea", roles=(Role.INDIRECT,))
    gone = executive("Gone", left_at=ago(3))
    facts = account(contacts=(unmet, other, indirect, gone))
    told = {offer.key: (offer.text, offer.contact_id) for offer in offers(book("senior_unmet", "indirect"), facts, NOW)}
    assert told == {"senior_unmet:jane": ("Meet Jane", "jane"), "indirect:lea": ("Meet Lea", "lea")}


def test_who_has_left_fills_no_gap() -> None:
    gone = executive("Gone", left_at=ago(3), roles=(Role.MAIN_CONTACT,))
    assert {"no_senior", "no_main_contact", "one_contact"} <= lacking(contacts=(gone, contact("Kim")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (STEP, ["Line 1: “key” is missing.", "Line 1: “title” is missing."]),
        (HEAD + STEP + STEP, ["Line 7: two steps have the key “one”; give each its own."]),
        (HEAD + STEP + 'who = "boss"\n', ["Line 6: “boss” is no “who”; it is one of"]),
        (HEAD + STEP + "days = 2.5\n", ["Line 6: “days”: input should be a valid integer"]),
        (HEAD + STEP + 'when = "never"\n', ["Line 6: “never” is no “when”; it is one of always"]),
        (HEAD + STEP.replace("Do it", " "), ["Line 5: “text”: string should have at least 1 character"]),
        (HEAD.replace("mine", "My Key") + STEP, ["Line 1: “key”: string should match pattern"]),
        (HEAD + "".join(STEP.replace("one", f"s{n}") for n in range(41)), ["“steps”"]),
    ],
)
def test_what_is_wrong_with_a_playbook_is_told_by_line(text: str, told: list[str]) -> None:
    with pytest.raises(Mistakes) as found:
        parse(text)
    for sentence, words in zip(found.value.sentences, told, strict=True):
        assert words in sentence


def test_a_step_needs_but_its_key_and_text() -> None:
    [step] = parse(HEAD + STEP).steps
    assert (step.who, step.days, step.kind, step.when) == (Who.OWNER, None, "step", When.ALWAYS)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            account(last_contact_at=None),
            "We know nobody there by name. We have not spoken with them yet. No next meeting",
        ),
        (
            account(contacts=(contact("Kim"),), last_contact_at=ago(12)),
            "We know 1 person there, nobody senior. We spoke last on 1 May 2026, 12 days ago.",
        ),
        (
            account(contacts=(contact("Kim"), executive("Jane"), executive("Max", last_met_at=ago(3)))),
            "We know 3 people there, 2 of them senior, 1 met.",
        ),
        (
            account(contacts=(executive("Jane"),), meetings=(meeting(5),)),
            "none met. We spoke last on 13 May 2026, today. Next",
        ),
    ],
)
def test_where_a_relationship_stands_is_said_in_a_few_words(facts: AccountFacts, words: str) -> None:
    assert words in standing(facts, NOW)


def test_a_workspace_without_its_own_has_ours(sqlite_scene: Scene) -> None:
    with sqlite_scene.look() as session:
        assert [one.playbook.key for one in playbooks.shelf(session, TEAM)] == list(OURS)
        assert playbooks.find(session, TEAM, "rescue").is_ours
        with pytest.raises(KeyError):
            playbooks.find(session, TEAM, "mine")


def test_what_a_workspace_wrote_stands_before_ours_and_beside_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    documents.put(scene.store, scene.deed(CHRIS), "playbook", HEAD + STEP)
    documents.put(scene.store, scene.deed(CHRIS), "playbook", (HEAD + STEP).replace('"mine"', '"rescue"'))
    with scene.look() as session:
        assert [one.playbook.key for one in playbooks.shelf(session, TEAM)] == [*OURS, "mine"]
        rescue = playbooks.find(session, TEAM, "rescue")
        assert (rescue.playbook.title, rescue.version, rescue.is_ours) == ("Mine", 1, False)


def test_a_playbook_that_is_switched_off_has_no_steps_and_its_words_are_kept(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    documents.switch(scene.store, scene.deed(CHRIS), "playbook", "rescue", on=False)
    with scene.look() as session:
        assert playbooks.load(session, TEAM, "rescue").steps == ()
        shelved = playbooks.find(session, TEAM, "rescue")
        assert (shelved.is_off, shelved.is_ours, len(shelved.playbook.steps)) == (True, True, 6)
    documents.switch(scene.store, scene.deed(CHRIS), "playbook", "rescue", on=True)
    with scene.look() as session:
        assert len(playbooks.load(session, TEAM, "rescue").steps) == 6


def test_the_example_of_the_readme_is_right_and_names_every_word_that_would_do() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    shown = re.search(r'```toml\n(key = "visits".*?)```', readme, re.DOTALL)
    assert shown
    assert parse(shown[1]).steps[0].when is When.SENIOR_UNMET
    assert [one for one in (*Who, *When) if one.value not in shown[1]] == []
