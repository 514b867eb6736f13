"""What one channel hears other than all do; and which rules are heard otherwise, for a form of either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slackblocks import Block

from bot.policy import DIGESTS, HEARD, NOTHING, Level, Policy
from bot.policy.channels import AS_ALL
from bot.rules import APART, RULES
from bot.views import inputs, kit, mrkdwn, words
from bot.views.forms.settings.fields import DEFAULT

CHANNEL = "form.settings_channel"
LEVELS = {
    Level.EARLY.value: "everything, from early on",
    Level.DUE.value: "what is due or critical",
    Level.CRITICAL.value: "only what is critical",
    NOTHING: "nothing, unless there is nobody else to tell",
}
#: The field of the rules that are heard from each level on.
FIELDS = {level: f"rules_{level}" for level in HEARD}
_LABELS = {
    Level.EARLY.value: "Of these from early on",
    Level.DUE.value: "Of these once they are due",
    Level.CRITICAL.value: "Of these only what is critical",
    NOTHING: "Of these never",
}


def channel(policy: Policy, channel_id: str) -> dict[str, Any]:
    """What it hears now, to be changed."""
    own = policy.channels.get(channel_id, AS_ALL)
    levels = {DEFAULT: f"as all channels: {LEVELS[policy.channels_hear]}", **LEVELS}
    digests = {DEFAULT: f"as all channels: {policy.channel_digest()}", **{often: often for often in DIGESTS}}
    blocks = [
        kit.section(f"{mrkdwn.channel(channel_id)} hears"),
        inputs.choice("hears", "Of everything", levels, own.hears or DEFAULT),
        *exceptions(own.rules),
        inputs.choice("digest", "A digest", digests, own.digest or DEFAULT),
        kit.context("What is urgent, as a rescue is, is told at once whatever is chosen here."),
    ]
    return inputs.modal("What a channel hears", CHANNEL, "Save", blocks, channel=channel_id)


def exceptions(rules: Mapping[str, str], hears: str = "") -> list[Block]:
    """A field for each level, with the rules that are heard from it on. `hears`: who does, before each label."""
    names = {rule: words.rule(rule) for rule in RULES if rule not in APART}
    return [
        inputs.choices(
            field,
            f"{hears}{_LABELS[level]}",
            names,
            [rule for rule in names if rules.get(rule) == level],
            optional=True,
        )
        for level, field in FIELDS.items()
    ]
