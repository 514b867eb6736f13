"""Who hears what, and how much at once."""

from __future__ import annotations

from typing import Any

from bot.policy import Policy
from bot.views import inputs, kit, mrkdwn
from bot.views.forms.settings import channel, fields

LADDER = "form.settings_ladder"
CHANNELS_DIGEST = {
    "weekly": "each week, and for all accounts each month",
    "monthly": "each month only, about all accounts",
    "never": "never",
}


def ladder(policy: Policy, channel_id: str | None) -> dict[str, Any]:
    """From the owner up to the lead and the channel."""
    blocks = [
        inputs.channel(
            "channel", "Channel for warnings", channel_id,
            hint="For accounts without a channel of their own. Invite Tend there first.", optional=True,
        ),
        inputs.choice("channels_hear", "Channels hear", channel.LEVELS, policy.channels_hear),
        *channel.exceptions(policy.channels_rules, "Channels hear: "),
        kit.context(f"What one channel hears: {mrkdwn.code('/client settings hear in #acme')}"),
        inputs.choice("channels_digest", "Channels get a digest", CHANNELS_DIGEST, policy.channels_digest),
        inputs.choice(
            "critical_to_lead", "The owner's lead hears at once of what is critical", fields.YES_OR_NO,
            "yes" if policy.critical_to_lead else "no",
        ),
        fields.number(
            "untouched_days", "The lead hears of what nobody touched for so many working days",
            policy.untouched_days, 0, 30, "0: never.",
        ),
        fields.number("budget", "Cards that a person sees in a day", policy.budget, 1, 50, "The worst come first."),
        fields.number("storm", "More posts than this for one channel at once become one", policy.storm, 1, 50),
    ]  # fmt: skip
    return inputs.modal("Who hears what", LADDER, "Save", blocks)
