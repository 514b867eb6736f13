"""What channels hear, rule by rule and one by one (MISSION D6), and how a workspace changes that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.policy.words import NOTHING, Level

HEARD = (*(level.value for level in Level), NOTHING)  # the level from which on something is heard, or `nothing`
DIGESTS = ("weekly", "monthly", "never")


@dataclass(frozen=True, slots=True)
class ChannelPolicy:
    """What one channel hears other than all channels do; None: as they do. `rules`: a rule's key → one of `HEARD`."""

    hears: str | None = None
    rules: Mapping[str, str] = field(default_factory=dict)
    digest: str | None = None


AS_ALL = ChannelPolicy()


def channels_with(changes: Mapping[str, Mapping[str, Any]]) -> dict[str, ChannelPolicy]:
    """What single channels hear, by their ids, as a workspace changed it."""
    return {channel_id: _channel(told) for channel_id, told in changes.items()}


def heard_rules(changes: Mapping[str, Any]) -> dict[str, str]:
    """From which level on rules are heard. A rule that this version does not know stays: it says nothing here."""
    return {rule: _one_of(HEARD, level) for rule, level in changes.items()}


def _channel(told: Mapping[str, Any]) -> ChannelPolicy:
    unknown = sorted(set(told) - {"hears", "rules", "digest"})
    if unknown:
        raise ValueError(f"{unknown[0]} is nothing that a channel chooses; it is one of hears, rules and digest")
    hears, digest = told.get("hears"), told.get("digest")
    return ChannelPolicy(
        hears=None if hears is None else _one_of(HEARD, hears),
        rules=heard_rules(told.get("rules", {})),
        digest=None if digest is None else _one_of(DIGESTS, digest),
    )


def _one_of(words: tuple[str, ...], said: Any) -> str:
    if said not in words:
        raise ValueError(f"{said} is nothing to hear; it is one of {', '.join(words)}")
    return str(said)
