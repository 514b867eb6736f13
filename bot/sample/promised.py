"""Promises, wishes and what broke: a scene of the sample portfolio. Days count from the day it is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from bot import intervals
from bot.tend import Tend
from bot.work import breakdowns, find, promises, wishes
from bot.work.breakdowns import NewBreakdown
from bot.work.deed import Deed
from bot.work.promises import NewPromise, Side
from bot.work.wishes import Delivered, NewWish
from storage import people
from storage.tables import Account


@dataclass(frozen=True, slots=True)
class Scene:
    """What somebody of ours put on record of an account so many days ago."""

    tend: Tend
    deed: Deed
    told: Mapping[str, Any]
    account: Account
    contact_id: str | None

    @classmethod
    def of(cls, session: Session, tend: Tend, deed: Deed, told: Mapping[str, Any]) -> Scene:
        """Who did it, about whom."""
        account = find.account(session, deed.team_id, told["account"])
        who = told.get("who")
        contact = find.contact(session, deed.team_id, account.id, who) if who else None
        by = next(one for one in people.all_of(session, deed.team_id) if one.email == told["by"])
        return cls(tend, replace(deed, person_id=by.id), told, account, contact.id if contact else None)

    def then(self, ago: int) -> Deed:
        """The same deed, so many days ago."""
        return replace(self.deed, now=self.deed.now - timedelta(days=ago))

    def day(self, ahead: int) -> date:
        """A day, so many days from today."""
        return self.deed.now.date() + timedelta(days=ahead)


def lay_out(tend: Tend, deed: Deed, told: Mapping[str, Any]) -> None:
    """Write the scene into a workspace that has the portfolio."""
    for noun, put in (("promised", _promise), ("wished", _wish), ("broke", _breakdown)):
        for one in told[noun]:
            with tend.store.read() as session:
                scene = Scene.of(session, tend, deed, one)
            put(scene)


def _promise(scene: Scene) -> None:
    told, store = scene.told, scene.tend.store
    side = Side.THEIRS if told.get("theirs") else Side.OURS
    new = NewPromise(scene.account.id, told["text"], scene.day(told["due"]), side, contact_id=scene.contact_id)
    made = promises.make(store, scene.then(told["ago"]), new).promise
    if "kept" in told:
        promises.keep(store, scene.then(told["kept"]), made.id)
    if "not_kept" in told:
        promises.not_kept(store, scene.then(told["not_kept"]), made.id, told["why"], client_told=told["knows"])


def _wish(scene: Scene) -> None:
    told, store = scene.told, scene.tend.store
    every = intervals.read(told["every"]) or intervals.ONCE
    new = NewWish(scene.account.id, told["text"], every, scene.day(told["first"]), scene.contact_id)
    wish = wishes.note(store, scene.then(told["ago"]), new).wish
    for ago in told.get("delivered", ()):
        wishes.deliver(store, scene.then(ago), wish.id, Delivered())


def _breakdown(scene: Scene) -> None:
    told, store = scene.told, scene.tend.store
    broke = breakdowns.report(store, scene.then(told["ago"]), NewBreakdown(scene.account.id, told["text"])).breakdown
    if "recovered" in told:
        breakdowns.recover(store, scene.then(told["recovered"]), broke.id, told["recovery"])
