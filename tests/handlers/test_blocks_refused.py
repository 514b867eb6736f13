"""A Slack to which charts and tables have not come yet: whoever asks gets the answer in words."""

from __future__ import annotations

import pytest

from bot.playground.world import Message
from tests.handlers.office import ANA, GENERAL, HEALTH, Office

KINDS = ("data_table", "data_visualization")


@pytest.fixture
def answered(office: Office) -> Office:
    acme = office.account("Acme")
    for days in (60, 48, 36, 24):
        office.touch(acme, days)
    return office


def kinds(message: Message) -> set[str]:
    return {block["type"] for block in message.blocks}


def test_an_answer_with_a_chart_comes_as_it_is_where_slack_takes_it(answered: Office) -> None:
    seen = answered.type("/client why Acme")

    assert seen.ok
    assert "data_visualization" in kinds(seen.ephemerals[-1])
    assert len(seen.ephemerals) == 1


def test_an_answer_with_a_chart_comes_in_words_where_slack_refuses_it(answered: Office) -> None:
    answered.slack.faults.refuse_blocks(*KINDS)
    seen = answered.type("/client why Acme")

    assert seen.ok
    [answer] = seen.ephemerals
    assert not kinds(answer) & {*KINDS}
    assert "*Days between contacts* " in answered.read(answer)
    assert "so far: 24" in answered.read(answer)


def test_an_answer_that_follows_later_comes_in_words(answered: Office) -> None:
    answered.slack.faults.refuse_blocks(*KINDS)
    answered.type("/client backtest")
    answered.slack.until(lambda: len(answered.slack.ephemeral(ANA)) == 2, seconds=30)

    told = answered.slack.ephemeral(ANA)[-1]
    assert not kinds(told) & {*KINDS}
    assert "Rule" in answered.read(told)
    assert "```" in answered.read(told)


def test_where_the_place_of_the_question_takes_no_answer_it_comes_as_a_direct_message_in_words(
    answered: Office,
) -> None:
    answered.slack.faults.refuse_blocks(*KINDS)
    answered.slack.faults.add("response_url", "500", times=None)
    answered.type("/client why Acme")

    [answer] = answered.slack.dm(ANA)
    assert not kinds(answer) & {*KINDS}
    assert "*Days between contacts* " in answered.read(answer)


def test_an_answer_whose_blocks_are_all_refused_comes_as_text(answered: Office) -> None:
    answered.slack.faults.refuse_blocks(*KINDS, "header", "section")
    seen = answered.type("/client why Acme")

    assert seen.ephemerals[-1].blocks == []
    assert seen.ephemerals[-1].text.startswith("Why: *Acme*")


def test_nobody_else_sees_an_answer_that_goes_its_own_way(answered: Office) -> None:
    answered.type("/client why Acme")

    assert answered.slack.messages(GENERAL) == answered.slack.messages(HEALTH) == []
