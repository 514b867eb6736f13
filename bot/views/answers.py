"""Short answers to deeds that are done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.anonymous import SOMEBODY
from bot.views import kit, mrkdwn, words
from bot.views.post import Post


def taken(account: str) -> Post:
    """A nudge was taken."""
    return _say(f"{mrkdwn.bold(account)} is yours to see to now; the warning says so to everybody who has it.")


def snoozed(account: str, until: date, today: date, rule: str = "") -> Post:
    """An account, or one rule's warnings about it, was snoozed."""
    example = mrkdwn.code(f"/client unsnooze {mrkdwn.quoted(account)}")
    about = f"{mrkdwn.bold(account)} ({words.rule(rule)})" if rule else mrkdwn.bold(account)
    return _say(f"I keep quiet about {about} until {mrkdwn.day(until, today)}. Sooner: {example}")


def unsnoozed(account: str) -> Post:
    """An account is watched again."""
    return _say(f"I watch {mrkdwn.bold(account)} again.")


def account_added(
    account: str, owner_id: str | None, tier: str, particulars: Sequence[str], hints: Sequence[str] = ()
) -> Post:
    """A new account. `hints` are sentences of mrkdwn."""
    owner = f"owner {mrkdwn.person(owner_id)}" if owner_id else "no owner yet"
    first = f"Added {mrkdwn.bold(account)}: {', '.join([f'tier {tier}', owner, *particulars])}."
    name = mrkdwn.quoted(account)
    example = mrkdwn.code(f"/client contact {name} Jane Doe, VP Operations")
    return _say("\n".join([first, *hints, f"I watch it from now on. Whom do you know there? {example}"]))


def account_changed(account: str, changes: Sequence[tuple[str, str, str]], hints: Sequence[str] = ()) -> Post:
    """An account was changed: (what, before, after) of each change, in mrkdwn; `hints` are sentences of mrkdwn."""
    if not changes:
        return _say(f"{mrkdwn.bold(account)} is just as it was: nothing in that was new.")
    lines = [f"• {what}: {before or 'none'} → {after or 'none'}" for what, before, after in changes]
    return _say("\n".join([f"Changed {mrkdwn.bold(account)}:", *lines, *hints]))


def contact_saved(account: str, name: str, level: str, *, suggested: bool, title: str, known: bool) -> Post:
    """A contact was added, or corrected."""
    how = f"level {level}, suggested from “{mrkdwn.line(title)}”" if suggested and title else f"level {level}"
    done = "Corrected" if known else "Added"
    return _say(f"{done} {mrkdwn.bold(name)} at {mrkdwn.bold(account)}: {how}.")


def erased() -> Post:
    """Somebody was erased: their name is not said any more."""
    return _say(f"Done. They are “{SOMEBODY}” from now on; what it says of the client stays as it was.")


def settings_saved(sentences: Sequence[str]) -> Post:
    """Settings were changed; sentences are mrkdwn."""
    return _say("\n".join(sentences) or "Nothing was changed.")


def _say(text: str) -> Post:
    return kit.post(text, [kit.section(text)])
