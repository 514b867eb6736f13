"""A loss of the sample portfolio: why, what they said in writing, and an audit that is half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.endings import Confidence, ExitWay, LossReason, Part, Reason, Side
from bot.tend import Tend
from bot.work import exits, find, loss_audits, losses
from bot.work.deed import Deed
from bot.work.exits import Exit
from bot.work.loss_audits import Finding
from bot.work.losses import NewLoss
from storage import people


def lay_out(tend: Tend, deed: Deed, told: dict[str, Any]) -> None:
    """Lay it out as it is told: people are e-mail addresses, `ago` are days. That it was lost is on record."""
    with tend.store.read() as session:
        account = find.account(session, deed.team_id, told["account"])
        ours = {one.email: one.id for one in people.all_of(session, deed.team_id)}
    then = replace(deed, now=deed.now - timedelta(days=told["ago"]))
    new = NewLoss(
        account_id=account.id,
        ended_on=account.lost_on,
        reasons=[Reason(LossReason(reason), Confidence(sure)) for reason, sure in told["reasons"].items()],
        decided_by=told["decided_by"],
        words=told["words"],
        attraction=told["attraction"],
    )
    losses.end(tend.store, replace(then, person_id=ours[told["by"]]), new)
    answered = Exit(then.now.date(), ExitWay.QUESTIONNAIRE, told["exit_with"], told["answers"])
    exits.note(tend.store, replace(then, person_id=ours[told["leader"]]), account.id, answered)
    begun = loss_audits.begin(tend.store, replace(then, person_id=ours[told["by"]]), account.id)
    loss_audits.appoint(tend.store, replace(then, person_id=ours[told["by"]]), begun.audit.id, ours[told["leader"]])
    for found in told["findings"]:
        finding = Finding(found["text"], Side(found["side"]), Part(found["part"]))
        loss_audits.find(tend.store, replace(then, person_id=ours[told["leader"]]), begun.audit.id, finding)
