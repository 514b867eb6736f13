"""Which accounts ought to be key, with a button that makes them so and one that puts it away; who is key for none."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block, Button

from bot.keys import FEWEST, Client, Keys, Ranked, Reason
from bot.policy import Policy, Tier
from bot.views import kit, measures, mrkdwn
from bot.views.post import Post

MAKE, NOT = "account.key", "account.not_key"  # value: the account's id
ROWS = 20
_NAME = 100
_NAMED = 5
_WHAT = {Reason.BIGGEST: "value", Reason.PROFITABLE: "profit", Reason.LONGEST: "client since"}
_BY_RECORD = ", by what is on record"
_EXAMPLE = "/client edit Acme value:120000EUR profit:30000EUR since:2019-04-01"


def keys(told: Keys) -> Post:
    """All of it, for `/client key`."""
    others = kit.paragraphs(_others(told))
    blocks = [kit.header("Key accounts"), *suggested(told, ROWS), *others, *_not_compared(told)]
    return kit.post(_gist(told), blocks)


def suggested(told: Keys, most: int) -> list[Block]:
    """What it comes to: at most so many with their buttons, and how many more there are."""
    rows = [block for one in told.missing[:most] for block in _row(one)]
    more = len(told.missing) - most
    left_out = [kit.context(f"+{more:,} more: {mrkdwn.code('/client key')}")] if more > 0 else []
    return [kit.section(_gist(told)), *rows, *left_out]


def standing(one: Ranked, told: Keys) -> Post:
    """Where one account stands; nothing changes but by the button."""
    client, name = one.client, mrkdwn.bold(mrkdwn.cut(one.client.name, _NAME))
    is_key = client.tier is Tier.KEY
    none = f"it is none of the biggest, most profitable or longest held{_BY_RECORD}"
    why = _whys(one) or (none if told.compared else f"there is too little on record: {mrkdwn.code(_EXAMPLE)}")
    text = f"{name} is {'a key account' if is_key else client.tier}: {why}."
    if is_key:
        return _say(text)
    buttons = _buttons(one) if one.reasons else _buttons(one)[:1]
    return kit.post(text, [kit.section(text), kit.actions(*buttons)])


def not_compared(account: str, status: str) -> Post:
    """Where an account stands that is not to be kept for now."""
    return _say(f"{mrkdwn.bold(account)} is {status}: only clients who are to stay are compared with each other.")


def put_away(account: str) -> Post:
    """The answer to whoever said that an account is not key."""
    back = mrkdwn.code(f"/client key {mrkdwn.quoted(account)}")
    return _say(
        f"{mrkdwn.bold(account)} stays as it is. I suggest it again only for another reason, or after a year. "
        f"{back} has the button at any time."
    )


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
    among = "among the biggest, most profitable or longest held"
    if not told.held and not told.put_away:
        nobody = f"None of your accounts is {among}" if told.of_some else "Nobody is clearly ahead of the others"
        return f"{nobody}{_BY_RECORD}."
    who = f"Of your accounts, who is {among}" if told.of_some else f"Who is {among}"
    return f"{who} is key{', or is not on purpose' if told.put_away else ''}. ✓"


def _row(one: Ranked) -> list[Block]:
    client = one.client
    owner = mrkdwn.person(client.owner_id) if client.owner_id else "no owner yet"
    text = f"• {mrkdwn.bold(mrkdwn.cut(client.name, _NAME))} ({client.tier}, {owner}): {_whys(one)}"
    return [kit.section(text), kit.actions(*_buttons(one))]


def _buttons(one: Ranked) -> list[Button]:
    name = mrkdwn.cut(one.client.name, _NAME)
    return [
        kit.button("Make it key", MAKE, one.client.id, f"Make it key: {name}"),
        kit.button("Not key", NOT, one.client.id, f"Not key, on purpose: {name}"),
    ]


def _whys(one: Ranked) -> str:
    return "; ".join(_why(one.client, reason) for reason in one.reasons)


def _why(client: Client, reason: Reason) -> str:
    numbers = {
        Reason.BIGGEST: _a_year(client.value_minor, client.currency, "a year"),
        Reason.PROFITABLE: _a_year(client.profit_minor, client.currency, "profit a year"),
        Reason.LONGEST: f"since {mrkdwn.day(client.since)}" if client.since else "",
    }
    return ", ".join(filter(None, [f"one of the {reason}", numbers[reason]]))


def _a_year(minor: int | None, currency: str | None, of_what: str) -> str:
    """An amount, where its reader is shown it."""
    return f"{mrkdwn.money(minor, currency)} {of_what}" if minor is not None and currency else ""


def _others(told: Keys) -> list[str]:
    """Who is key without a reason, and who is not on purpose."""
    blank = [one for one in told.idle if one.client.is_blank]
    judged = [one for one in told.idle if not one.client.is_blank]
    lines = [f"Not key, on purpose: {_names(told.put_away)}."] if told.put_away else []
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
