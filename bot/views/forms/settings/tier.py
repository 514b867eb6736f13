"""The clocks of one tier."""

from __future__ import annotations

from typing import Any

from bot.policy import Policy, Tier
from bot.views import inputs
from bot.views.forms.settings import fields

TIER = "form.settings_tier"
CONTACT = ("early", "due", "critical")
_MOST_DAYS, _MOST_MONTHS = 1095, 60
CLOCKS = {
    "senior": ("Meet somebody senior every", "days"),
    "indirect": ("Keep indirect contacts in the know every", "days"),
    "meeting": ("Meet the main contact every", "days"),
    "thanks": ("Say thanks, or visit without an agenda, every", "days"),
    "litmus_months": ("Litmus test every", "months"),
}
_QUIET = {
    "early": "Quiet: a first word to the owner after so many days",
    "due": "Quiet: due after so many days",
    "critical": "Quiet: critical after so many days",
}


def tier(policy: Policy, of: Tier) -> dict[str, Any]:
    """Every clock of a tier as it is set, with what it is by default."""
    now, usual = policy.tier(of), Policy().tier(of)
    blocks = [
        _days(name, label, getattr(now.contact, name), getattr(usual.contact, name)) for name, label in _QUIET.items()
    ]
    blocks += [
        fields.number(
            name, f"{label} so many {unit}", getattr(now, name), 1, _MOST_MONTHS if unit == "months" else _MOST_DAYS,
            _usually(getattr(usual, name)),
        )
        for name, (label, unit) in CLOCKS.items()
    ]  # fmt: skip
    return inputs.modal(f"Tier {of}", TIER, "See the effect", blocks, tier=of.value)


def _days(name: str, label: str, now: int, usual: int) -> Any:
    return fields.number(name, label, now, 1, _MOST_DAYS, _usually(usual))


def _usually(value: int) -> str:
    return f"By default {value:,}."
