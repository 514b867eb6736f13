"""What could grow, as people read it: on one account, and where it would be a good moment to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block, Button

from bot.views import kit, mrkdwn
from bot.views.post import Post

ASKED, DROP, NOTE = "opening.asked", "opening.drop", "opening.note"
MOST = 15
WELL = 15  # accounts that are well, in a list
KINDS = {"referral": "referral", "upsell": "something more to offer"}
_TEXT = 600


@dataclass(frozen=True, slots=True)
class OpeningShown:
    """An opening as people read it."""

    id: str
    account: str
    kind: str
    text: str
    ask_on: date
    noted_by: str | None = None
    state: str = "open"
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Well:
    """An account that is well and on which nothing is noted. `years`: how long they have been a client."""

    id: str
    name: str
    years: int
    temperature: int | None = None


def of_account(account: tuple[str, str], listed: Sequence[OpeningShown], today: date, ails: str) -> Post:
    """The openings of one account. `ails`: why this is no moment to ask for more; "": it is well."""
    name = mrkdwn.bold(mrkdwn.cut(account[1], 200))
    moment = f"It is no moment to ask for more: {ails}." if ails else "They are well: a good moment to ask."
    text = f"{name}: {moment}"
    blocks: list[Block] = [kit.section(text)]
    for one in listed:
        blocks.append(kit.section(line(one, today)))
        blocks += [_buttons(one)] if one.state == "open" else []
    if not listed:
        blocks.append(kit.section("Nothing is noted yet: who could they introduce us to, what else could they use?"))
    note = kit.button(
        "Note something", NOTE, account[0], f"Note something that could grow at {account[1]}", primary=True
    )
    return kit.post(text, [*blocks, kit.actions(note)])


def well(found: Sequence[Well], total: int) -> Post:
    """The accounts of somebody that are well and on which nothing is noted: where it would be good to ask."""
    if not found:
        return _say(
            "None of your accounts is well, long with us and without a note of what could grow: first things first. "
            f"One of them: {mrkdwn.code('/client grow Acme')}"
        )
    text = f"{mrkdwn.count(total, 'account')} of yours would be glad to be asked: well, and nothing noted yet."
    blocks: list[Block] = [kit.header("What could grow"), kit.section(text)]
    blocks += [kit.section(_well(one), accessory=_note(one)) for one in found]
    blocks += [kit.context(f"+{total - len(found):,} more")] if total > len(found) else []
    return kit.post(text, blocks)


def noted(one: OpeningShown, today: date, ails: str) -> Post:
    """The answer to whoever noted it."""
    waits = f" It waits meanwhile: {ails}." if ails else ""
    name = mrkdwn.bold(mrkdwn.cut(one.account, 200))
    return _say(
        f"Noted for {name}: {KINDS[one.kind]}, “{mrkdwn.line(mrkdwn.cut(one.text, _TEXT))}”. It comes round from "
        f"{mrkdwn.day(one.ask_on, today)} on, while they are well.{waits}"
    )


def ended(one: OpeningShown) -> Post:
    """The answer to whoever asked, or dropped it."""
    what = "Asked" if one.state == "asked" else "Dropped"
    said = f"\n> {mrkdwn.line(mrkdwn.cut(one.outcome, _TEXT))}" if one.outcome else ""
    return _say(f"{what}: “{mrkdwn.line(mrkdwn.cut(one.text, _TEXT))}”{said}")


def line(one: OpeningShown, today: date) -> str:
    """An opening in a line or two."""
    by = f", noted by {mrkdwn.person(one.noted_by)}" if one.noted_by else ""
    said = f"{KINDS[one.kind].capitalize()}: “{mrkdwn.line(mrkdwn.cut(one.text, _TEXT))}”"
    if one.state == "open":
        return f"{said}\nfrom {mrkdwn.day(one.ask_on, today)} on, while they are well{by}"
    became = "✓ Asked" if one.state == "asked" else "Dropped"
    outcome = f": {mrkdwn.line(mrkdwn.cut(one.outcome, _TEXT))}" if one.outcome else ""
    return f"{became}{outcome} · {said}"


def _well(one: Well) -> str:
    years = f"a client for {mrkdwn.count(one.years, 'year')}" if one.years else "a client for less than a year"
    felt = {2: "delighted", 1: "content"}.get(one.temperature or 0)
    return f"{mrkdwn.bold(mrkdwn.cut(one.name, 100))} · {years}{f' · {felt} of late' if felt else ''}"


def _note(one: Well) -> Button:
    return kit.button("Note something", NOTE, one.id, f"Note something that could grow at {one.name}")


def _buttons(one: OpeningShown) -> Block:
    about = mrkdwn.cut(one.text, 40)
    return kit.actions(
        kit.button("Asked", ASKED, one.id, f"Asked: {about}", primary=True),
        kit.button("Drop it", DROP, one.id, f"Drop it: {about}"),
    )


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
