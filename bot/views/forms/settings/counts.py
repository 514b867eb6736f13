"""Which touches reset which clocks."""

from __future__ import annotations

from typing import Any

from bot.policy import Counts, Direction, Kind, Policy
from bot.views import inputs, kit, measures, words

COUNTS = "form.settings_counts"
AS_USUAL = "usual"
MEANS = {
    Counts.CONTACT: "contact: they spoke with us, so they are not quiet",
    Counts.REACH: "reach: we reached out",
    Counts.MET: "met: the client's people in it were met",
    Counts.THANKS: "thanks: they were thanked",
}


def counts(policy: Policy) -> dict[str, Any]:
    """The table as it is set, and what is to be of some kinds and directions."""
    blocks = [
        *kit.paragraphs(["*Now*: between us / from the client / to the client", *_now(policy)]),
        inputs.choices("kinds", "Touches of these kinds", words.KINDS),
        inputs.choices("directions", "In these directions", words.DIRECTIONS),
        inputs.choices("resets", "They reset", MEANS, optional=True, hint="Empty: they reset nothing."),
        inputs.tick("usual", "Or rather", "as by default"),
    ]
    return inputs.modal("What counts", COUNTS, "See the effect", blocks)


def _now(policy: Policy) -> list[str]:
    """What touches reset as it is set, the kinds that are alike together."""
    alike: dict[str, list[str]] = {}
    for kind in Kind:
        resets = " / ".join(measures.resets(policy, kind, way) for way in Direction)
        alike.setdefault(resets, []).append(words.KINDS[kind])
    return [f"• {', '.join(kinds)}: {resets}" for resets, kinds in alike.items()]
