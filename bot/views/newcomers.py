"""People of another company who write in a linked channel, offered as contacts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

MOST = 15  # whom one message offers: two blocks each, and room for what stands around them


class Outcome(StrEnum):
    """What became of an offer."""

    OPEN = ""
    CONTACT = "contact"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class NewcomerShown:
    """Somebody who is offered, as Slack tells of them. `declined_by`: the person of ours who said no."""

    person_id: str
    name: str
    title: str = ""
    email: str = ""
    outcome: Outcome = Outcome.OPEN
    declined_by: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Those who are offered at one client, and the channels in which they may have written."""

    account_id: str
    account: str
    channels: Sequence[str]
    newcomers: Sequence[NewcomerShown]


def offer(shown: Offer) -> Post:
    """The message to whoever keeps the account: each of them with two buttons, or with what was said of them."""
    text = _first(shown)
    blocks: list[Block] = [kit.section(text)]
    for one in shown.newcomers:
        blocks += _one(one, shown)
    if any(one.outcome is Outcome.OPEN for one in shown.newcomers):
        blocks.append(kit.context(_aside(shown)))
    return kit.post(text, blocks)


def declined(name: str, account: str) -> Post:
    """Somebody is no contact."""
    text = f"{mrkdwn.bold(name)} is not a contact at {mrkdwn.bold(account)}. I do not offer them again."
    return kit.post(text, [kit.section(text)])


def carry(account_id: str, person_id: str) -> str:
    """What a button carries."""
    return json.dumps({"account": account_id, "person": person_id})


def _first(shown: Offer) -> str:
    names = [mrkdwn.line(mrkdwn.cut(one.name, 60)) for one in shown.newcomers]
    where = f" in {mrkdwn.listing([mrkdwn.channel(id_) for id_ in shown.channels])}" if shown.channels else ""
    writes = "writes" if len(names) == 1 else "write"
    return f"New at {mrkdwn.bold(mrkdwn.cut(shown.account, 200))}: {mrkdwn.listing(names)} {writes} to us{where}."


def _one(one: NewcomerShown, shown: Offer) -> list[Block]:
    name = mrkdwn.bold(mrkdwn.cut(one.name, 100))
    if one.outcome is Outcome.CONTACT:
        return [kit.section(f"✓ {name} is on record as a contact.")]
    if one.outcome is Outcome.DECLINED:
        by = f", says {mrkdwn.person(one.declined_by)}" if one.declined_by else ""
        return [kit.section(f"{name} is not a contact{by}.")]
    particulars = [mrkdwn.line(mrkdwn.cut(text, 200)) for text in (one.title, one.email) if text]
    value, label = carry(shown.account_id, one.person_id), f"{one.name} at {shown.account}"
    return [
        kit.section(" · ".join([name, *particulars])),
        kit.actions(
            kit.button("Add as contact", "newcomer.add", value, f"Add as contact: {label}", primary=True),
            kit.button("Not a contact", "newcomer.decline", value, f"Not a contact: {label}"),
        ),
    ]


def _aside(shown: Offer) -> str:
    example = mrkdwn.code(f"/client sources {mrkdwn.quoted(shown.account)}")
    return f"What they write counts as from the client either way. What logs itself there: {example}"
