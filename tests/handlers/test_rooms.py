"""What channels hear, rule by rule: typed, in forms, and as it comes true."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from bot.playground.modals import View
from bot.work.accounts import link_channel
from bot.work.deed import Deed
from storage.tables import Audit, Message, MessageNudge, Nudge, Workspace
from tests.handlers.office import ANA, BEN, CHRIS, ELSEWHERE, GENERAL, HEALTH, SHARED, Office

OF_ACME = GENERAL


def kept(office: Office) -> dict[str, Any]:
    with office.store.read() as session:
        return session.exec(select(Workspace)).one().policy


def link(office: Office) -> str:
    """Acme, which is Ana's and long quiet, with a channel of its own."""
    account_id = office.account("Acme")
    link_channel(office.store, Deed(office.team_id, None, office.now), account_id, OF_ACME)
    return account_id


def hear(office: Office, said: str, person: str = CHRIS, channel: str = HEALTH) -> View:
    """The view that a line opens: what it would have meant, or a form."""
    view = office.type(f"/client settings hear {said}", person, channel).view
    assert view is not None
    return view


def told(office: Office, rule: str) -> set[str]:
    """The levels at which Acme's channel was told of a rule."""
    with office.store.read() as session:
        mine = select(MessageNudge.level).join(Nudge, col(Nudge.id) == col(MessageNudge.nudge_id))
        there = mine.join(Message, col(Message.id) == col(MessageNudge.message_id))
        return set(session.exec(there.where(Nudge.rule == rule, Message.recipient == OF_ACME, Message.state == "sent")))


def words(view: View) -> str:
    return str(view.blocks)


def test_what_a_channel_chose_is_shown_then_holds_and_it_hears_no_more_of_that_rule(office: Office) -> None:
    link(office)
    assert "is the lead of" in office.says("/client settings lead @ana @ben", CHRIS)
    for days in (15, 1, 0.01):
        office.wait_days(days)
    assert told(office, "quiet") == {"due"}

    view = hear(office, "quiet nothing in #general")
    assert f"nudge about Quiet in the last 30 days, <#{OF_ACME}> would have heard 0 instead of 1" in words(view)
    assert f"<#{OF_ACME}> hears `quiet`: `default` → `nothing`" in words(view)
    assert kept(office) == {}
    assert office.submit(view, CHRIS).ok
    assert kept(office) == {"channels": {OF_ACME: {"rules": {"quiet": "nothing"}}}}
    with office.store.read() as session:
        [row] = session.exec(select(Audit).where(Audit.deed == "settings.channel")).all()
    assert (row.subject_id, row.person_id) == (OF_ACME, CHRIS)

    again = office.says("/client settings hear quiet nothing in #general", CHRIS)
    assert f"<#{OF_ACME}> hears what all channels do, but Quiet never." in again
    for days in (8, 0.01):
        office.wait_days(days)
    assert told(office, "quiet") == {"due"}


def test_of_a_channel_of_no_account_it_is_said_that_nothing_is_told_there(office: Office) -> None:
    account_id = office.account("Acme")
    asked = "everything early in #general"
    assert f"Nothing is told in <#{OF_ACME}> as of now" in words(hear(office, asked))
    link_channel(office.store, Deed(office.team_id, None, office.now), account_id, OF_ACME)
    assert "Nothing is told" not in words(hear(office, asked))


@pytest.mark.parametrize(
    ("said", "policy"),
    [
        ("senior gap critical in channels", {"channels_rules": {"senior": "critical"}}),
        ("everything nothing in channels", {"channels_hear": "nothing"}),
        ("digest monthly in channels", {"channels_digest": "monthly"}),
        ("critical in here", {"channels": {HEALTH: {"hears": "critical"}}}),
        ("single_thread never in #client-health", {"channels": {HEALTH: {"rules": {"single_thread": "nothing"}}}}),
        ("digest never in here", {"channels": {HEALTH: {"digest": "never"}}}),
    ],
)
def test_what_is_heard_where_is_typed_in_a_line_and_taken_back_with_default(
    office: Office, said: str, policy: dict[str, Any]
) -> None:
    office.says(f"/client settings hear {said}", CHRIS, HEALTH)
    assert kept(office) == policy

    where = said.rpartition(" in ")[2]
    office.says(f"/client settings hear default in {where}", CHRIS, HEALTH)
    assert kept(office) == {}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("quite critical in here", "“quite” is no rule. Did you mean Quiet"),
        ("quiet loudly in here", "early, due, critical, nothing, or default"),
        ("digest daily in here", "weekly, monthly or never"),
        ("rescue nothing in here", "Rescue is urgent, and told at once"),
        ("quiet critical in #nowhere", "I see no channel “#nowhere”"),
        ("quiet critical in", "“in here” is the channel where you type it"),
        (f"quiet critical in <#{SHARED}>", "People of another company"),
        (f"quiet critical in <#{ELSEWHERE}>", "I am not in"),
        ("quiet critical in #client-health and #nowhere", "I see no channel “#nowhere”"),
        ("quiet critical in channels and #client-health", "“in channels” all of them"),
        ("in #client-health and #general", "Say what, from which level on and where"),
    ],
)
def test_what_cannot_be_heard_so_is_said_in_a_sentence(office: Office, said: str, why: str) -> None:
    assert why in office.says(f"/client settings hear {said}", CHRIS, HEALTH)
    assert kept(office) == {}


@pytest.mark.parametrize(
    "where",
    [
        "in #client-health and #general",
        "in here, #general",
        f"in <#{HEALTH}|client-health>,<#{GENERAL}|general>",
        f"in <#{HEALTH}|client-health> and in #general.",
    ],
)
def test_several_channels_in_a_line_are_all_shown_then_all_hear_so(office: Office, where: str) -> None:
    office.account("Acme")
    view = hear(office, f"quiet critical {where}")
    each = [f"<#{channel}> hears `quiet`: `default` → `critical`" for channel in (HEALTH, GENERAL)]
    assert all(line in words(view) for line in each)
    assert office.submit(view, CHRIS).ok
    assert kept(office) == {"channels": {channel: {"rules": {"quiet": "critical"}} for channel in (HEALTH, GENERAL)}}

    again = office.says(f"/client settings hear quiet critical {where}", CHRIS, HEALTH)
    assert all(f"<#{channel}> hears what all channels do, but Quiet" in again for channel in (HEALTH, GENERAL))


def test_where_one_of_several_channels_is_not_theirs_to_change_none_is_and_the_line_comes_back(office: Office) -> None:
    link(office)
    line = "/client settings hear quiet nothing in #general and #client-health"
    said = office.says(line, ANA)
    assert "can choose what a channel hears" in said
    assert line.removeprefix("/client ") in said
    assert kept(office) == {}


def test_before_channels_hear_nothing_it_is_told_that_their_digests_end_with_it(office: Office) -> None:
    office.account("Acme")
    view = hear(office, "everything nothing in channels")
    assert "No channel gets a digest any more, but those that chose one. In the last 30 days they got 0" in words(view)
    assert office.submit(view, CHRIS).ok
    assert "Digests for channels: never" in office.says("/client settings", CHRIS)


def test_more_channels_than_a_form_can_carry_are_refused_with_the_line(office: Office) -> None:
    office.account("Acme")
    many = [f"C0CHOSE{number:03}" for number in range(60)]
    with office.store.write() as session:
        workspace = session.exec(select(Workspace)).one()
        workspace.policy = {"channels": {channel: {"digest": "never"} for channel in many}}
    said = office.says(f"/client settings hear quiet critical in {' '.join(many)}", CHRIS)
    assert "more at once than a form can carry" in said


def test_an_owner_chooses_for_the_channel_of_their_account_in_a_form(office: Office) -> None:
    link(office)
    view = hear(office, "in here", ANA, OF_ACME)
    sent = {"hears": "critical", "rules_early": ["quiet", "senior"], "rules_nothing": ["quiet"], "digest": "monthly"}
    assert "Quiet is chosen above already" in office.submit(view, ANA, **sent).errors["rules_nothing"]

    assert office.submit(view, ANA, **{**sent, "rules_nothing": ["thanks"]}).ok
    shown = office.slack.views(ANA)[-1]
    assert f"<#{OF_ACME}> would have heard" in words(shown)
    assert f"<#{OF_ACME}> gets a digest monthly instead of weekly" in words(shown)
    assert office.submit(shown, ANA).ok
    rules = {"quiet": "early", "senior": "early", "thanks": "nothing"}
    assert kept(office) == {"channels": {OF_ACME: {"hears": "critical", "rules": rules, "digest": "monthly"}}}

    again = hear(office, "in here", ANA, OF_ACME)
    back = {"hears": "default", "rules_early": [], "rules_nothing": [], "digest": "default"}
    assert office.submit(again, ANA, **back).ok
    assert office.submit(office.slack.views(ANA)[-1], ANA).ok
    assert kept(office) == {}
    assert "can choose what a channel hears" in office.says("/client settings hear in here", BEN, OF_ACME)
    assert "an admin can" in office.says("/client settings hear quiet nothing in channels", ANA)


def test_the_settings_have_a_button_for_the_channel_where_its_keeper_asks_and_nowhere_else(office: Office) -> None:
    link(office)
    assert "This channel" not in office.says("/client settings", BEN, OF_ACME)
    assert "This channel" not in office.says("/client settings", CHRIS, HEALTH)

    shown = office.type("/client settings", ANA, OF_ACME).message
    assert shown is not None
    assert f"<#{OF_ACME}> hears what all channels do. Channels hear what there is once due" in office.read(shown)
    view = office.press(shown, "settings.open", ANA, f"channel {OF_ACME}").view
    assert view is not None
    assert office.submit(view, ANA, digest="never").ok
    assert office.submit(office.slack.views(ANA)[-1], ANA).ok
    assert kept(office) == {"channels": {OF_ACME: {"digest": "never"}}}


def test_without_a_rule_what_all_channels_hear_is_chosen_in_that_form_too(office: Office) -> None:
    for where in ("in channels", "in all channels"):
        view = hear(office, where)
        assert "Channels hear: Of these only what is critical" in words(view)
    assert office.submit(view, CHRIS, rules_critical=["quiet"]).ok
    assert kept(office) == {"channels_rules": {"quiet": "critical"}}
    assert "an admin can" in office.says("/client settings hear in channels", ANA)


def test_what_all_channels_hear_of_single_rules_is_chosen_in_the_form_of_who_hears_what(office: Office) -> None:
    shown = office.type("/client settings", CHRIS).message
    assert shown is not None
    view = office.press(shown, "settings.open", CHRIS, "ladder").view
    assert view is not None
    twice = {"rules_due": ["quiet"], "rules_critical": ["quiet"]}
    assert "chosen above already" in office.submit(view, CHRIS, **twice).errors["rules_critical"]
    assert office.submit(view, CHRIS, rules_due=[], rules_critical=["quiet"]).ok
    assert kept(office) == {"channels_rules": {"quiet": "critical"}}
    assert "But channels hear of Quiet only critical" in office.says("/client settings", CHRIS)
