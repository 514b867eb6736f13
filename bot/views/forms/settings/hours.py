"""When Tend speaks, and which days count."""

from __future__ import annotations

from typing import Any

from slackblocks import Block, ExternalSelectMenu, PlainText

from bot.policy import Policy
from bot.views import inputs, kit, mrkdwn
from bot.views.forms.settings import fields

HOURS = "form.settings_hours"
NO_COUNTRY = "none"


def hours(policy: Policy, country: str) -> dict[str, Any]:
    """Hours and days of the workspace. `country`: the name of the one whose holidays are kept, if one is."""
    opens, closes = policy.working_hours
    chosen = inputs.option(country, policy.country) if policy.country else inputs.option("none", NO_COUNTRY)
    blocks = [
        fields.weekdays("working_days", "I speak on", policy.working_days, "Whoever has days of their own keeps them."),
        fields.hour("daily_hour", "Everybody's message of the day comes at", policy.daily_hour, hint="Where they are."),
        fields.hour("opens", "Channels hear me from", opens),
        fields.hour("closes", "until", closes, most=24),
        inputs.field(
            "country", "Public holidays of",
            ExternalSelectMenu(
                action_id="country", min_query_length=0, initial_option=chosen,
                placeholder=PlainText("Type a few letters of the country"),
            ),
            hint="They do not count towards a silence, and I keep quiet.",
        ),
        _days_off(", ".join(sorted(day.isoformat() for day in policy.days_off))),
    ]  # fmt: skip
    return inputs.modal("When I speak", HOURS, "See the effect", blocks)


def _days_off(days: str) -> Block:
    """The days one by one; more than a field holds are changed in a line."""
    if len(days) > inputs.TEXT_LIMIT:
        return kit.section(f"More days off than fit here; change them with {mrkdwn.code('/client settings days_off')}.")
    return inputs.text("days_off", "More days off", days, many=True, hint="Like 2026-12-24, 2026-12-31.", optional=True)
