"""The end of an account as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block, Element

from bot.endings import Confidence, LossReason, Reason
from bot.gate import Lack
from bot.views import kit, mrkdwn
from bot.views.post import Post

GUIDE, AUDIT = "exit.guide", "audit.show"
REASONS = {
    LossReason.COMPETITOR: "another provider won them over",
    LossReason.OUTGREW: "their needs outgrew us",
    LossReason.PERSONAL: "a personal matter of theirs",
    LossReason.FINANCES: "their finances",
    LossReason.PRICE: "the price",
    LossReason.DEADLINES: "missed deadlines",
    LossReason.COMMUNICATION: "poor communication",
    LossReason.FEELINGS: "personal feelings",
    LossReason.STAFFING: "unstable staffing on our side",
    LossReason.EXPERTISE: "expertise that we lacked",
    LossReason.BREAKDOWN: "a process that broke down",
    LossReason.UNCARED: "they felt that we did not care",
    LossReason.TOO_BUSY: "we were too busy with another client",
    LossReason.NOTHING: "nothing that we did",
    LossReason.UNKNOWN: "unknown",
}
_LACKS = {
    Lack.RESCUE: "• no rescue with a step or a talk in it is on record yet: {rescue}",
    Lack.REASON: "• no reason is known yet, not even suspected",
    Lack.EXIT: "• no exit interview is on record: {exit} has the questions",
    Lack.EXIT_LATE: "• the exit interview is not from before the end",
    Lack.EXIT_BEFORE: "• the exit interview is from before that day: ask them again, {exit} has the questions",
    Lack.EXIT_EMPTY: "• the exit interview has no word of theirs yet: write it below, or answer by answer with {exit}",
}


@dataclass(frozen=True, slots=True)
class LossShown:
    """An end as people read it; days are where the reader is. `audit_due_on`: of an audit that is open."""

    account_id: str
    account: str
    state: str
    ended_on: date | None
    reasons: Sequence[Reason]
    today: date
    audit_due_on: date | None = None
    is_overridden: bool = False
    has_exit: bool = False
    has_plan: bool = False


def ended(shown: LossShown) -> Post:
    """The answer to whoever said that an account is leaving or lost, with what is to be done next."""
    text = _lost(shown) if shown.state == "lost" else _leaving(shown)
    blocks: list[Block] = [kit.section(text), kit.actions(*_next(shown))]
    if shown.has_plan:
        steps = mrkdwn.code(f"/client plan {mrkdwn.quoted(shown.account)}")
        goodbye = "How it ends counts as much as how it began. The steps of a good goodbye are laid: "
        blocks.append(kit.context(f"{goodbye}{steps}"))
    return kit.post(text, blocks)


def reopened(account: str, *, was_lost: bool, is_won_back: bool = False) -> Post:
    """The answer to whoever reopened an account."""
    why = "is back: well done" if is_won_back else "is no longer lost" if was_lost else "stays: good news"
    text = f"{mrkdwn.bold(mrkdwn.cut(account, 200))} {why}. Its clocks run again from now on."
    return kit.post(text, [kit.section(text)])


def gate(
    account: str, lacks: Sequence[Lack], *, may_override: bool, today: date, reopened_on: date | None = None
) -> str:
    """Why a key account is not closed yet, in mrkdwn, for the top of its form."""
    name = mrkdwn.quoted(account)
    commands = {"rescue": mrkdwn.code(f"/client rescue {name}"), "exit": mrkdwn.code(f"/client exit {name}")}
    missing = [_LACKS[lack].format(**commands) for lack in lacks]
    other = (
        "You lead here: you can close it all the same, if you say why."
        if may_override
        else f"Until then it is leaving ({mrkdwn.code(f'/client leaving {name}')}), or a lead closes it and says why."
    )
    first = f"{mrkdwn.bold(mrkdwn.cut(account, 200))} is a key account: we let none go without trying and asking."
    if reopened_on:
        first += f" It was reopened on {mrkdwn.day(reopened_on, today)}, and what was done since counts."
    return "\n".join([first, *missing, other])


def reasons(told: Sequence[Reason]) -> str:
    """Reasons in words, the surest first: "the price (stated), poor communication (suspected)"."""
    return ", ".join(f"{REASONS[one.reason]} ({_SURE[one.confidence]})" for one in told)


_SURE = {Confidence.SUSPECTED: "suspected", Confidence.STATED: "they said so", Confidence.VERIFIED: "we know it"}


def _lost(shown: LossShown) -> str:
    on = f" It ended on {mrkdwn.day(shown.ended_on, shown.today)}" if shown.ended_on else " It has ended"
    why = f": {reasons(shown.reasons)}." if shown.reasons else "."
    audit = (
        f" Its audit is open, and due by {mrkdwn.day(shown.audit_due_on, shown.today)}: somebody who had nothing to do "
        "with it is to lead it."
        if shown.audit_due_on
        else ""
    )
    over = " It is on record that it was closed before all was in place, and why." if shown.is_overridden else ""
    name = mrkdwn.bold(mrkdwn.cut(shown.account, 200))
    closed = f"{name} is closed. I am sorry; thank you for saying it plainly."
    return f"{closed}{on}{why} I no longer watch it.{audit}{over}"


def _leaving(shown: LossShown) -> str:
    until = f" until {mrkdwn.day(shown.ended_on, shown.today)}" if shown.ended_on else ""
    why = f" Why: {reasons(shown.reasons)}." if shown.reasons else ""
    name = mrkdwn.bold(mrkdwn.cut(shown.account, 200))
    return f"{name} is leaving{until}. I go on watching it: it is not over yet.{why}"


def _next(shown: LossShown) -> list[Element]:
    talk = kit.button("Exit interview", GUIDE, shown.account_id, primary=not shown.has_exit)
    audit = [kit.button("The audit", AUDIT, shown.account_id)] if shown.audit_due_on else []
    return [talk, *audit]
