"""Forms about the audit of a loss: who leads it, a finding, and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slackblocks import Block

from bot.endings import Part, Side
from bot.views import inputs, kit, mrkdwn

LEADER = "form.audit_leader"
OUTSIDER = "form.audit_outsider"
FINDING = "form.finding"
CONCLUDED = "form.audit_done"
SPARED = "form.audit_spared"
ALL_SEEN_TO = "Every finding is seen to already. Thank you!"
_AT_ONCE = 10  # Slack takes no more boxes in one field
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


def spare(audit_id: str, account: str, waiting: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Of which findings there is nothing to check on other accounts; what is not ticked stays."""
    shown = waiting[:_AT_ONCE]
    about = (
        f"Of which of these is there nothing to check elsewhere, as it could only have been so at "
        f"{mrkdwn.bold(mrkdwn.cut(account, 200))}? What you do not tick stays to be looked for."
    )
    more = f" The first {_AT_ONCE} of {len(waiting)} are here." if len(waiting) > _AT_ONCE else ""
    texts = {row["id"]: row["text"] for row in shown}
    details = {row["id"]: f"{row['part']}, on {_SIDES[Side(row['side'])]}" for row in shown}
    boxes = inputs.ticks("findings", "Nothing to check elsewhere", texts, details=details)
    return inputs.modal("Nothing to check", SPARED, "Save", [kit.section(about + more), boxes], audit=audit_id)


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
