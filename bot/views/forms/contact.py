"""Forms about contacts: a new one, a correction, one who left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slackblocks import Block

from bot.views import inputs, kit, words

CONTACT = "form.contact"
LEFT = "form.left"


@dataclass(frozen=True)
class ContactForm:
    """What is known when the form opens."""

    account: tuple[str, str] | None = None
    name: str = ""
    title: str = ""
    email: str = ""
    level: str | None = None
    roles: tuple[str, ...] = ()
    can_hire_or_fire: bool = False
    slack_user_id: str = ""
    problem: str = ""


def contact(form: ContactForm) -> dict[str, Any]:
    """To add a contact, or correct one of the same name."""
    fields: list[Block] = [
        inputs.account(form.account),
        inputs.text("name", "Name", form.name),
        inputs.text("title", "Title", form.title, optional=True),
        inputs.choice(
            "level",
            "Level",
            words.CONTACT_LEVELS,
            form.level,
            hint="Left empty, it is suggested from the title.",
            optional=True,
        ),
        inputs.text("email", "E-mail", form.email, optional=True),
        inputs.choices("roles", "Roles", words.ROLES, form.roles, optional=True),
        inputs.tick("can_hire_or_fire", "Say", "Can hire or fire us", ticked=form.can_hire_or_fire),
    ]
    blocks = [kit.section(form.problem), *fields] if form.problem else fields
    return inputs.modal("A contact", CONTACT, "Save", blocks, slack_user=form.slack_user_id)


def left(
    account: tuple[str, str] | None,
    problem: str = "",
    *,
    contact: tuple[str, str] | None = None,
    filled_in: bool = False,
) -> dict[str, Any]:
    """To say that somebody is no longer there. `account` and `contact`: (id, name); `filled_in`: the account, by us."""
    account_id = account[0] if account else ""
    fields: list[Block] = [
        inputs.account(account, tells=True, filled_in=filled_in),
        inputs.one_contact(contact, of=account_id),
    ]
    blocks = [kit.section(problem), *fields] if problem else fields
    told = {"account": account_id, "filled_in": "yes" if filled_in else ""}
    return inputs.modal("Somebody left", LEFT, "They left", blocks, **told)
