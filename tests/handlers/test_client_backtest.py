from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from threading import Event
from typing import Any

import pytest

from bot.backtest import Backtest
from bot.playground.seen import words_of
from bot.playground.world import Message
from bot.policy import Policy, Tier
from handlers.verbs import backtest as verb
from storage.engine import Store
from tests.handlers.office import ANA, BEN, Office
from tests.views.test_backtest import ACME, past


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    """Acme was spoken to every two weeks, then no more, and was lost on 10 May; Globex is well."""
    with Office(sqlite_store) as office:
        acme = office.account("Acme Corp", tier="key")
        for days in range(60, 150, 14):
            office.touch(acme, days)
        office.lose(acme, ended_on=date(2026, 5, 10))
        office.touch(office.account("Globex"), 0)
        yield office


def answer(office: Office, person: str = ANA) -> Message:
    """What follows on the first word."""

    def found() -> list[Message]:
        return [message for message in office.slack.ephemeral(person) if "The past, replayed" in words_of(message)]

    office.slack.until(lambda: bool(found()), seconds=60)
    return found()[-1]


def blocks(message: Message, kind: str) -> list[dict[str, Any]]:
    return [block for block in message.blocks if block["type"] == kind]


def test_the_past_is_replayed_with_a_word_at_once_and_tables_and_a_chart_after(office: Office) -> None:
    assert "I am replaying the past of 2 accounts" in office.says("/client backtest")
    told = answer(office)
    assert "Tend would have warned of the one lost account" in told.text
    [rules, lost] = blocks(told, "data_table")
    assert [row[0]["text"] for row in rules["rows"]][1:3] == ["All rules", "Quiet"]
    assert [row[0]["text"] for row in lost["rows"]][1:] == ["Acme Corp"]
    [chart] = blocks(told, "data_visualization")
    assert chart["chart"]["series"][0]["data"][0]["value"] > 0
    assert "→" not in words_of(told)


def test_a_change_typed_as_for_the_settings_is_told_before_and_after(office: Office) -> None:
    office.says("/client backtest tier key contact 4 5 6")
    told = words_of(answer(office))
    assert "With `tier key contact 4 5 6`: " in told
    assert "→" in told
    assert "`/client settings tier key contact 4 5 6`" in told


class Asked:
    """Stands for the replay: knows the policies that it was asked to try, and waits until it is let go."""

    def __init__(self) -> None:
        self.tried: list[Sequence[Policy]] = []
        self.may_end = Event()

    def __call__(self, store: Store, team_id: str, now: datetime, tried: Sequence[Policy]) -> list[Backtest]:
        self.tried.append(tried)
        assert self.may_end.wait(60)
        return [past(ACME)] * len(tried)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr(verb, "backtest", asked)
    return asked


def test_nothing_is_changed_by_it(office: Office, asked: Asked) -> None:
    asked.may_end.set()
    office.says("/client backtest tier key contact 4 5 6")
    answer(office)
    assert "contact after 10 / 14 / 21 days" in office.says("/client settings tier key")


def test_two_who_ask_at_once_get_the_same_replay(office: Office, asked: Asked) -> None:
    for person in (ANA, BEN):
        assert "I am replaying" in office.says("/client backtest", person)
    asked.may_end.set()
    assert words_of(answer(office, ANA)) == words_of(answer(office, BEN))
    assert len(asked.tried) == 1


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("rhythm_levels 0.2 0.5 0.7", {"rhythm_levels": (0.2, 0.5, 0.7)}),
        ("Flagship_Share 40%", {"flagship_share": 0.4}),
        ("flagship_share default", {"flagship_share": 0.25}),
        ("new_account_days 0", {"new_account_days": 0}),
    ],
)
def test_the_change_is_laid_over_what_the_workspace_has_set(
    office: Office, asked: Asked, line: str, changed: dict[str, Any]
) -> None:
    asked.may_end.set()
    office.sets(flagship_share=0.5, tiers={"key": {"senior": 30}})
    office.says(f"/client backtest {line}")
    answer(office)
    [[before, after]] = asked.tried
    assert before.flagship_share == 0.5
    assert before.tier(Tier.KEY).senior == after.tier(Tier.KEY).senior == 30
    assert {name: getattr(after, name) for name in changed} == changed


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Acme", "“acme” is not a setting"),
        ("rhythm_levels", "Say a value of rhythm_levels to try, like in /client backtest"),
        ("rhythm_levels 5", "does not fit rhythm_levels"),
        ("tier", "Say what would change"),
        ("tier key", "Say what would change"),
        ("tier gold contact 1 2 3", "“gold” is not a tier"),
        ("tier key contact 3 2 1", "contact takes three days that ascend"),
        ("counts email", "Say a kind, a direction and what it resets"),
        ("country QQ", "That cannot be"),
    ],
)
def test_what_cannot_be_tried_is_told_at_once(office: Office, asked: Asked, line: str, told: str) -> None:
    said = office.says(f"/client backtest {line}")
    assert told in said
    assert line in said
    assert asked.tried == []


def test_without_an_account_or_a_touch_there_is_nothing_to_replay(sqlite_store: Store) -> None:
    with Office(sqlite_store) as office:
        assert "There is nothing to replay yet" in office.says("/client backtest")
        office.account("Acme")
        office.says("/client backtest")
        office.slack.until(lambda: "nothing to replay" in words_of(office.slack.ephemeral(ANA)[-1]), seconds=60)
