"""Wishes of clients as people read them: put on record, listed, delivered, declined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block, Button

from bot.facts import WishFact
from bot.views import kit, mrkdwn
from bot.views.post import Post

MOST = 15
NEW, DELIVER, CHANGE, DECLINE = "wish.new", "wish.deliver", "wish.change", "wish.decline"
REOPEN, TAKE_BACK = "wish.reopen", "wish.take_back"
_TEXT = 400
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class WishShown:
    """A wish as people read it. `every`: "once", "monthly", …; `contact`: a name, or ""."""

    id: str
    account: str
    text: str
    every: str
    due_on: date
    contact: str = ""
    owner_id: str | None = None
    delivered_on: date | None = None  # the last time
    delivery_id: str = ""  # recorded last
    state: str = "open"
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is to be delivered."""
        return self.state == "open"


def noted(shown: WishShown, today: date) -> Post:
    """The answer to whoever put it on record."""
    text = f"Noted for {mrkdwn.bold(mrkdwn.cut(shown.account, 200))}: {_wish(shown)}."
    seen_to = f"The first is due by {mrkdwn.day(shown.due_on, today)}; {_sees(shown)}, and is reminded before each."
    if shown.every == "once":
        seen_to = f"It is due by {mrkdwn.day(shown.due_on, today)}; {_sees(shown)}, and is reminded before."
    example = mrkdwn.code(f"/client wish {mrkdwn.quoted(shown.account)}")
    blocks = [kit.section(f"{text}\n{seen_to}"), _buttons(shown), kit.context(f"All that they would like: {example}")]
    return kit.post(text, blocks)


def wishes(account: str, account_id: str, listed: Sequence[WishShown], today: date, *, more: bool) -> Post:
    """The wishes of an account: open ones with their buttons, then those that ended last, to reopen."""
    example = mrkdwn.code(f'/client wish {mrkdwn.quoted(account)} "a usage report" monthly')
    if not listed:
        text = (
            f"What would {mrkdwn.bold(account)} like from us, and how often? Planning, pricing, figures: nothing is on "
            f"record yet. {example}"
        )
        return kit.post(text, [kit.section(text), _new(account, account_id)])
    waiting = sum(one.is_open for one in listed)
    heading = f"What {account} would like: {waiting} open" if waiting else f"What {account} would like: nothing open"
    blocks: list[Block] = [kit.header(heading)]
    for one in listed:
        blocks.append(kit.section(_listed(one, today)))
        blocks.append(_buttons(one) if one.is_open else _again(one))
    if more:
        blocks.append(kit.context("There are more, ended earlier or due later."))
    return kit.post(mrkdwn.line(heading), [*blocks, _new(account, account_id)])


def delivered(shown: WishShown, on: date, today: date, *, is_logged: bool) -> Post:
    """The answer to whoever delivered it: when the next is due."""
    told = f"✓ Delivered on {mrkdwn.day(on, today)}: {_said(shown)}"
    logged = "It is logged as a touch, too." if is_logged else ""
    then = f"The next is due by {mrkdwn.day(shown.due_on, today)}." if shown.is_open else "That was all they asked for."
    text = " ".join(filter(None, [f"{told}.", then, logged]))
    return kit.post(text, [kit.section(text), kit.actions(_take_back(shown))])


def taken_back(shown: WishShown, today: date, *, is_logged: bool) -> Post:
    """The answer to whoever took a delivery back."""
    example = mrkdwn.code(f"/client touches {mrkdwn.quoted(shown.account)}")
    logged = f" The touch that was logged with it stays: {example} lists it, to undo it." if is_logged else ""
    text = f"Taken back: {_wish(shown)} is due by {mrkdwn.day(shown.due_on, today)}.{logged}"
    return kit.post(text, [kit.section(text), _buttons(shown)])


def reopened(shown: WishShown, today: date) -> Post:
    """The answer to whoever took back that it was declined."""
    text = f"Open again: {_wish(shown)}; it is due by {mrkdwn.day(shown.due_on, today)}. {_sees(shown)}."
    return kit.post(text, [kit.section(text), _buttons(shown)])


def declined(shown: WishShown) -> Post:
    """The answer to whoever declined it: the client deserves to hear why."""
    text = f"Declined: {_said(shown)}\n{_why(shown)}\nIf they have not heard it yet, tell them kindly, and why."
    return kit.post(text, [kit.section(text), _again(shown)])


def changed(shown: WishShown, today: date) -> Post:
    """The answer to whoever changed it."""
    text = f"Changed: {_wish(shown)}; the next is due by {mrkdwn.day(shown.due_on, today)}. {_sees(shown)}."
    return kit.post(text, [kit.section(text)])


def offered(logged: Post, open_: Sequence[WishFact]) -> Post:
    """The answer to a delivery that was logged, with a button for each of the first wishes that it may have been."""
    if not open_:
        return logged
    some = enumerate(open_[:_OFFERED])
    buttons = [kit.button(mrkdwn.cut(one.text, 60), f"wish.was.{n}", one.id, one.text) for n, one in some]
    asked = kit.post("Was it one of these?", [kit.context("Was it one of these?"), kit.actions(*buttons)])
    return Post(logged.text, [*logged.blocks, *asked.blocks])


def one_line(shown: WishShown, today: date) -> str:
    """A wish in one line of mrkdwn."""
    return f"{_wish(shown)}, by {mrkdwn.day(shown.due_on, today)}"


def _said(shown: WishShown) -> str:
    return f"“{mrkdwn.line(mrkdwn.cut(shown.text, _TEXT))}”"


def _wish(shown: WishShown) -> str:
    """`Jane Doe would like “a usage report” monthly`."""
    return f"{mrkdwn.line(shown.contact) or 'they'} would like {_said(shown)} {shown.every}"


def _sees(shown: WishShown) -> str:
    return f"{mrkdwn.person(shown.owner_id) if shown.owner_id else 'nobody yet'} sees to it"


def _listed(shown: WishShown, today: date) -> str:
    if shown.state == "declined":
        return "\n".join(filter(None, [f"Declined: {_said(shown)}", _why(shown)]))
    if shown.state == "done":
        on = f" on {mrkdwn.day(shown.delivered_on, today)}" if shown.delivered_on else ""
        return f"✓ Delivered{on}: {_said(shown)}"
    wish = _wish(shown)
    parts = [
        f"{'due' if shown.due_on >= today else 'was due'} by {mrkdwn.day(shown.due_on, today)}",
        f"last delivered on {mrkdwn.day(shown.delivered_on, today)}" if shown.delivered_on else "",
        _sees(shown),
    ]
    return f"{wish[0].upper()}{wish[1:]}\n{' · '.join(filter(None, parts))}"


def _why(shown: WishShown) -> str:
    return f"> {mrkdwn.line(mrkdwn.cut(shown.why, _TEXT))}" if shown.why else ""


def _buttons(shown: WishShown) -> Block:
    about = mrkdwn.cut(shown.text, 40)
    return kit.actions(
        kit.button("Delivered", DELIVER, shown.id, f"Delivered: {about}", primary=True),
        kit.button("Change", CHANGE, shown.id, f"Change: {about}"),
        kit.button("Decline", DECLINE, shown.id, f"Decline: {about}"),
    )


def _again(shown: WishShown) -> Block:
    """What undoes a mistaken end."""
    if shown.state == "done":
        return kit.actions(_take_back(shown))
    return kit.actions(kit.button("Reopen", REOPEN, shown.id, f"Reopen: {mrkdwn.cut(shown.text, 40)}"))


def _take_back(shown: WishShown) -> Button:
    about = mrkdwn.cut(shown.text, 40)
    return kit.button("Not delivered after all", TAKE_BACK, shown.delivery_id, f"Not delivered after all: {about}")


def _new(account: str, account_id: str) -> Block:
    return kit.actions(kit.button("New wish", NEW, account_id, f"New wish: {account}"))
