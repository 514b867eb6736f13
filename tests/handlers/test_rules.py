"""Useful or not, per rule; and a threshold that nobody but a person changes."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from bot.playground.seen import Seen
from bot.playground.world import Message
from bot.policy import Cadence, Policy, Tier
from bot.work import nudges, settings
from bot.work.deed import Deed
from storage import workspaces
from storage.tables import Audit, Nudge, NudgeVote
from tests.handlers.office import ANA, CHRIS, Office

EVERY_16_DAYS = (64, 48, 32, 16)


def policy(office: Office) -> Policy:
    with office.store.read() as session:
        workspace = workspaces.get(session, office.team_id)
    assert workspace is not None
    return Policy.from_overrides(workspace.policy)


def votes(office: Office) -> list[tuple[str, bool]]:
    with office.store.read() as session:
        return [(vote.person_id, vote.useful) for vote in session.exec(select(NudgeVote))]


@pytest.fixture
def judged(office: Office) -> Office:
    """Eight key accounts whom we hear from every 16 days: quiet says so after 14, and Ana finds that of no use."""
    for number in range(8):
        account = office.account(f"Client {number}", tier="key", client_since=date(2025, 1, 1))
        for days in EVERY_16_DAYS:
            office.touch(account, days_ago=days)
    with office.store.read() as session:
        quiet = session.exec(select(Nudge).where(Nudge.rule == "quiet")).all()
    for nudge in quiet:
        nudges.vote(office.store, Deed(office.team_id, ANA, office.now), nudge.id, useful=False)
    assert len(votes(office)) == 8
    return office


def last_word(office: Office, user: str = CHRIS) -> str:
    return office.read(office.slack.ephemeral(user)[-1])


def looked_at(office: Office) -> Message:
    """What Chris, an admin, sees once he asked what the proposal would have changed."""
    shown = office.type("/client settings rules", CHRIS).message
    assert shown is not None
    assert office.press(shown, "rules.try", CHRIS, "quiet").ok
    office.slack.until(lambda: "rules.apply" in str(office.slack.ephemeral(CHRIS)[-1].blocks), seconds=60)
    return office.slack.ephemeral(CHRIS)[-1]


def apply(office: Office, proposed: Message, user: str = CHRIS) -> Seen:
    (value,) = [
        element["value"]
        for block in proposed.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "rules.apply"
    ]
    return office.press(proposed, "rules.apply", user, value)


def test_every_rule_is_shown_with_what_it_is_set_by_and_nothing_is_proposed_without_votes(office: Office) -> None:
    shown = office.type("/client settings rules").message
    assert shown is not None
    said = office.read(shown)
    for part in ("*Quiet* · no votes yet · none open", "`rhythm_levels` 0.4,0.75,0.85", "*Senior gap*", "Already did"):
        assert part in said
    assert "rules.try" not in str(shown.blocks)


def test_nothing_is_changed_before_a_person_presses_apply(judged: Office) -> None:
    before = policy(judged)
    said = judged.says("/client settings rules")
    assert "useful 0 of 8, 0%" in said
    assert "8 open: ◐ due 8" in said
    judged.wait_days(1)
    proposed = looked_at(judged)
    assert "`tier contact` key 10/14/21, standard 21/30/45" in judged.read(proposed)
    assert "alerts per account and quarter" in judged.read(proposed)
    assert policy(judged) == before
    assert apply(judged, proposed).ok
    assert policy(judged).tier(Tier.KEY).contact == Cadence(13, 18, 27)
    assert policy(judged).rhythm_levels == before.rhythm_levels
    assert "`/client settings tier key contact 10 14 21`" in last_word(judged)
    with judged.store.read() as session:
        done = session.exec(select(Audit).where(Audit.deed == settings.TURNED)).one()
    assert (done.person_id, done.subject_id) == (CHRIS, "quiet")
    judged.now = judged.now.replace(hour=11)
    said = judged.says("/client settings rules")
    assert "*Quiet* · no votes yet since it was turned on 13 May" in said


def test_what_was_changed_meanwhile_is_not_changed_again(judged: Office) -> None:
    proposed = looked_at(judged)
    judged.sets(tiers={"key": {"contact": [7, 10, 15]}})
    before = policy(judged)
    apply(judged, proposed)
    assert "changed since this was proposed, so I have changed nothing" in last_word(judged)
    assert policy(judged) == before


def test_a_proposal_that_the_votes_no_longer_make_is_not_looked_at(judged: Office) -> None:
    shown = judged.type("/client settings rules", CHRIS).message
    assert shown is not None
    with judged.store.read() as session:
        some = session.exec(select(Nudge.id).where(Nudge.rule == "quiet").limit(4)).all()
    for nudge_id in some:
        nudges.vote(judged.store, Deed(judged.team_id, ANA, judged.now), nudge_id, useful=True)
    judged.press(shown, "rules.try", CHRIS, "quiet")
    assert "nothing to propose for that rule any more" in last_word(judged)
