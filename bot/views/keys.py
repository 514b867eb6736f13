"""Which accounts ought to be key, with a button that makes them so, and which are without a reason on record."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from bot.keys import FEWEST, Client, Keys, Ranked, Reason
from bot.policy import Policy, Tier
from bot.views import kit, measures, mrkdwn
from bot.views.post import Post

MAKE = "account.key"  # value: the account's id
ROWS = 20
_NAME = 100
_NAMED = 5
_WHAT = {Reason.BIGGEST: "value", Reason.PROFITABLE: "profit", Reason.LONGEST: "client since"}
_EXAMPLE = "/client edit Acme value:120000EUR profit:30000EUR since:2019-04-01"


def keys(told: Keys) -> Post:
    """All of it, for `/client key`."""
    blocks = [kit.header("Key accounts"), *shown(told, ROWS), *_not_compared(told)]
    return kit.post(_gist(told), blocks)


def shown(told: Keys, most: int) -> list[Block]:
    """What it comes to: at most so many with a button, and names of the others."""
    rows = [_row(one) for one in told.missing[:most]]
    more = len(told.missing) - len(rows)
    left_out = [kit.context(f"+{more:,} more: {mrkdwn.code('/client key')}")] if more > 0 else []
    return [kit.section(_gist(told)), *rows, *left_out, *kit.paragraphs(_idle(told.idle))]


def made(account: str, before: Tier, policy: Policy, cadence_days: int | None) -> Post:
    """The answer to whoever made an account key: how it is watched now, and the way back."""
    name = mrkdwn.bold(account)
    if before is Tier.KEY:
        return _say(f"{name} is a key account already. {measures.tier(policy, Tier.KEY)}")
    rhythm = f" What we promised stays: every {mrkdwn.count(cadence_days, 'day')}." if cadence_days else ""
    back = mrkdwn.code(f"/client edit {mrkdwn.quoted(account)} tier:{before}")
    first = f"{name} is a key account now; it was {before}."
    return _say(f"{first}\n{measures.tier(policy, Tier.KEY)}{rhythm}\nBack again: {back}")


def _gist(told: Keys) -> str:
    if told.missing:
        those = "client is" if len(told.missing) == 1 else "clients are"
        reasons = "among the biggest, most profitable or longest held, and not key"
        return f"{len(told.missing):,} {those} {reasons}. Nothing changes by itself; you know them better."
    if not told.compared:
        return f"There is too little on record to say who ought to be key: {mrkdwn.code(_EXAMPLE)}"
    return "Who is among the biggest, most profitable or longest held is key. ✓"


def _row(one: Ranked) -> Block:
    client = one.client
    name = mrkdwn.cut(client.name, _NAME)
    owner = mrkdwn.person(client.owner_id) if client.owner_id else "no owner yet"
    why = "; ".join(_why(client, reason) for reason in one.reasons)
    button = kit.button("Make it key", MAKE, client.id, f"Make it key: {name}")
    return kit.section(f"• {mrkdwn.bold(name)} ({client.tier}, {owner}): {why}", accessory=button)


def _why(client: Client, reason: Reason) -> str:
    numbers = {
        Reason.BIGGEST: f"{_money(client.value_minor, client.currency)} a year",
        Reason.PROFITABLE: f"{_money(client.profit_minor, client.currency)} profit a year",
        Reason.LONGEST: f"since {mrkdwn.day(client.since)}" if client.since else "",
    }
    return f"one of the {reason}, {numbers[reason]}"


def _money(minor: int | None, currency: str | None) -> str:
    return mrkdwn.money(minor, currency) if minor is not None and currency else ""


def _idle(idle: Sequence[Ranked]) -> list[str]:
    blank = [one for one in idle if one.client.is_blank]
    judged = [one for one in idle if not one.client.is_blank]
    lines = []
    if judged:
        lines.append(f"Key, and none of the three: {_names(judged)}. There may be another reason, which you know.")
    if blank:
        lines.append(f"Key, with neither value, profit nor first day on record: {_names(blank)}.")
    return lines


def _names(some: Sequence[Ranked]) -> str:
    return mrkdwn.listing([mrkdwn.bold(mrkdwn.cut(one.client.name, _NAME)) for one in some], _NAMED)


def _not_compared(told: Keys) -> list[Block]:
    missing = [_WHAT[reason] for reason in Reason if reason not in told.compared]
    if not missing or not told.compared:
        return []
    few = f"Not compared, as fewer than {FEWEST} clients have it on record: {mrkdwn.listing(missing)}."
    return [kit.context(f"{few} {mrkdwn.code(_EXAMPLE)}")]


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
