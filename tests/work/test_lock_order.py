"""Locks are taken in one order: deeds that would have waited for each other in a circle wait in a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.nudges import settle as settling
from bot.nudges.ledger import Ledger
from bot.policy import Tier
from bot.preferences import Event, Frequency
from bot.work import accounts, campaigns, lesson_tasks, lessons, nudges, preferences
from bot.work.lessons import NewLesson, Way
from storage import accounts as rows
from storage.engine import Store
from storage.tables import Account, LitmusTest, Message, MessageNudge, Nudge, Step
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene
from tests.work.scene import scene as set_up
from tests.work.test_losses import TODAY, lose

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture
def scene(pg_url: str) -> Iterator[Scene]:
    """On PostgreSQL, where rows are locked one by one."""
    store = Store.open(pg_url)
    yield set_up(store)
    store.close()


@contextmanager
def crossing(
    scene: Scene, first: Callable[[Session], Any], second: Callable[[Session], Any], deed: Any
) -> Iterator[Any]:
    """Do `first`, begin a deed in another thread until it waits for us, do `second`; then it has its turn."""
    with ThreadPoolExecutor(1) as thread:
        with scene.store.write() as session:
            first(session)
            done: Future[Any] = thread.submit(deed)
            while not done.done() and not is_waiting(scene):
                pass
            second(session)
        yield done.result()


def is_waiting(scene: Scene) -> bool:
    with scene.look() as session:
        return bool(session.execute(_WAITING).scalar_one())


def two(scene: Scene) -> tuple[Account, Account]:
    """Two accounts, by id."""
    made = [scene.account(name) for name in ("Acme", "Globex")]
    first, second = sorted(made, key=lambda one: one.id)
    return first, second


def lock(*accounts_: Account) -> Callable[[Session], Any]:
    return lambda session: rows.lock(session, TEAM, [one.id for one in accounts_])


def day_of(scene: Scene, person_id: str, id_: str) -> Message:
    """A message of somebody's day that waits."""
    at: dict[str, Any] = {"not_before": scene.now, "created_at": scene.now}
    return Message(team_id=TEAM, id=id_, kind="daily", recipient=person_id, slot="daily:1", **at)


def waiting_for_ana(scene: Scene) -> Message:
    """Her day that waits and says that an account is quiet; before it in the order of ids is one of an admin's."""
    scene.touch(scene.account(), 60)
    with scene.store.write() as session:
        session.add(day_of(scene, CHRIS, "0"))
    with scene.look() as session:
        found: Message = session.exec(select(Message).where(Message.recipient == ANA, Message.kind == "daily")).one()
    return found


def hold(message_id: str) -> Callable[[Session], Any]:
    mine = select(Message).where(Message.team_id == TEAM, Message.id == message_id).with_for_update()
    return lambda session: session.exec(mine).one()


def test_a_loss_that_has_all_others_tested_holds_them_in_the_order_of_their_ids(scene: Scene) -> None:
    one, other = two(scene)
    with crossing(scene, lock(one), lock(other), lambda: lose(scene, other)) as kept:
        assert kept.is_lost
    with scene.look() as session:
        assert session.exec(select(LitmusTest.account_id)).all() == [one.id]


def test_a_campaign_is_closed_with_its_accounts_held_before_its_tests(scene: Scene) -> None:
    acme = scene.account()
    opened = campaigns.open_campaign(scene.store, scene.deed(CHRIS), tuple(Tier)).campaign

    def give(session: Session) -> None:
        session.exec(select(LitmusTest)).one().given += 1
        session.flush()

    def close() -> Any:
        return campaigns.close_campaign(scene.store, scene.deed(CHRIS), opened.id)

    with crossing(scene, lock(acme), give, close):
        pass
    with scene.look() as session:
        test = session.exec(select(LitmusTest)).one()
    assert (test.given, test.due_on) == (1, TODAY - timedelta(days=2))


def test_a_nudge_that_is_taken_locks_its_posts_with_all_that_are_in_play(scene: Scene) -> None:
    scene.touch(scene.account(), 60)
    with scene.look() as session:
        nudge = session.exec(select(Nudge).where(Nudge.rule == "quiet")).one()
        carrying = session.exec(select(MessageNudge.message_id).where(MessageNudge.nudge_id == nudge.id)).one()
    with scene.store.write() as session:
        session.add(day_of(scene, ANA, "0"))

    def take() -> Any:
        return nudges.take(scene.store, scene.deed(BEN), nudge.id)

    with crossing(scene, hold("0"), hold(carrying), take) as taken:
        assert taken.nudge.taken_by == BEN
    with scene.look() as session:
        message = session.get(Message, (TEAM, carrying))
    assert message.revise_at == scene.now


def test_what_stands_on_a_home_is_locked_with_the_days_before_anything_is_hung_on_it(scene: Scene) -> None:
    home_alone = {Event.NUDGES: Frequency.HOME}
    preferences.set_frequencies(scene.store, scene.deed(ANA), ANA, home_alone)
    acme = scene.account()
    page = day_of(scene, ANA, "0")
    page.kind, page.slot, page.state = "home", "home", "shown"
    with scene.store.write() as session:
        session.add_all([page, day_of(scene, ANA, "1")])
    with crossing(scene, hold("0"), hold("1"), lambda: scene.touch(acme, 60)):
        pass
    with scene.look() as session:
        assert session.exec(select(MessageNudge.message_id)).first() == "0"


def test_what_somebody_was_about_to_hear_is_locked_with_all_days_in_play_before_it_is_taken_off(scene: Scene) -> None:
    waiting = waiting_for_ana(scene)

    def change() -> Any:
        return preferences.set_hour(scene.store, scene.deed(ANA), ANA, 14)

    with crossing(scene, hold("0"), hold(waiting.id), change) as kept:
        assert kept.daily_hour == 14


def test_what_cannot_be_sent_is_locked_with_all_days_in_play_before_it_is_planned_anew(scene: Scene) -> None:
    waiting = waiting_for_ana(scene)
    with scene.store.write() as session:
        message = hold(waiting.id)(session)
        message.leased_by, message.leased_until = "me", scene.now + timedelta(minutes=1)
    ledger = Ledger(scene.store, "me")
    with crossing(scene, hold("0"), hold(waiting.id), lambda: ledger.replan(waiting, scene.now)):
        pass
    with scene.look() as session:
        assert session.get(Message, (TEAM, waiting.id)).leased_until is None


def test_more_accounts_than_a_query_takes_lock_their_posts_in_one_order_too(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 1)
    one, other = two(scene)
    accounts.set_owner(scene.store, scene.deed(None), other.id, BEN)
    for account in (one, other):
        scene.touch(account, 60)
    days = {BEN: "0", ANA: "1"}  # those of the second account are the first to be locked
    with scene.store.write() as session:
        for person_id, id_ in days.items():
            session.add(day_of(scene, person_id, id_))

    def settle_both() -> Any:
        with scene.store.write() as session:
            lock(one, other)(session)
            return settling.settle(session, TEAM, [one.id, other.id], scene.now)

    with crossing(scene, hold("0"), hold("1"), settle_both) as moves:
        assert {move.account_id for move in moves} == {one.id, other.id}


def test_no_account_changes_hands_while_it_is_found_out_who_is_asked(
    scene: Scene, pg_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    globex, acme = scene.account("Globex"), scene.account("Acme")
    umbra = scene.account("Umbra")
    lose(scene, globex)
    monkeypatch.setattr("storage.engine.LONGEST_WAIT_S", 0.05)
    impatient = Store.open(pg_url)
    tried: list[str] = []
    owners = lesson_tasks.owners

    def read(session: Session, deed: Any) -> Any:
        found = owners(session, deed)
        try:
            accounts.set_owner(impatient, scene.deed(None), acme.id, BEN)
        except OperationalError as error:
            tried.append(type(error.orig).__name__)
        return found

    monkeypatch.setattr(lesson_tasks, "owners", read)
    lessons.draw(scene.store, scene.deed(CHRIS), NewLesson(globex.id, "x", Way.ASKED, TODAY, task="True of them?"))
    assert tried == ["LockNotAvailable"]
    with scene.look() as session:
        asked = session.exec(select(Step.owner_id, Step.account_id).where(col(Step.key) == "ask")).all()
    assert asked == [(ANA, acme.id)]
    accounts.set_owner(impatient, scene.deed(None), acme.id, BEN)
    assert (scene.again(acme).owner_id, scene.again(umbra).owner_id) == (BEN, ANA)
    impatient.close()
