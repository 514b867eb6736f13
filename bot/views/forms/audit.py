"""Forms about the audit of a loss: who leads it, a finding, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from slackblocks import Block

from bot.endings import Part, Side
from bot.views import inputs, kit, mrkdwn

LEADER = "form.audit_leader"
OUTSIDER = "form.audit_outsider"
FINDING = "form.finding"
CONCLUDED = "form.audit_done"
_SIDES = {Side.OURS: "our side", Side.THEIRS: "their side"}
_PARTS = {Part.DELIVERY: "delivery: what we did for them", Part.RELATIONSHIP: "relationship: how we stood with them"}


def leader(audit_id: str, account: str, candidates: Sequence[str]) -> dict[str, Any]:
    """Who leads it; `candidates` are lines of mrkdwn, whoever had the least to do with it first."""
    listed = "\n".join(f"• {line}" for line in candidates)
    about = f"Who leads the audit of {mrkdwn.bold(mrkdwn.cut(account, 200))}? Somebody who had nothing to do with it."
    blocks: list[Block] = [kit.section(f"{about}\n{listed}" if listed else about), inputs.person("leader", "Leader")]
    return inputs.modal("Who leads the audit", LEADER, "Save", blocks, audit=audit_id)


def outsider(audit_id: str, account: str) -> dict[str, Any]:
    """Who from outside leads it, in words."""
    about = (
        f"Everybody of ours had to do with {mrkdwn.bold(mrkdwn.cut(account, 200))}. Who from outside leads its audit? "
        "You keep the notes; I write to nobody outside."
    )
    who = inputs.text("outsider", "Name and company", hint="For example: Jane Roe, Roe Advisers")
    return inputs.modal("Led from outside", OUTSIDER, "Save", [kit.section(about), who], audit=audit_id)


def finding(audit_id: str, account: str) -> dict[str, Any]:
    """What was found."""
    hint = "What happened, and what would have helped. No names are needed."
    blocks: list[Block] = [
        kit.section(f"What did you find about {mrkdwn.bold(mrkdwn.cut(account, 200))}?"),
        inputs.text("text", "Finding", many=True, hint=hint),
        inputs.choice("side", "Where did it lie?", _SIDES, Side.OURS),
        inputs.choice("part", "What was it about?", _PARTS, Part.RELATIONSHIP),
    ]
    return inputs.modal("A finding", FINDING, "Save", blocks, audit=audit_id)


def conclude(audit_id: str, account: str, turning: str, turned_on: date | None) -> dict[str, Any]:
    """Where it turned, and that it is done."""
    blocks: list[Block] = [
        kit.section(f"The audit of {mrkdwn.bold(mrkdwn.cut(account, 200))} is done. {mrkdwn.line(turning)}"),
        inputs.day(
            "turning_on", "Where did it turn, as you see it?", turned_on, hint="Leave it as it is if you agree.",
            optional=True,
        ),
    ]  # fmt: skip
    return inputs.modal("Conclude the audit", CONCLUDED, "It is done", blocks, audit=audit_id)
