"""Litmus tests of an account, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from bot.litmus.questions import ours
from bot.work import litmus
from storage import litmus as rows
from storage.tables import Clock, LitmusTest, Message
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene

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
