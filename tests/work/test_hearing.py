"""What is told of who heard how much of late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, update

from storage import hearing, rooms
from storage.tables import Account, AccountChannel, Message, MessageNudge, Nudge, Workspace
from tests.work.scene import TEAM, Scene


def nudge(scene: Scene, account: Account, days_ago: float, **fields: Any) -> Nudge:
    raised = scene.ago(days_ago)
    said = {"rule": "quiet", "level": "due", "reason": "It is quiet.", "opened_at": raised, "raised_at": raised}
    with scene.store.write() as session:
        episode = int(days_ago * 100) + len(fields) * 10_000
        row = Nudge(**{"team_id": TEAM, "account_id": account.id, "episode": episode, **said, **fields})
        session.add(row)
    return row


def daily(scene: Scene, days_ago: float, nudges: list[Nudge], kind: str = "daily") -> None:
    sent = scene.ago(days_ago)
    row: dict[str, Any] = {
        "team_id": TEAM,
        "kind": kind,
        "recipient": "U0ANA",
        "slot": f"{kind}:{days_ago}",
        "state": "sent",
    }
    with scene.store.write() as session:
        message = Message(**row, not_before=sent, created_at=sent, sent_at=sent)
        session.add(message)
        session.flush()
        for one in nudges:
            session.add(
                MessageNudge(team_id=TEAM, message_id=message.id, nudge_id=one.id, level="due", heard_as="owner")
            )


def month(scene: Scene) -> datetime:
    return scene.ago(30)


def test_messages_of_a_day_are_counted_by_their_cards(scene: Scene) -> None:
    acme = scene.account()
    three = [nudge(scene, acme, days) for days in (1, 2, 3)]
    daily(scene, 1, three)
    daily(scene, 2, three[:1])
    daily(scene, 3, three[:1])
    daily(scene, 40, three)
    daily(scene, 4, three, kind="post")

    with scene.look() as session:
        assert hearing.cards(session, TEAM, month(scene)) == {3: 1, 1: 2}


def test_nudges_that_lasted_are_counted_by_how_loud_they_got_but_for_private_and_urgent_ones(
    scene: Scene,
) -> None:
    acme = scene.account()
    for days, level in ((1, "due"), (2, "due"), (3, "critical"), (40, "due")):
        nudge(scene, acme, days, level=level)
    nudge(scene, acme, 1, manner="private", rule="step")
    nudge(scene, acme, 1, manner="urgent", rule="rescue", subject="r1")
    nudge(scene, acme, 4, closed_at=scene.ago(4))
    nudge(scene, acme, 5, level="early", closed_at=scene.ago(4))

    with scene.look() as session:
        assert hearing.levels(session, TEAM, month(scene)) == {"due": 2, "critical": 1, "early": 1}


def test_untouched_is_what_is_open_and_nobody_took_and_is_louder_than_early(scene: Scene) -> None:
    acme = scene.account()
    nudge(scene, acme, 9)
    nudge(scene, acme, 2, rule="senior")
    nudge(scene, acme, 9, level="early", rule="neglect")
    nudge(scene, acme, 9, taken_by="U0BEN", rule="meeting")
    nudge(scene, acme, 9, closed_at=scene.now, rule="thanks")

    with scene.look() as session:
        assert hearing.untouched(session, TEAM, scene.ago(5)) == 1


def test_accounts_without_a_channel_are_those_that_live_and_have_none_of_only_our_own_people(scene: Scene) -> None:
    def channel(session: Session, account: Account, channel_id: str, *, shared: bool) -> None:
        row = {"team_id": TEAM, "account_id": account.id, "channel_id": channel_id}
        session.add(AccountChannel(**row, is_shared=shared))

    scene.account("Acme")
    globex, initech, umbrella = (scene.account(name) for name in ("Globex", "Initech", "Umbrella"))
    with scene.store.write() as session:
        channel(session, globex, "C0GLOBEX", shared=False)
        channel(session, initech, "C0INITECH", shared=True)
        session.exec(update(Account).where(col(Account.id) == umbrella.id).values(status="lost"))

    with scene.look() as session:
        assert hearing.without_channel(session, TEAM) == 2


def test_nudges_are_counted_by_the_room_where_they_are_told_and_not_where_there_is_none(scene: Scene) -> None:
    def link(account: Account, channel_id: str, *, shared: bool = False) -> None:
        with scene.store.write() as session:
            row = {"team_id": TEAM, "account_id": account.id, "channel_id": channel_id}
            session.add(AccountChannel(**row, is_shared=shared))

    acme, globex, initech = (scene.account(name) for name in ("Acme", "Globex", "Initech"))
    for channel_id in ("C0ACME", "C0BESIDE"):
        link(acme, channel_id)
    link(globex, "C0AAA", shared=True)
    with scene.store.write() as session:
        session.exec(update(Workspace).where(col(Workspace.team_id) == TEAM).values(alert_channel_id="C0HEALTH"))
    for days, account in ((1, acme), (2, acme), (3, globex), (4, initech), (40, acme)):
        nudge(scene, account, days)
    nudge(scene, acme, 1, rule="senior", level="early")
    nudge(scene, acme, 1, rule="step", manner="private")
    nudge(scene, acme, 4, rule="senior", closed_at=scene.ago(4))
    nudge(scene, acme, 5, rule="meeting", closed_at=scene.ago(4))

    with scene.look() as session:
        assert rooms.told(session, TEAM, month(scene)) == {
            "C0ACME": {("quiet", "due"): 2, ("senior", "early"): 1, ("meeting", "due"): 1},
            "C0HEALTH": {("quiet", "due"): 2},
        }
    with scene.store.write() as session:
        session.exec(update(Workspace).where(col(Workspace.team_id) == TEAM).values(alert_channel_id=None))
    with scene.look() as session:
        assert list(rooms.told(session, TEAM, month(scene))) == ["C0ACME"]
