from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.playground.seen import Seen
from bot.playground.world import Message
from storage.tables import Clock, Nudge, NudgeVote, Touch
from tests.handlers.office import ANA, BEN, CHRIS, HEALTH, Office

ACTIONS = ("nudge.log", "nudge.did", "nudge.snooze", "nudge.take", "nudge.not_useful", "nudge.why")


@pytest.fixture
def card(office: Office) -> Message:
    """The morning's message about a key account that has been silent for 16 days."""
    return quiet_card(office)


def quiet_card(office: Office) -> Message:
    office.says("/client settings channel #client-health", CHRIS)
    acme = office.account("Acme Corp", tier="key")
    office.contact(acme, "Jane Doe", title="CFO")
    office.touch(acme, days_ago=15, contacts=[])
    office.wait_days(0.01)
    office.wait_days(1)
    return next(message for message in office.slack.dm(ANA) if "nudge.log" in str(message.blocks))


def nudge(office: Office) -> Nudge:
    with office.store.read() as session:
        return session.exec(select(Nudge).where(Nudge.rule == "quiet")).one()


def clock(office: Office) -> Clock:
    with office.store.read() as session:
        return session.exec(select(Clock).where(Clock.rule == "quiet")).one()


def press(office: Office, card: Message, action: str, user: str = ANA) -> Seen:
    return office.press(card, action, user, nudge(office).id)


def last_word(office: Office, user: str = ANA) -> str:
    return office.read(office.slack.ephemeral(user)[-1])


def test_log_it_opens_the_form_and_what_is_logged_answers_the_card(any_office: Office) -> None:
    card = quiet_card(any_office)
    opened = press(any_office, card, "nudge.log").view
    assert opened is not None
    assert any_office.submit(opened, kind="call", note="all well").ok
    assert "Logged: call" in last_word(any_office)
    any_office.wait_days(0.01)
    answered = any_office.slack.world.message(card.channel, card.ts)
    assert answered is not None
    assert "spoken to on 13 May" in any_office.read(answered)
    assert "nudge.log" not in str(answered.blocks)
    assert votes(any_office) == [(ANA, True)]


def test_already_did_needs_only_the_day(office: Office, card: Message) -> None:
    opened = press(office, card, "nudge.did").view
    assert opened is not None
    assert office.submit(opened, occurred_on="2026-05-11").ok
    with office.store.read() as session:
        logged = session.exec(select(Touch).where(Touch.source == "button")).one()
    assert logged.occurred_at.date().isoformat() == "2026-05-11"
    assert nudge(office).touch_id == logged.id
    assert votes(office) == []


def test_a_day_to_come_is_refused_at_its_field_and_nothing_is_lost(office: Office, card: Message) -> None:
    opened = press(office, card, "nudge.did").view
    assert opened is not None
    refused = office.submit(opened, occurred_on="2026-05-30", note="kept")
    assert "still to come" in refused.errors["occurred_on"]
    assert office.slack.views(ANA)[-1].id == opened.id
    assert office.submit(opened, occurred_on="2026-05-12").ok
    with office.store.read() as session:
        assert session.exec(select(Touch).where(Touch.source == "button")).one().note == "kept"


def test_snooze_keeps_quiet_until_a_day(office: Office, card: Message) -> None:
    opened = press(office, card, "nudge.snooze").view
    assert opened is not None
    assert "is not ahead of us" in office.submit(opened, until="2026-05-01").errors["until"]
    assert office.submit(opened, until="2026-06-01").ok
    assert "quiet about *Acme Corp* (Quiet) until 1 June" in last_word(office)
    assert clock(office).snoozed_until is not None
    assert "snoozed until 1 June, by Ana" in nudge(office).closed_why


def test_the_second_snooze_in_a_row_needs_a_reason(office: Office, card: Message) -> None:
    opened = press(office, card, "nudge.snooze").view
    assert opened is not None
    office.submit(opened, until="2026-05-15")
    office.wait_days(2)
    office.wait_days(3)
    again = next(m for m in reversed(office.slack.dm(ANA)) if "nudge.snooze" in str(m.blocks))
    with office.store.read() as session:
        open_one = session.exec(select(Nudge).where(Nudge.rule == "quiet", Nudge.closed_at.is_(None))).one()  # type: ignore[union-attr]
    second = office.press(again, "nudge.snooze", ANA, open_one.id).view
    assert second is not None
    assert office.submit(second, until="2026-06-01").errors.keys() == {"reason"}
    assert office.submit(second, until="2026-06-01", reason="they are moving house").ok


def snooze_again(office: Office, days: int) -> None:
    """Put off what stands for some days, until the morning on which it is said again."""
    with office.store.read() as session:
        stands = session.exec(select(Nudge).where(Nudge.rule == "quiet", Nudge.closed_at.is_(None))).one()  # type: ignore[union-attr]
    posted = next(m for m in reversed(office.slack.dm(ANA)) if "nudge.snooze" in str(m.blocks))
    opened = office.press(posted, "nudge.snooze", ANA, stands.id).view
    assert opened is not None
    until = (office.now + timedelta(days=days)).date().isoformat()
    assert office.submit(opened, until=until, reason="not now").ok
    assert "keep quiet about *Acme Corp*" in last_word(office)
    for _ in range(days + 1):
        office.wait_days(1)


def test_the_third_snooze_in_a_row_proposes_another_cadence_and_only_a_press_changes_it(
    office: Office, card: Message
) -> None:
    office.says("/client edit acme since:2020-01-01")
    for _ in range(2):
        snooze_again(office, 7)
        assert "in a row" not in last_word(office)
    snooze_again(office, 7)
    said = last_word(office)
    assert "That is 3 times in a row now. Is another cadence right for *Acme Corp*? As a standard account" in said
    assert '`/client edit "Acme Corp" tier:standard`' in said
    assert "tier key" in office.says("/client show acme")
    offered = next(m for m in reversed(office.slack.ephemeral(ANA)) if "account.cadence" in str(m.blocks))
    (value,) = [e["value"] for b in offered.blocks for e in b.get("elements", []) if e["type"] == "button"]
    assert office.press(offered, "account.cadence", ANA, value).ok
    assert "key → standard" in last_word(office)
    assert "tier standard" in office.says("/client show acme")


def test_take_it_says_who_sees_to_it_wherever_the_card_is(office: Office, card: Message) -> None:
    posted = next(message for message in office.slack.messages(HEALTH) if "Acme Corp" in message.text)
    press(office, posted, "nudge.take", BEN)
    assert "is yours to see to now" in last_word(office, BEN)
    assert nudge(office).taken_by == BEN
    office.wait_days(0.01)
    for place in (card, posted):
        shown = office.slack.world.message(place.channel, place.ts)
        assert shown is not None
        assert f"taken by <@{BEN}>" in office.read(shown)
        assert "nudge.take" in str(shown.blocks)


def test_what_is_mine_already_is_not_offered_to_me_where_i_alone_read_it(office: Office, card: Message) -> None:
    posted = next(message for message in office.slack.messages(HEALTH) if "Acme Corp" in message.text)
    press(office, card, "nudge.take")
    office.wait_days(0.01)
    offered = [
        "nudge.take" in str(shown.blocks)
        for place in (card, posted)
        if (shown := office.slack.world.message(place.channel, place.ts))
    ]
    assert offered == [False, True]


def test_taking_it_twice_is_no_mistake(office: Office, card: Message) -> None:
    press(office, card, "nudge.take")
    press(office, card, "nudge.take")
    assert "done already" in last_word(office)


def votes(office: Office) -> list[tuple[str, bool]]:
    with office.store.read() as session:
        return [(vote.person_id, vote.useful) for vote in session.exec(select(NudgeVote))]


def test_not_useful_is_counted_and_says_what_that_does(office: Office, card: Message) -> None:
    press(office, card, "nudge.not_useful")
    assert "Your vote is counted for the rule “Quiet” as not useful" in last_word(office)
    assert "`/client settings rules`" in last_word(office)
    assert votes(office) == [(ANA, False)]


def test_a_vote_counts_once_for_each_person_and_the_last_one_stands(office: Office, card: Message) -> None:
    press(office, card, "nudge.not_useful")
    press(office, card, "nudge.why")
    why = office.slack.ephemeral(ANA)[-1]
    assert press(office, why, "nudge.useful").ok
    assert "as useful" in last_word(office)
    assert votes(office) == [(ANA, True)]


def test_taking_a_card_is_a_vote_that_a_spoken_one_replaces(office: Office, card: Message) -> None:
    press(office, card, "nudge.take")
    assert votes(office) == [(ANA, True)]
    press(office, card, "nudge.not_useful")
    assert votes(office) == [(ANA, False)]


def test_why_explains_the_cards_own_rule_and_the_others_in_a_line_each(office: Office, card: Message) -> None:
    press(office, card, "nudge.why")
    said = last_word(office)
    assert said.index("*Quiet*") < said.index("*Senior gap*")
    assert "14 days, key tier" in said
    assert said.count("_Clears it:_") == 1
    whole = office.says("/client why Acme")
    assert whole.count("_Clears it:_") > 5


@pytest.mark.parametrize("action", ["nudge.snooze", "nudge.take"])
def test_a_card_that_was_answered_meanwhile_says_so(office: Office, card: Message, action: str) -> None:
    office.says("/touch acme call")
    assert press(office, card, action).view is None
    assert "settled before: spoken to on 13 May" in last_word(office)


def test_a_nudge_that_is_gone_says_so(office: Office, card: Message) -> None:
    sent = office.tend.slack.of(office.team_id).chat_postMessage(
        channel=HEALTH,
        text="old",
        blocks=[{"type": "actions", "elements": [_button(action, "no-such-nudge") for action in ACTIONS]}],
    )
    old = office.slack.world.message(HEALTH, sent["ts"])
    assert old is not None
    for action in ACTIONS:
        office.press(old, action)
        assert "no longer on record" in last_word(office)


def _button(action_id: str, value: str) -> dict[str, object]:
    return {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": action_id, "value": value}


def test_a_senior_gap_tells_who_can_introduce_us(office: Office) -> None:
    acme = office.account("Acme Corp", tier="key", sponsor_id=BEN)
    kim = office.contact(acme, "Kim Lee", title="Planner")
    office.touch(acme, days_ago=1, contacts=[kim])
    office.wait_days(20)
    office.wait_days(1)
    with office.store.read() as session:
        gap = session.exec(select(Nudge).where(Nudge.rule == "senior")).one()
    card = next(message for message in office.slack.dm(ANA) if "nudge.whom" in str(message.blocks))
    assert office.press(card, "nudge.whom", ANA, gap.id).ok
    said = last_word(office)
    for part in (
        "Who should we meet at",
        "Nobody senior is on record",
        "Kim Lee",
        "known by <@U0ANA>",
        "<@U0BEN> (our",
    ):
        assert part in said
    assert '`/client contact "Acme Corp" Jane Doe, VP Operations`' in said
