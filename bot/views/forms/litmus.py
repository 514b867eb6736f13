"""Forms of the litmus test and the pulse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slackblocks import Block

from bot.litmus.outcome import Say
from bot.policy import Tier
from bot.views import inputs, kit, mrkdwn, words
from bot.views.litmus import BLIND
from bot.views.pulse import PRIVATE, QUESTION

VIEW = "form.litmus_view"
OPEN = "form.litmus_open"
CAMPAIGN = "form.litmus_campaign"
PULSE = "form.pulse"
SAYS = {Say.YES: "yes", Say.PARTLY: "partly", Say.NO: "no", Say.UNSURE: "I cannot say"}


@dataclass(frozen=True)
class ViewForm:
    """What somebody is asked about an account. `questions`: (key, text); `left`: further views of theirs in the round.

    `is_owners`: they keep the account. `answers` and `words` are what they gave before.
    """

    test_id: str
    account: str
    questions: Sequence[tuple[str, str]]
    left: int = 0
    is_owners: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


def view(form: ViewForm) -> dict[str, Any]:
    """To give one's view, a tap for each question; it begins empty, also where it follows on another client's."""
    more = f" · {form.left} more after this" if form.left else ""
    owners = " You keep this account, so yours is told as the owner's view." if form.is_owners else ""
    blocks: list[Block] = [
        kit.section(f"{mrkdwn.bold(mrkdwn.cut(form.account, 200))}{more}"),
        *(_question(key, text, form) for key, text in form.questions),
        inputs.text("words", "What would you add?", form.words, many=True, optional=True, hint=_ADDED, of=form.test_id),
        kit.context(f"{BLIND}{owners}"),
    ]
    return inputs.modal("Your view", VIEW, "Give it", blocks, test=form.test_id)


_ADDED = "Read by who keeps the account and those who gave a view, once the test is closed; without your name."


def open_test(account_id: str, account: str, due_on: date, asked: Sequence[str]) -> dict[str, Any]:
    """To have everyone who touched an account asked."""
    named = mrkdwn.listing([mrkdwn.person(id_) for id_ in asked], 8)
    text = f"I ask {named} for a minute, each by themselves, how {mrkdwn.bold(mrkdwn.cut(account, 200))} stands."
    fields: list[Block] = [kit.section(text), inputs.day("due_on", "Last day for views", due_on)]
    return inputs.modal("Litmus test", OPEN, "Ask them", fields, account=account_id)


def campaign(due_on: date) -> dict[str, Any]:
    """To test all accounts of some tiers."""
    tiers = {tier.value: words.TIERS[tier] for tier in Tier}
    fields: list[Block] = [
        inputs.ticks("tiers", "Accounts of which tiers?", tiers, tiers, optional=False),
        inputs.day("due_on", "Last day for views", due_on),
        inputs.text("why", "Why now?", optional=True, hint="People read this when they are asked."),
    ]
    return inputs.modal("Test the portfolio", CAMPAIGN, "Ask everyone", fields)


def pulse(accounts: Sequence[tuple[str, str]], chosen: Sequence[str], how: str) -> dict[str, Any]:
    """To say which of one's accounts one would worry about."""
    offered = dict(accounts)
    fields: list[Block] = [
        kit.section(QUESTION),
        inputs.choices("accounts", "Which?", offered, [id_ for id_ in chosen if id_ in offered], optional=True),
        inputs.text("how", "How would you know?", how, many=True, optional=True),
        kit.context(f"{PRIVATE} Leave it empty where you would worry about none."),
    ]
    return inputs.modal("Pulse", PULSE, "Answer", fields)


def _question(key: str, text: str, form: ViewForm) -> Block:
    says = {say.value: said for say, said in SAYS.items()}
    return inputs.radio(key, text, says, form.answers.get(key), of=form.test_id)
