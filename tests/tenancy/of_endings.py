"""What parameters may be given of clients who left, and of what is learned from them."""

from __future__ import annotations

from bot.endings import Confidence, LossReason, Part, Reason, Side
from bot.work.exits import Exit
from bot.work.lessons import NewLesson, Way
from bot.work.loss_audits import Finding
from bot.work.losses import NewLoss
from bot.work.never_again import Told
from bot.work.openings import Kind as OpeningKind
from bot.work.openings import NewOpening
from bot.work.winbacks import Wanted
from storage.tables import (
    Loss,
    Step,
)
from tests.tenancy.strategies import (
    DAYS,
    MOMENTS,
    Given,
    built,
    id_of,
    ids_of,
    one,
    row_of,
)
from tests.tenancy.twins import ANA, NOW

ENDINGS: dict[str, Given] = {
    "losses.end.new": built(
        NewLoss, account_id=id_of("accounts"), ended_on=one(NOW.date(), DAYS[2]), override_why=one("told"),
        reasons=one([Reason(LossReason.PRICE, Confidence.STATED)]),
    ),
    "loss_audits.find.new": one(Finding("found", Side.OURS, Part.DELIVERY)),
    "loss_audits.conclude.write": one(lambda _session, audit: audit.id),
    "loss_audits.conclude.turning_on": one(None, DAYS[0]),
    "losses.reopen.is_won_back": one(True, False),
    "gating.ending.ended_on": one(*DAYS),
    "losses.reopen.state": one("withdrawn"),
    "losses.was_rescued.done": one(*MOMENTS),
    "losses.close_audit.state": one("done"),
    "loss_audits.held.state": one("open", "done"),
    "exits.note.new": one(Exit(DAYS[0], answers={"why": "price"})),
    "ties.touching.undone": ids_of("touches"),
    "lessons.draw.new": built(
        NewLesson, account_id=id_of("accounts"), text=one("call more"), way=one(*Way), due_on=one(DAYS[1]),
        condition=one("silent"), task=one("call"),
    ),
    "lessons.end.outcome": one("", "done"),
    "lessons.end.dropped": one(True, False),
    "lessons.end.state": one("done", "dropped"),
    "lesson_tasks.lay.key": one("hit"),
    "lesson_tasks.lay.text": one("call"),
    "lesson_tasks.answered.asked": row_of(Step),
    "lesson_tasks.answered.said": one("true of 1"),
    "never_again.post.told": built(Told, loss_id=id_of("losses"), channel_id=one("C0ALERT")),
    "winbacks.decide.said": built(
        Wanted, account_id=id_of("accounts"), wanted=one(True, False), why=one("why"), next_on=one(DAYS[2])
    ),
    "winbacks.reopened.is_back": one(True, False),
    "winbacks.end.state": one("back", "closed"),
    "winbacks.open_row.decide_by": one(DAYS[1]),
    "winbacks.open_row.keeper_id": one(ANA),
    "openings.note.new": built(NewOpening, account_id=id_of("accounts"), kind=one(*OpeningKind), text=one("Lyon?")),
    "openings.asked.outcome": one("", "yes"),
    "openings.end.outcome": one("yes"),
    "openings.end.state": one("asked"),
    "aftermath.begin.loss": row_of(Loss),
    "exports.note_lessons.what": one({"losses": 1}),
}  # fmt: skip
