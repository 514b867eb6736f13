"""What a workspace may change, with its defaults (MISSION, section C)."""

from __future__ import annotations

from bot.policy.channels import DIGESTS, HEARD, ChannelPolicy
from bot.policy.numbers import GATE_KEY_LEAST, Policy
from bot.policy.tiers import Cadence, TierPolicy
from bot.policy.words import (
    NOTHING,
    Band,
    Counts,
    Direction,
    Kind,
    Level,
    Manner,
    Sign,
    Status,
    Tier,
    TraitKind,
)

__all__ = [
    "DIGESTS",
    "GATE_KEY_LEAST",
    "HEARD",
    "NOTHING",
    "Band",
    "Cadence",
    "ChannelPolicy",
    "Counts",
    "Direction",
    "Kind",
    "Level",
    "Manner",
    "Policy",
    "Sign",
    "Status",
    "Tier",
    "TierPolicy",
    "TraitKind",
]
