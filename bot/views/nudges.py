"""What Tend says by itself: the owner's day, a post in a channel, a notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slackblocks import Block, Button

from bot.views import contacts, kit, mrkdwn, notices, words
from bot.views.card import Card
from bot.views.post import Post
from bot.views.welcome import to_an_owner

_CARDS_IN_FULL = 15  # three blocks each, and room for what stands around them
_CARDS_IN_SUMMARY = 45
_TAKE = "nudge.take"
_BUTTONS = (
    ("Log it", "nudge.log"),
    ("Already did", "nudge.did"),
    ("Snooze", "nudge.snooze"),
    ("Take it", _TAKE),
    ("Not useful", "nudge.not_useful"),
    ("Why", "nudge.why"),
)
_BUTTONS_OF_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "senior": (*_BUTTONS, ("Who should we meet?", "nudge.whom")),
    "step": (
        ("Done", "nudge.step_do"),
        ("Skip", "nudge.step_skip"),
        ("Move", "nudge.step_move"),
        *_BUTTONS[2:],
    ),
    "promise": (("Kept", "nudge.keep"), ("Not kept", "nudge.break"), ("Move", "nudge.move"), *_BUTTONS[2:]),
    "wish": (("Delivered", "nudge.deliver"), ("Change", "nudge.rewish"), ("Decline", "nudge.unwish"), *_BUTTONS[2:]),
    "breakdown": (("Recovered", "nudge.recover"), ("Verified", "nudge.verify"), *_BUTTONS[2:]),
    "litmus": (("Ask everyone", "nudge.view"), *_BUTTONS[2:]),
    "opening": (("Asked", "nudge.opening_asked"), ("Drop it", "nudge.opening_drop"), *_BUTTONS[2:]),
    "winback": (("Decide", "nudge.winback"), _BUTTONS[0], *_BUTTONS[2:]),
    "leaving": (
        ("It has ended", "nudge.ended"),
        ("Exit interview", "nudge.exit"),
        ("They stay", "nudge.stays"),
        *_BUTTONS[2:],
    ),
    "audit": (("The audit", "nudge.audit"), ("Snooze", "nudge.snooze"), *_BUTTONS[4:]),
    "rescue": (
        *_BUTTONS[:2],
        ("Review", "nudge.review"),
        ("The rescue", "nudge.board"),
        _BUTTONS[3],
        _BUTTONS[5],
    ),
    "signals": (("Open a rescue", "nudge.rescue"), *_BUTTONS),
    "remark": (("Addressed", "nudge.address"), ("Decline", "nudge.decline"), *_BUTTONS[2:]),
}
#: Where a rule watches something else beside the account itself.
_BUTTONS_OF_SUBJECTS: dict[str, tuple[tuple[str, str], ...]] = {
    "litmus": (("Give my view", "nudge.view"), ("Snooze", "nudge.snooze"), *_BUTTONS[4:]),
}
_OF_FINDINGS = (
    ("The audit", "nudge.audit"),
    ("Nothing to check", "nudge.spare"),
    ("Snooze", "nudge.snooze"),
    *_BUTTONS[4:],
)
_FIRST = (
    "nudge.log",
    "nudge.address",
    "nudge.step_do",
    "nudge.keep",
    "nudge.deliver",
    "nudge.recover",
    "nudge.opening_asked",
    "nudge.winback",
    "nudge.view",
    "nudge.rescue",
)
_PART = 900  # characters of any one part of a card: three of them fit a section


def daily(cards: Sequence[Card], more: int, explains: bool = False) -> Post:
    """One person's cards of the day, worst first as given. `more`: cards beyond the day's budget.

    `explains`: it is the first that they get as an owner, and says why.
    """
    more += max(0, len(cards) - _CARDS_IN_FULL)
    shown = cards[:_CARDS_IN_FULL]
    blocks: list[Block] = [kit.header(_heading(shown, more)), *([to_an_owner()] if explains else [])]
    for card in shown:
        blocks += [*card_blocks(card, for_owner=not card.because), kit.divider()]
    blocks.append(kit.context(_closing(more)))
    return kit.post(_summary_text(shown, more), blocks)


def channel_post(cards: Sequence[Card]) -> Post:
    """What a channel hears: one card in full, or a summary of many with a button each."""
    if len(cards) == 1:
        return kit.post(_line(cards[0]), card_blocks(cards[0]))
    shown = cards[:_CARDS_IN_SUMMARY]
    blocks: list[Block] = [kit.header(_heading(cards))]
    blocks += [_summary_block(card) for card in shown]
    blocks.append(kit.context(_closing(len(cards) - len(shown))))
    return kit.post(_summary_text(cards), blocks)


def notice(body: dict[str, Any]) -> Post:
    """A plain word to somebody: `body["about"]` names it in `bot.views.notices`, the rest are its particulars."""
    text = notices.words(body)
    return kit.post(text, [kit.section(text)])


def card_blocks(card: Card, *, for_owner: bool = False) -> list[Block]:
    """One nudge: what is wrong, the last touch, what clears it, and its buttons; answered, one line and no buttons.

    An owner is not told whose account it is.
    """
    if card.closed_why:
        return [kit.section(_line(card))]
    return [kit.section(_open_text(card, for_owner)), kit.actions(*_buttons(card))]


def first_button(card: Card) -> Button:
    """What answers an open nudge soonest, where there is room for one button."""
    return _buttons(card)[0]


def _open_text(card: Card, for_owner: bool) -> str:
    owner = f"owner {mrkdwn.person(card.owner_id)}" if card.owner_id else "no owner yet"
    lines = [
        f"{mrkdwn.bold(mrkdwn.cut(card.account_name, 200))} · {words.level(card.level)}",
        mrkdwn.cut(mrkdwn.line(card.reason), _PART),
        f"_Last touch:_ {mrkdwn.cut(mrkdwn.line(card.last_touch), 600) or 'none logged yet'}",
        f"_Clears it:_ {mrkdwn.cut(mrkdwn.line(card.clears), 600)}",
    ]
    aside = [
        "" if for_owner and card.owner_id else owner,
        f"taken by {mrkdwn.person(card.taken_by)}" if card.taken_by else "",
        f"you hear this because {mrkdwn.cut(mrkdwn.line(card.because), 300)}" if card.because else "",
    ]
    return "\n".join(filter(None, [*lines, " · ".join(filter(None, aside))]))


def _buttons(card: Card) -> list[Button]:
    usual = _OF_FINDINGS if card.asks_findings else _BUTTONS_OF_RULES.get(card.rule, _BUTTONS)
    offered = _BUTTONS_OF_SUBJECTS.get(card.rule, usual) if card.subject else usual
    useful = [one for one in offered if not (one[1] == _TAKE and card.is_readers_own)]
    gone = [contacts.has_left(*card.contact, card.account_name)] if card.contact else []
    return [*(_button(text, action_id, card) for text, action_id in useful), *gone]


def _button(text: str, action_id: str, card: Card) -> Button:
    """A button whose spoken label begins with what stands on it, and says whom it is about."""
    label = f"{text}: {card.account_name}"
    return kit.button(text, action_id, card.nudge_id, label, primary=action_id in _FIRST)


def _summary_block(card: Card) -> Block:
    if card.closed_why:
        return kit.section(_line(card))
    return kit.section(_line(card), accessory=first_button(card))


def _line(card: Card) -> str:
    name = mrkdwn.bold(mrkdwn.cut(card.account_name, 200))
    if card.closed_why:
        return f"✓ {name}: {mrkdwn.cut(mrkdwn.line(card.closed_why), _PART)}"
    return f"{words.level(card.level)} · {name}: {mrkdwn.cut(mrkdwn.line(card.reason), _PART)}"


def _heading(cards: Sequence[Card], more: int = 0) -> str:
    waiting = len({card.account_id for card in cards if not card.closed_why})
    if not waiting:
        return "All of these are answered" if more else "All answered"
    return f"{mrkdwn.count(waiting, 'client')} to look after{' first' if more else ''}"


def _summary_text(cards: Sequence[Card], more: int = 0) -> str:
    names = list(dict.fromkeys(mrkdwn.line(mrkdwn.cut(card.account_name, 60)) for card in cards if not card.closed_why))
    heading = _heading(cards, more)
    return f"{heading}: {mrkdwn.listing(names)}" if names else heading


def _closing(more: int) -> str:
    if more > 0:
        return f"+{mrkdwn.count(more, 'more nudge')}: see the Home tab of Tend."
    return "Everything that waits on you is in the Home tab of Tend."
