"""Forms about accounts: a new one, a correction, another owner, and "which one?"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block

from bot.policy import Status, Tier
from bot.views import inputs, kit, words

ADD = "form.account"
EDIT = "form.account_edit"
OWNER = "form.owner"
WHICH = "form.which"


@dataclass(frozen=True)
class AccountForm:
    """What is known when the form opens. Lists are as one types them: separated by commas."""

    name: str = ""
    tier: Tier = Tier.STANDARD
    owner_id: str | None = None
    backup_id: str | None = None
    sponsor_id: str | None = None
    value: str = ""
    profit: str | None = ""  # None: its reader is not shown it
    client_since: date | None = None
    cadence: str = ""
    aliases: str = ""
    domains: str = ""
    channel_id: str | None = None
    status: Status = Status.ACTIVE
    paused_until: date | None = None
    closures: str = ""
    problem: str = ""


def add(form: AccountForm, then: str = "") -> dict[str, Any]:
    """A new account. `then`: the touch line that waits for it."""
    return inputs.modal("A new account", ADD, "Add it", _with(form.problem, _fields(form)), then=then)


def edit(form: AccountForm, account_id: str) -> dict[str, Any]:
    """To change an account."""
    more: list[Block] = [
        *_status(form),
        inputs.day(
            "paused_until", "Paused until", form.paused_until, hint="Its clocks rest until then.", optional=True
        ),
        inputs.text(
            "closures",
            "Days when they are closed",
            form.closures,
            hint="For example 2026-12-20..2027-01-03; several separated by commas.",
            optional=True,
        ),
    ]
    blocks = _with(form.problem, [*_fields(form), *more])
    return inputs.modal("Edit this account", EDIT, "Save", blocks, account=account_id)


def owner(account: tuple[str, str] | None, owner_id: str | None, problem: str = "") -> dict[str, Any]:
    """Another owner."""
    fields = [inputs.account(account), inputs.person("owner", "Owner from now on", owner_id)]
    return inputs.modal("Another owner", OWNER, "Save", _with(problem, fields))


def which(verb: str, title: str, problem: str = "") -> dict[str, Any]:
    """Only the account is missing; `verb` goes on with it."""
    return inputs.modal(title, WHICH, "Go on", _with(problem, [inputs.account()]), verb=verb)


def _with(problem: str, fields: list[Block]) -> list[Block]:
    return [kit.section(problem), *fields] if problem else fields


def _fields(form: AccountForm) -> list[Block]:
    return [
        inputs.text("name", "Name", form.name),
        inputs.choice("tier", "Tier", words.TIERS, form.tier),
        inputs.person("owner", "Owner", form.owner_id, optional=True),
        inputs.person("backup", "Backup when the owner is away", form.backup_id, optional=True),
        inputs.person("sponsor", "Our executive sponsor", form.sponsor_id, optional=True),
        inputs.text("value", "Annual value", form.value, hint="For example 120000 EUR.", optional=True),
        *_profit(form.profit),
        inputs.day("client_since", "Client since", form.client_since, optional=True),
        inputs.text(
            "cadence", "Promised rhythm", form.cadence, hint="For example monthly, or every 10 days.", optional=True
        ),
        inputs.text("aliases", "Other names", form.aliases, hint="Separated by commas.", optional=True),
        inputs.text("domains", "E-mail domains", form.domains, hint="For example acme.test.", optional=True),
        inputs.channel(
            "channel", "Channel", form.channel_id, hint="Commands typed there need no name.", shared=True, optional=True
        ),
    ]


def _profit(profit: str | None) -> list[Block]:
    hint = "What of it is left to us: 30000 EUR."
    return [] if profit is None else [inputs.text("profit", "Yearly profit", profit, hint=hint, optional=True)]


def _status(form: AccountForm) -> list[Block]:
    """What an account's status can be by an edit; what came about by a deed of its own is ended by one."""
    if form.status not in _STATUSES:
        return []
    hint = "They are leaving, or gone? That is said with /client leaving, or /client lost."
    return [inputs.choice("status", "Status", _STATUSES, form.status, hint=hint, optional=True)]


_STATUSES = {status: words.STATUSES[status] for status in (Status.ACTIVE, Status.PAUSED)}
