"""What to do first: the worst, in order, each with what it takes to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slackblocks import Block

from bot.views import kit, mrkdwn, words
from bot.views.digest.told import Digest, Item, News, Whose
from bot.views.nudges import first_button

FIRST = 5
_REASON = 600


def first(told: Digest) -> list[Block]:
    """A heading and a line for each, with a button; nothing where nothing waits."""
    if not told.first:
        return []
    heading = "What is open" if told.whose is Whose.ACCOUNT else "What to do first"
    items = [_item(place, item, told) for place, item in enumerate(told.first, start=1)]
    return [kit.section(f"*{heading}*"), *items]


def names(items: Sequence[Item]) -> list[str]:
    """The accounts that come first, in mrkdwn."""
    return [mrkdwn.line(mrkdwn.cut(item.card.account_name, 60)) for item in items]


def _item(place: int, item: Item, told: Digest) -> Block:
    card = item.card
    name = mrkdwn.bold(mrkdwn.cut(card.account_name, 200))
    what = words.rule(card.rule) if told.whose is Whose.ACCOUNT else name
    reason = mrkdwn.cut(mrkdwn.line(card.reason), _REASON)
    aside = " · ".join(filter(None, [_who(item, told.whose), _news(item, told.today)]))
    said = f"{place}. {words.level(card.level)} · {what}: {reason}"
    return kit.section(f"{said}\n_{aside}_", accessory=first_button(card))


def _who(item: Item, whose: Whose) -> str:
    """Who took it, else who sees to it, else whose the account is, where that is not plain anyway."""
    card = item.card
    if card.taken_by:
        return f"taken by {mrkdwn.person(card.taken_by)}"
    if card.hearer_id and card.hearer_id != card.owner_id:
        return f"{mrkdwn.person(card.hearer_id)} sees to it"
    if whose in (Whose.OWN, Whose.ACCOUNT):
        return ""
    return f"owner {mrkdwn.person(card.owner_id)}" if card.owner_id else "no owner yet"


def _news(item: Item, today: date) -> str:
    since = f"open since {mrkdwn.day(item.since, today)}"
    return "new" if item.news is News.NEW else f"{item.news}, {since}"
