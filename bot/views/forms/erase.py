"""To be sure that somebody is to be forgotten."""

from __future__ import annotations

from typing import Any

from bot.anonymous import SOMEBODY
from bot.views import inputs, kit, mrkdwn

ERASE = "form.erase"
_STAYS = (
    "When you were in touch, how senior they are, every clock and every count stay as they are. This cannot be undone. "
    "What stands in Slack's own messages stays there, and in backups until you delete them."
)


def contact(contact_id: str, name: str, account: str) -> dict[str, Any]:
    """Whether a contact is to be erased."""
    what = f"{mrkdwn.bold(name)} at {mrkdwn.bold(account)} becomes “{SOMEBODY}”"
    goes = "Their name, title and e-mail go from the account, from notes and warnings, and from the audit log."
    return _sure(f"{what}. {goes}", contact=contact_id)


def person(person_id: str) -> dict[str, Any]:
    """Whether a colleague is to be erased."""
    what = f"{mrkdwn.person(person_id)} becomes “{SOMEBODY}”"
    goes = (
        "Their name, e-mail and Slack id go from everything that they logged, own and know, from notes and warnings, "
        "and from the audit log. Who is still in your Slack can go on with Tend, without a past."
    )
    return _sure(f"{what}. {goes}", person=person_id)


def _sure(text: str, **whom: str) -> dict[str, Any]:
    return inputs.modal("Erase somebody", ERASE, "Erase", [kit.section(text), kit.section(_STAYS)], **whom)
