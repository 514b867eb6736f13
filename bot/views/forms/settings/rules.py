"""What the rules go by."""

from __future__ import annotations

from typing import Any

from bot.policy import Policy
from bot.views import inputs
from bot.views import settings as sentences
from bot.views.can_be_set import RULES as WORDS

RULES = "form.settings_rules"


def rules(policy: Policy) -> dict[str, Any]:
    """Every plain setting of the rules, as it is typed, with what it is by default."""
    usual = Policy()
    blocks = [
        inputs.text(
            name,
            name.replace("_", " ").capitalize(),
            sentences.typed(name, getattr(policy, name)),
            hint=f"{words[0].upper()}{words[1:]}. By default {sentences.typed(name, getattr(usual, name))}.",
        )
        for name, words in WORDS.items()
    ]
    return inputs.modal("What the rules go by", RULES, "See the effect", blocks)
