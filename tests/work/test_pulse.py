from __future__ import annotations

import pytest
from sqlmodel import col, select

from bot.gather import facts_of
from bot.policy import Policy
from bot.work import accounts, pulse
from bot.work.deed import Refused, Repeated
from storage import campaigns, worries
from storage.tables import Audit, Message, Worry
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene, request_id

WHY = "nobody returns our calls"


def told(scene: Scene) -> list[tuple[str, str, bool]]:
    with scene.look() as session:
        found = session.exec(select(Worry).order_by(col(Worry.said_at), col(Worry.id)))
        return [(one.account_id, one.words, one.ended_at is None) for one in found]


def test_every_owner_who_is_here_is_asked_once_each_by_themselves(scene: Scene) -> None:
    scene.account("Acme")
    scene.account("Globex", owner_id=BEN)
    scene.account("Initech", owner_id=BEN)
    asked = pulse.ask(scene.store, scene.deed(CHRIS))
    with scene.look() as session:
        recipients = sorted(
            m.recipient for m in session.exec(select(Message)) if (m.body or {}).get("about") == "pulse"
        )
        assert worries.progress(session, TEAM, asked.campaign.id) == (2, 0)
        assert campaigns.newest(session, TEAM, "pulse")[0].id == asked.campaign.id
    assert (asked.asked, recipients) == (2, [ANA, BEN])


def test_what_is_said_stands_until_its_owner_says_otherwise_and_is_a_fact_without_its_words(scene: Scene) -> None:
    acme, globex = scene.account("Acme"), scene.account("Globex")
    done = pulse.tell(scene.store, scene.deed(ANA), [acme.id, globex.id], WHY)
    assert (done.worries, done.ended) == (2, 0)
    with scene.look() as session:
        facts = facts_of(session, TEAM, [acme.id], Policy(), scene.now)[acme.id]
    assert [(one.person_id, one.said_at) for one in facts.worries] == [(ANA, scene.now)]
    assert WHY not in repr(facts)
    again = pulse.tell(scene.store, scene.deed(ANA), [globex.id], "worse")
    assert (again.worries, again.ended) == (1, 1)
    assert [(account, stands) for account, _, stands in told(scene) if stands] == [(globex.id, True)]


def test_who_answers_is_counted_in_the_round_and_an_answer_of_none_is_one(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.account("Acme")
    asked = pulse.ask(scene.store, scene.deed(CHRIS))
    pulse.tell(scene.store, scene.deed(ANA), [])
    with scene.look() as session:
        assert worries.progress(session, TEAM, asked.campaign.id) == (1, 1)


def test_a_worry_needs_a_word_and_is_about_one_s_own_accounts(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account("Acme", owner_id=BEN)
    with pytest.raises(Refused, match="a word is enough"):
        pulse.tell(scene.store, scene.deed(BEN), [acme.id])
    for somebody_s in (acme.id, "nowhere"):
        with pytest.raises(Refused, match="only say so of accounts that are yours"):
            pulse.tell(scene.store, scene.deed(ANA), [somebody_s], WHY)
    assert told(scene) == []


def test_a_worry_about_an_account_that_was_given_away_can_stay_and_can_end(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account("Acme")
    pulse.tell(scene.store, scene.deed(ANA), [acme.id], WHY)
    accounts.set_owner(scene.store, scene.deed(ANA), acme.id, BEN)
    assert pulse.tell(scene.store, scene.deed(ANA), [acme.id], WHY).worries == 1
    assert pulse.tell(scene.store, scene.deed(ANA), []).ended == 1


def test_the_audit_log_says_that_somebody_answered_and_never_what(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account("Acme")
    deed = sqlite_scene.deed(ANA, request_id())
    pulse.tell(sqlite_scene.store, deed, [acme.id], WHY)
    with pytest.raises(Repeated):
        pulse.tell(sqlite_scene.store, deed, [acme.id], WHY)
    with sqlite_scene.look() as session:
        [entry] = session.exec(select(Audit).where(Audit.deed == "pulse.tell"))
    assert (entry.account_id, entry.before, entry.after) == (None, None, None)


def test_without_an_owner_there_is_nobody_to_ask(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="There is no owner to ask yet"):
        pulse.ask(sqlite_scene.store, sqlite_scene.deed(CHRIS))
