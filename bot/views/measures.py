"""What accounts are measured by: the clocks of the tiers, and what a touch resets."""

from __future__ import annotations

from bot.policy import Counts, Direction, Kind, Policy, Tier
from bot.views import mrkdwn

TIER_EXAMPLES = (
    f"{mrkdwn.code('/client settings tier key contact 10 14 21')}, {mrkdwn.code('/client settings tier key senior 60')}"
)
COUNTS_EXAMPLE = (
    "Say a kind, a direction and what it resets: "
    f"{mrkdwn.code('/client settings counts email to-client contact reach')}, or `nothing`, or `default` in its place."
)
_MEANS = {
    Counts.CONTACT: "they spoke with us",
    Counts.REACH: "we reached out",
    Counts.MET: "the client's people in it were met",
    Counts.THANKS: "they were thanked",
}


def tiers(policy: Policy) -> str:
    """The clocks of every tier, and how to change them."""
    return "\n".join([*(f"• {tier(policy, one)}" for one in Tier), f"Change them: {TIER_EXAMPLES}, or `default`."])


def tier(policy: Policy, named: Tier) -> str:
    """The clocks of a tier, in a sentence."""
    clocks = policy.tier(named)
    contact = clocks.contact
    return (
        f"Tier {named}: contact after {contact.early} / {contact.due} / {contact.critical} days, "
        f"senior {clocks.senior}, indirect {clocks.indirect}, meeting {clocks.meeting}, thanks {clocks.thanks} days, "
        f"litmus every {mrkdwn.count(clocks.litmus_months, 'month')}."
    )


def counts(policy: Policy) -> str:
    """The table of kinds and directions with what they reset, and how to change it."""
    rows = [("", *Direction), *((kind, *(resets(policy, kind, way) for way in Direction)) for kind in Kind)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    meanings = ", ".join(f"{word}: {meaning}" for word, meaning in _MEANS.items())
    return "\n".join(["```", *lines, "```", f"({meanings})", COUNTS_EXAMPLE])


def counts_set(policy: Policy, kind: Kind, direction: Direction) -> str:
    """What touches of a kind and direction reset from now on, and back to the first."""
    return (
        f"{mrkdwn.code(f'{kind} {direction}')} resets {mrkdwn.code(resets(policy, kind, direction))} now. "
        "I counted the times of every account anew from its touches."
    )


def resets(policy: Policy, kind: Kind, direction: Direction) -> str:
    """What touches of a kind and direction reset, in words."""
    reset = policy.resets(kind, direction)
    return ", ".join(one for one in Counts if one in reset) or "nothing"
