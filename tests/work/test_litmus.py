from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import and_
from sqlmodel import col, select

from bot.facts import AccountFacts
from bot.gather import facts_of
from bot.litmus import own
from bot.litmus.outcome import from_json
from bot.litmus.questions import ours
from bot.nudges.rounds import RESULT
from bot.nudges.settle import settle
from bot.nudges.sweep import sweep
from bot.policy import Band, Policy, Tier
from bot.work import accounts, campaigns, documents, erasure, litmus
from bot.work import settings as setting_work
from bot.work.deed import Refused, Repeated
from bot.work.permission import NotAllowed
from storage import campaigns as campaign_rows
from storage import litmus as rows
from storage import people
from storage.tables import Account, Audit, Campaign, Clock, LitmusTest, LitmusView, Message, MessageNudge, Nudge, Touch
from tests.work.scene import ANA, BEN, CHRIS, DANA, ERIK, GONE, TEAM, Scene, request_id

KEYS = [one.key for one in ours().asked]
DUE = date(2026, 5, 26)  # ten working days after the day of the scene


def answers(say: str = "yes", **others: str) -> dict[str, str]:
    return {**dict.fromkeys(KEYS, say), **others}


def opened(scene: Scene, by: str = ANA, **fields: Any) -> litmus.LitmusOpened:
    """A test of Acme, Ana's, that Ben and Chris touched, too."""
    acme = scene.account(**fields)
    for person in (BEN, CHRIS):
        scene.touch(acme, 3, by=person)
    return litmus.open_test(scene.store, scene.deed(by), acme.id)


def give(scene: Scene, test_id: str, person: str, said: Mapping[str, str] | None = None, words: str = "") -> Any:
    return litmus.give_view(scene.store, scene.deed(person), test_id, said or answers(), words)


def again(scene: Scene, test_id: str) -> LitmusTest:
    with scene.look() as session:
        found = rows.get(session, TEAM, test_id)
    assert found is not None
    return found


def told(scene: Scene, about: str) -> list[str]:
    with scene.look() as session:
        return sorted(m.recipient for m in session.exec(select(Message)) if (m.body or {}).get("about") == about)


def clocks(scene: Scene) -> set[str]:
    with scene.look() as session:
        return set(session.exec(select(Clock.subject).where(Clock.rule == "litmus")))


def test_everyone_who_touched_the_account_is_asked_once_by_message_and_has_a_clock(scene: Scene) -> None:
    one = opened(scene)
    assert (one.asked, one.test.due_on, one.test.state, one.test.asked) == ([ANA, BEN, CHRIS], DUE, "open", 3)
    assert told(scene, "litmus") == [ANA, BEN, CHRIS]
    with scene.look() as session:
        waited_for = rows.views(session, TEAM, one.test.id)
    assert clocks(scene) == {"", *(view.id for view in waited_for)}


def test_who_took_part_counts_as_well_as_who_logged_it_and_nobody_from_elsewhere(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    scene.touch(acme, 3, by=CHRIS, people=[BEN])
    with scene.store.write() as session:
        for person in (DANA, ERIK, GONE):
            session.add(Touch(**_touch(acme.id, person, scene)))
    assert litmus.open_test(scene.store, scene.deed(), acme.id).asked == [ANA, BEN, CHRIS]


def _touch(account_id: str, person: str, scene: Scene) -> dict[str, Any]:
    said = {"kind": "call", "direction": "two-way", "occurred_at": scene.ago(2), "source": "csv"}
    return {"team_id": TEAM, "account_id": account_id, "logged_by": person, "logged_at": scene.now, **said}


def test_touches_that_are_long_ago_or_undone_ask_nobody(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    scene.touch(acme, 400, by=BEN)
    undone = scene.touch(acme, 3, by=CHRIS).touch
    with scene.store.write() as session:
        session.get(Touch, (TEAM, undone.id)).undone_at = scene.now  # type: ignore[union-attr]
    assert litmus.open_test(scene.store, scene.deed(), acme.id).asked == [ANA]


def test_with_the_last_view_it_is_closed_and_owner_and_lead_are_told(scene: Scene) -> None:
    setting_work.set_lead(scene.store, scene.deed(CHRIS), ANA, CHRIS)
    one = opened(scene)
    for person in (ANA, BEN):
        assert give(scene, one.test.id, person).test.state == "open"
    assert (told(scene, RESULT), again(scene, one.test.id).result) == ([], None)
    give(scene, one.test.id, CHRIS, answers("partly"))
    closed = again(scene, one.test.id)
    assert (closed.state, closed.given, closed.closed_at, closed.closed_by) == ("closed", 3, scene.now, None)
    assert told(scene, RESULT) == [ANA, CHRIS]
    assert clocks(scene) == {""}
    with scene.look() as session:
        campaign = campaign_rows.get(session, TEAM, closed.campaign_id)
        assert campaign is not None
        assert campaign.closed_at == scene.now


def test_on_its_day_the_tick_closes_it_with_the_views_there_are(scene: Scene) -> None:
    one = opened(scene)
    give(scene, one.test.id, BEN)
    scene.now += timedelta(days=14, hours=13)  # the evening of the last day
    sweep(scene.store, scene.now)
    assert again(scene, one.test.id).state == "open"
    scene.now += timedelta(hours=1)
    while sweep(scene.store, scene.now):
        pass
    closed = again(scene, one.test.id)
    assert (closed.state, closed.given, closed.asked, closed.band) == ("closed", 1, 3, closed.band)
    assert closed.result is not None
    assert clocks(scene) == {""}
    with scene.look() as session:
        assert len(session.exec(select(LitmusView)).all()) == 1


def test_a_test_without_a_single_view_is_none(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    scene.now += timedelta(days=16)
    while sweep(scene.store, scene.now):
        pass
    closed = again(scene, one.test.id)
    assert (closed.state, closed.result, closed.superseded_at) == ("closed", None, scene.now)
    with scene.look() as session:
        assert rows.history(session, TEAM, one.account.id, 5) == []
        assert rows.coverage(session, TEAM, Tier.STANDARD, scene.ago(365)) == (1, 0)


def test_a_view_can_be_another_one_until_the_test_is_closed(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    assert not give(scene, one.test.id, BEN, answers("no"), "worried").before
    assert give(scene, one.test.id, BEN, answers("yes"), "less worried").before
    with scene.look() as session:
        view = rows.view(session, TEAM, one.test.id, BEN)
        assert view is not None
        assert (set((view.answers or {}).values()), view.words) == ({"yes"}, "less worried")
    assert again(scene, one.test.id).given == 1
    litmus.close_test(scene.store, scene.deed(ANA), one.test.id)
    with pytest.raises(Refused, match="That test is closed"):
        give(scene, one.test.id, BEN)


def test_the_owner_alone_cannot_lift_it_and_can_lower_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene

    def scored(owner: str) -> int:
        one = opened(scene, name=f"Client {owner}")
        give(scene, one.test.id, BEN, answers("partly"))
        if owner:
            give(scene, one.test.id, ANA, answers(owner))
        litmus.close_test(scene.store, scene.deed(ANA), one.test.id)
        return again(scene, one.test.id).score or 0

    without = scored("")
    assert scored("yes") == without
    assert scored("no") < without


def test_who_kept_it_when_it_was_opened_and_who_keeps_it_when_it_closes_are_owners(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    give(scene, one.test.id, ANA, answers("yes"))
    give(scene, one.test.id, BEN, answers("yes"))
    accounts.set_owner(scene.store, scene.deed(ANA), one.account.id, BEN)
    give(scene, one.test.id, CHRIS, answers("no"))
    result = from_json(again(scene, one.test.id).result or {})
    assert next(point for point in result.points if point.key == "renew").value == 0.0


def test_only_the_last_result_counts_and_is_compared_with(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    first = opened(scene)
    give(scene, first.test.id, BEN, answers("no"))
    litmus.close_test(scene.store, scene.deed(ANA), first.test.id)
    assert again(scene, first.test.id).band == Band.AT_RISK
    scene.now += timedelta(days=1)
    second = litmus.open_test(scene.store, scene.deed(), first.account.id)
    give(scene, second.test.id, BEN)
    litmus.close_test(scene.store, scene.deed(ANA), second.test.id)
    assert again(scene, first.test.id).superseded_at == scene.now
    with scene.look() as session:
        assert [one.id for one in rows.history(session, TEAM, first.account.id, 5)] == [second.test.id, first.test.id]
        assert rows.coverage(session, TEAM, Tier.STANDARD, scene.ago(1)) == (1, 1)
        assert rows.bands(session, TEAM) == {again(scene, second.test.id).band: 1}


def test_one_account_has_one_test_open(sqlite_scene: Scene) -> None:
    one = opened(sqlite_scene)
    with pytest.raises(Refused, match="A litmus test of Acme is open until 26 May: /client litmus"):
        litmus.open_test(sqlite_scene.store, sqlite_scene.deed(), one.account.id)


def test_an_account_that_is_lost_is_not_tested_and_one_that_is_lost_meanwhile_comes_to_nothing(
    sqlite_scene: Scene,
) -> None:
    scene = sqlite_scene
    one = opened(scene, tier=Tier.LIGHT)
    give(scene, one.test.id, BEN)
    with scene.store.write() as session:
        session.get(Account, (TEAM, one.account.id)).status = "lost"  # type: ignore[union-attr]
    scene.now += timedelta(days=3)
    with scene.store.write() as session:
        settle(session, TEAM, [one.account.id], scene.now)
    assert (again(scene, one.test.id).state, told(scene, RESULT)) == ("dropped", [])
    with pytest.raises(Refused, match="Acme is lost"):
        litmus.open_test(scene.store, scene.deed(), one.account.id)


def test_where_there_is_nobody_to_ask_it_says_what_would_do(sqlite_scene: Scene) -> None:
    acme = sqlite_scene.account(owner_id=None)
    with pytest.raises(Refused, match="nobody to ask about Acme yet: give it an owner first"):
        litmus.open_test(sqlite_scene.store, sqlite_scene.deed(CHRIS), acme.id)


@pytest.mark.parametrize("days", [0, -3, 93])
def test_the_last_day_lies_ahead_and_not_too_far(sqlite_scene: Scene, days: int) -> None:
    acme, scene = sqlite_scene.account(), sqlite_scene
    with pytest.raises(Refused, match="from tomorrow to 12 August 2026"):
        litmus.open_test(scene.store, scene.deed(), acme.id, scene.now.date() + timedelta(days=days))


def test_only_who_was_asked_gives_a_view_and_answers_every_question(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    acme = scene.account()
    one = litmus.open_test(scene.store, scene.deed(), acme.id)
    with pytest.raises(Refused, match="you were not among them"):
        give(scene, one.test.id, CHRIS)
    for said in ({}, answers(renew="perhaps"), dict.fromkeys(KEYS[1:], "yes")):
        with pytest.raises(Refused, match="Please answer each question"):
            litmus.give_view(scene.store, scene.deed(ANA), one.test.id, said)
    with pytest.raises(NotAllowed):
        give(scene, one.test.id, DANA)


def test_what_was_asked_twice_is_done_once(sqlite_scene: Scene) -> None:
    scene, request = sqlite_scene, request_id()
    acme = scene.account()
    one = litmus.open_test(scene.store, scene.deed(ANA, request), acme.id)
    with pytest.raises(Repeated):
        litmus.open_test(scene.store, scene.deed(ANA, request), acme.id)
    deed = scene.deed(ANA, request_id())
    litmus.give_view(scene.store, deed, one.test.id, answers())
    with pytest.raises(Repeated):
        litmus.give_view(scene.store, deed, one.test.id, answers())


def test_the_audit_log_says_that_a_view_was_given_and_never_what(sqlite_scene: Scene) -> None:
    one = opened(sqlite_scene)
    give(sqlite_scene, one.test.id, BEN, answers("no"), "they are leaving")
    with sqlite_scene.look() as session:
        entries = session.exec(select(Audit).where(col(Audit.deed).startswith("litmus."))).all()
    assert [entry.deed for entry in entries] == ["litmus.open", "litmus.view"]
    assert not any(word in f"{entry.before}{entry.after}" for entry in entries for word in ("no", "leaving", "renew"))


def test_a_reminder_is_a_word_to_that_person_in_their_day_and_never_in_a_channel(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    setting_work.set_alert_channel(scene.store, scene.deed(CHRIS), "C0ALERT")
    one = opened(scene)
    for person in (ANA, CHRIS):
        give(scene, one.test.id, person)
    scene.now += timedelta(days=12)  # the last call
    while sweep(scene.store, scene.now):
        pass
    with scene.look() as session:
        [nudge] = session.exec(select(Nudge).where(Nudge.rule == "litmus", Nudge.subject != ""))
        assert (nudge.hearer_id, nudge.manner) == (BEN, "private")
        link = and_(col(MessageNudge.message_id) == col(Message.id), col(MessageNudge.nudge_id) == nudge.id)
        assert session.exec(select(Message.recipient, Message.kind).join(MessageNudge, link)).all() == [(BEN, "daily")]
    give(scene, one.test.id, BEN)
    with scene.look() as session:
        [nudge] = session.exec(select(Nudge).where(Nudge.rule == "litmus", Nudge.subject != ""))
    assert nudge.closed_at == scene.now


def campaign_of(scene: Scene, **fields: Any) -> campaigns.CampaignOpened:
    return campaigns.open_campaign(scene.store, scene.deed(CHRIS), tuple(Tier), **fields)


def of_campaign(scene: Scene, campaign: Campaign) -> list[LitmusTest]:
    with scene.look() as session:
        return [test for test, _ in rows.of_round(session, TEAM, campaign.id)]


def test_a_campaign_tests_every_account_and_asks_everybody_in_one_message(scene: Scene) -> None:
    acme, globex = scene.account("Acme"), scene.account("Globex", owner_id=BEN)
    scene.account("Nobody's", owner_id=None)
    scene.touch(acme, 2, by=BEN)
    done = campaign_of(scene)
    assert (done.tests, done.people, done.nobody) == (2, 2, 1)
    assert told(scene, "litmus") == [ANA, BEN]
    while sweep(scene.store, scene.now):
        pass
    assert len(clocks(scene)) == 1 + 3
    with scene.look() as session:
        assert campaign_rows.progress(session, TEAM, done.campaign.id) == (2, 0, 3, 0)
        assert rows.asked_of(session, TEAM, done.campaign.id, BEN) == (2, 0)
        assert [name for _, name in rows.waiting(session, TEAM, BEN, 9)] == ["Acme", "Globex"]
    assert {test.account_id for test in of_campaign(scene, done.campaign)} == {acme.id, globex.id}


def test_a_campaign_leaves_out_what_is_being_tested_and_closes_with_its_last_test(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    single = opened(scene)
    globex = scene.account("Globex", owner_id=BEN)
    done = campaign_of(scene)
    [test] = of_campaign(scene, done.campaign)
    assert test.account_id == globex.id
    give(scene, test.id, BEN)
    with scene.look() as session:
        campaign = campaign_rows.get(session, TEAM, done.campaign.id)
        assert campaign is not None
        assert campaign.closed_at == scene.now
    assert (told(scene, "litmus-finished"), told(scene, RESULT)) == ([BEN, CHRIS], [])
    assert again(scene, single.test.id).state == "open"


def test_a_campaign_can_be_closed_before_its_day_with_the_views_there_are(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.account("Acme")
    scene.account("Globex", owner_id=BEN)
    done = campaign_of(scene)
    first = of_campaign(scene, done.campaign)[0]
    give(scene, first.id, ANA)
    campaigns.close_campaign(scene.store, scene.deed(CHRIS), done.campaign.id)
    while sweep(scene.store, scene.now):
        pass
    assert [test.state for test in of_campaign(scene, done.campaign)] == ["closed", "closed"]
    with pytest.raises(Refused, match="closed already"):
        campaigns.close_campaign(scene.store, scene.deed(CHRIS), done.campaign.id)


def test_without_an_account_to_test_there_is_no_campaign(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match="There is no account to test"):
        campaign_of(sqlite_scene)
    with pytest.raises(Refused, match="at least one tier"):
        campaigns.open_campaign(sqlite_scene.store, sqlite_scene.deed(CHRIS), ())
    with sqlite_scene.look() as session:
        assert session.exec(select(Campaign)).all() == []


def test_within_another_deed_a_sweep_of_no_account_is_closed_at_once(sqlite_scene: Scene) -> None:
    with sqlite_scene.store.write() as session:
        done = campaigns.begin_campaign(session, sqlite_scene.deed(CHRIS), why="We lost Initech.")
        assert (done.tests, done.campaign.closed_at, done.campaign.why) == (0, sqlite_scene.now, "We lost Initech.")


def test_what_a_litmus_test_found_is_a_fact_and_so_is_the_view_that_is_waited_for(scene: Scene) -> None:
    one = opened(scene)
    give(scene, one.test.id, ANA)
    give(scene, one.test.id, BEN, answers("partly"))
    assert [(fact.is_open, fact.asked, fact.given) for fact in facts(scene, one).litmus_tests] == [(True, 3, 2)]
    [waited_for] = facts(scene, one).litmus_views
    assert (waited_for.person_id, waited_for.person, waited_for.due_on) == (CHRIS, "Chris Meyer", DUE)
    give(scene, one.test.id, CHRIS)
    [tested] = facts(scene, one).litmus_tests
    assert (tested.is_open, tested.band, tested.score) == (False, Band.SHAKY, again(scene, one.test.id).score)
    assert facts(scene, one).litmus_views == ()


def test_nobody_waits_for_the_view_of_who_left(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    with scene.store.write() as session:
        gone = people.get(session, TEAM, BEN)
        assert gone is not None
        gone.deactivated_at = scene.now
    assert {view.person_id for view in facts(scene, one).litmus_views} == {ANA, CHRIS}


def facts(scene: Scene, one: litmus.LitmusOpened) -> AccountFacts:
    with scene.look() as session:
        return facts_of(session, TEAM, [one.account.id], Policy(), scene.now)[one.account.id]


OWN = '[[questions]]\nkey = "stay"\ntext = "Do they stay?"\nweight = 1\nstrength = "They do"\nweakness = "They go"\n'


def test_a_workspace_asks_its_own_questions_and_a_test_those_it_was_opened_with(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    before = opened(scene)
    documents.put(scene.store, scene.deed(CHRIS), "questions", OWN)
    give(scene, before.test.id, BEN)
    litmus.close_test(scene.store, scene.deed(ANA), before.test.id)
    after = litmus.open_test(scene.store, scene.deed(), before.account.id)
    with pytest.raises(Refused, match="Please answer each question"):
        give(scene, after.test.id, BEN)
    give(scene, after.test.id, BEN, {"stay": "no"})
    litmus.close_test(scene.store, scene.deed(ANA), after.test.id)
    result = from_json(again(scene, after.test.id).result or {})
    assert ([one.key for one in result.points], result.score) == (["stay"], 0)
    documents.switch(scene.store, scene.deed(CHRIS), "questions", "litmus", on=False)
    with scene.look() as session:
        assert own.load(session, TEAM) == ours()


def test_questions_with_a_mistake_are_refused_with_its_line(sqlite_scene: Scene) -> None:
    with pytest.raises(Refused, match=r"Line 4: “weight”.*it says “0”"):
        documents.put(sqlite_scene.store, sqlite_scene.deed(CHRIS), "questions", OWN.replace("= 1", "= 0"))


def test_somebody_who_is_erased_stands_in_no_view_and_no_result(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    one = opened(scene)
    give(scene, one.test.id, CHRIS, answers("partly"), "Ben Okafor says they are leaving")
    give(scene, one.test.id, BEN, answers("no"), "they are leaving")
    litmus.close_test(scene.store, scene.deed(ANA), one.test.id)
    score = again(scene, one.test.id).score
    erasure.person(scene.store, scene.deed(CHRIS), BEN)
    with scene.look() as session:
        views = rows.views(session, TEAM, one.test.id)
    kept = again(scene, one.test.id)
    said = f"{kept.result}{[(view.person_id, view.words) for view in views]}"
    assert BEN not in said
    assert "Okafor" not in said
    assert "they are leaving" in said
    assert (len(views), kept.score) == (2, score)


def test_in_a_campaign_every_view_finds_the_next(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    for number in range(4):
        account = scene.account(f"Client {number}")
        for person in (BEN, CHRIS):
            scene.touch(account, 3, by=person)
    campaign_of(scene)
    given = 0
    while waiting := next(iter(_waiting(scene)), None):
        give(scene, waiting.id, BEN)
        given += 1
    assert given == 4


def _waiting(scene: Scene) -> list[LitmusTest]:
    with scene.look() as session:
        return [test for test, _ in rows.waiting(session, TEAM, BEN, 1)]
