"""Breakdowns of ours as people read them: put on record, listed, recovered, verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

MOST = 15
NEW, RECOVER, GIVE = "breakdown.new", "breakdown.recover", "breakdown.give"
VERIFY, AGAIN = "breakdown.verify", "breakdown.again"
_TEXT = 400


@dataclass(frozen=True, slots=True)
class BreakdownShown:
    """A breakdown as people read it. Days are where the reader is."""

    id: str
    account: str
    text: str
    broke_on: date
    owner_id: str | None = None
    state: str = "open"
    recovery: str = ""
    recovered_by: str | None = None
    recovered_on: date | None = None
    proof: str = ""
    client_told: bool | None = None
    verified_by: str | None = None
    verified_on: date | None = None


def reported(shown: BreakdownShown, today: date) -> Post:
    """The answer to whoever put it on record: who sees to it, and a word on the first hour."""
    text = f"Noted for {mrkdwn.bold(mrkdwn.cut(shown.account, 200))}: something of ours {_broke(shown, today)}."
    lines = [text, f"{_sees(shown)}. It gets louder until it is put right, and somebody has looked that it works."]
    word = (
        "Tell them what you know before they find it, and what you will do by when: how it is put right is remembered."
    )
    example = mrkdwn.code(f"/client broke {mrkdwn.quoted(shown.account)}")
    blocks = [kit.section("\n".join(lines)), _buttons(shown), kit.context(f"{word} All of them: {example}")]
    return kit.post(text, blocks)


def breakdowns(account: str, account_id: str, listed: Sequence[BreakdownShown], today: date, *, more: bool) -> Post:
    """The breakdowns of an account: open ones first, then those to verify, then those that were verified last."""
    example = mrkdwn.code(f'/client broke {mrkdwn.quoted(account)} "the nightly export failed"')
    if not listed:
        text = f"✓ Nothing of ours broke for {mrkdwn.bold(account)}, as far as is on record. Something did? {example}"
        return kit.post(text, [kit.section(text), _new(account, account_id)])
    waiting = sum(one.state != "verified" for one in listed)
    heading = (
        f"What broke for {account}: {waiting} to see to" if waiting else f"What broke for {account}: all put right"
    )
    blocks: list[Block] = [kit.header(heading)]
    for one in listed:
        blocks.append(kit.section("\n".join(_listed(one, today))))
        blocks.append(_buttons(one))
    if more:
        blocks.append(kit.context("There are more, from earlier."))
    return kit.post(mrkdwn.line(heading), [*blocks, _new(account, account_id)])


def changed(shown: BreakdownShown, today: date) -> Post:
    """The answer to whoever recovered or verified it, reopened it or gave it to somebody."""
    text = "\n".join([*_listed(shown, today), *_next(shown)])
    return kit.post(text, [kit.section(text), _buttons(shown)])


def one_line(shown: BreakdownShown, today: date) -> str:
    """A breakdown in one line of mrkdwn."""
    return _broke(shown, today)


def _broke(shown: BreakdownShown, today: date) -> str:
    return f"broke on {mrkdwn.day(shown.broke_on, today)}: “{mrkdwn.line(mrkdwn.cut(shown.text, _TEXT))}”"


def _sees(shown: BreakdownShown) -> str:
    return f"{mrkdwn.person(shown.owner_id) if shown.owner_id else 'Nobody yet'} sees to it"


def _listed(shown: BreakdownShown, today: date) -> list[str]:
    broke = _broke(shown, today)
    head = f"{'✓ ' if shown.state == 'verified' else ''}{broke[0].upper()}{broke[1:]}"
    if shown.state == "open":
        return list(filter(None, [f"{head} · not put right yet · {_sees(shown)}", _quoted(shown.recovery)]))
    recovered = f"Recovered{_by_on(shown.recovered_by, shown.recovered_on, today)}: {_words(shown.recovery)}"
    if shown.state == "recovered":
        return [head, recovered, f"Nobody has verified it yet · {_sees(shown)}"]
    knows = "the client knows" if shown.client_told else "it never reached the client"
    verified = f"Verified{_by_on(shown.verified_by, shown.verified_on, today)}, {knows}: {_words(shown.proof)}"
    return [head, recovered, verified]


def _next(shown: BreakdownShown) -> list[str]:
    if shown.state == "recovered":
        return ["Next: somebody looks that it works, the client hears what you did, and “Verified” closes it."]
    return ["Thank you. It rings no more."] if shown.state == "verified" else []


def _by_on(person_id: str | None, on: date | None, today: date) -> str:
    return (f" on {mrkdwn.day(on, today)}" if on else "") + (f" by {mrkdwn.person(person_id)}" if person_id else "")


def _words(text: str) -> str:
    return mrkdwn.line(mrkdwn.cut(text, _TEXT))


def _quoted(text: str) -> str:
    return f"> {_words(text)}" if text else ""


def _buttons(shown: BreakdownShown) -> Block:
    about = mrkdwn.cut(shown.text, 40)
    if shown.state == "verified":
        return kit.actions(kit.button("Reopen", AGAIN, shown.id, f"Reopen: {about}"))
    if shown.state == "recovered":
        first = kit.button("Verified", VERIFY, shown.id, f"Verified: {about}", primary=True)
        return kit.actions(first, kit.button("Not yet", AGAIN, shown.id, f"Not yet: {about}"))
    first = kit.button("Recovered", RECOVER, shown.id, f"Recovered: {about}", primary=True)
    return kit.actions(first, kit.button("Give to", GIVE, shown.id, f"Give to: {about}"))


def _new(account: str, account_id: str) -> Block:
    return kit.actions(kit.button("Something broke", NEW, account_id, f"Something broke: {account}"))
