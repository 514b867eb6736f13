"""What could not be read or told apart, with all that was typed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from slackblocks import Block

from bot.views import choices, kit, mrkdwn
from bot.views.choices import Typed
from bot.views.echo import echo
from bot.views.post import Post


def touch(reasons: Sequence[str], typed: Typed) -> Post:
    """A touch that was not logged: why, a form to put it right, and the line."""
    text = "Not logged yet. " + " ".join(sentence(reason) for reason in reasons)
    blocks: list[Block] = [kit.section(text)]
    if choices.carries(typed):
        form = kit.button("Open the form", "touch.form", choices.carry_on(typed), "Open the form", primary=True)
        blocks.append(kit.actions(form))
    return kit.post(text, [*blocks, *echo(typed.shown)])


def refused(reason: str, typed: str, mentioned: Collection[str] = ()) -> Post:
    """Something that was not done: why, with the people and channels `mentioned` by us in it, and what was typed."""
    text = sentence(reason, mentioned)
    return kit.post(text, [kit.section(text), *echo(typed)])


def sentence(reason: str, mentioned: Collection[str] = ()) -> str:
    """A reason (plain text) as a sentence of mrkdwn, in which the ids in `mentioned` are mentions."""
    told = mrkdwn.told(reason, mentioned)
    return told if told.endswith((".", "?", "!")) else f"{told}."


def no_account(typed: str) -> str:
    """No account has this name."""
    return f"I know no account {mrkdwn.code(typed, 200)}. Choose one, or add it with `/client add`."


def no_account_named(typed: str, near: Sequence[str]) -> str:
    """No account has this name (plain text)."""
    nearest = f"The nearest {'is' if len(near) == 1 else 'are'} {mrkdwn.listing(near)}."
    return f"I know no account “{mrkdwn.cut(typed, 60)}”. {nearest if near else '/client list shows them all.'}"


def several_accounts_named(typed: str, names: Sequence[str]) -> str:
    """Several accounts could be meant (plain text)."""
    return f"“{mrkdwn.cut(typed, 60)}” could be {mrkdwn.listing(names, 5)}; give the whole name."


def logged_before(person_id: str, account: str) -> str:
    """A message that somebody logged before."""
    return f"{mrkdwn.person(person_id)} logged this message for {mrkdwn.bold(account)} already."


def logs_itself(note: str) -> str:
    """A message that counts by itself; `note` is what stands of its day."""
    said = f" So far it says “{mrkdwn.line(mrkdwn.cut(note, 300))}”." if note else ""
    return f"What is written here counts by itself, one touch a day: what you log as a message joins it.{said}"


def passed_on_before(person_id: str) -> str:
    """A message that somebody passed on before."""
    return f"{mrkdwn.person(person_id)} passed this message on already."


def which_of(names: Sequence[str]) -> str:
    """A text that could be about several accounts."""
    listed = mrkdwn.listing([mrkdwn.line(name) for name in names], 5)
    return f"It could be about {listed}: choose the one that is meant."


def doubtful_contact(typed: str, account: str, near: Sequence[str]) -> str:
    """Nobody, or several, at the client are called that."""
    return f"I am not sure who {mrkdwn.code(typed, 100)} is at {mrkdwn.bold(account)}{_near(near)}."


def doubtful_person(typed: str, near: Sequence[str]) -> str:
    """None, or several, of ours are called that."""
    return f"I am not sure who of us {mrkdwn.code(typed, 100)} is{_near(near)}."


def _near(names: Sequence[str]) -> str:
    listed = mrkdwn.listing([mrkdwn.line(name) for name in names], 5)
    return f" (perhaps {listed})" if listed else ""


NAME_MISSING = "What is it called? A name has at least one letter."
TWO_CURRENCIES = "Value and profit of one account are in one currency; say both in the same, like 30000EUR."
NO_SUCH_CHANNEL = "I see no such channel. If it is private, type /invite @Tend there first."


def unsure_of(typed: str, near: Sequence[str]) -> str:
    """None, or several, of ours are called that (plain text)."""
    perhaps = f" Perhaps {mrkdwn.listing(near, 5)}?" if near else ""
    return f"I am not sure who “{mrkdwn.cut(typed, 60)}” is; mention them like @ana.{perhaps}"


def unsure_at(typed: str, account: str, near: Sequence[str]) -> str:
    """None, or several, at a client are called that (plain text)."""
    perhaps = f"Perhaps {mrkdwn.listing(near, 5)}?" if near else f"Who is there: /client show {mrkdwn.quoted(account)}"
    return f"I am not sure who “{mrkdwn.cut(typed, 60)}” is at {mrkdwn.cut(account, 60)}. {perhaps}"


def no_day(typed: str) -> str:
    """What was typed is no day (plain text)."""
    return f"“{mrkdwn.cut(typed, 60)}” is no day that I can read; try 2026-09-01 or 1 September."


def no_span(typed: str) -> str:
    """What was typed are no days (plain text)."""
    return f"“{mrkdwn.cut(typed, 60)}” are no days that I can read; try 20 December to 3 January."


def settled(why: str) -> str:
    """A nudge that was answered before (plain text)."""
    return f"This was settled before: {why or 'it no longer applies'}."


WHO_IS_IT = "Who is it? Their name is still missing."
TOO_LONG = "I could not read all of that, and it is too long for a form. Please shorten it."


def not_a_field(typed: str) -> str:
    """A word that says nothing about an account (plain text)."""
    return f"I do not know what “{mrkdwn.cut(typed, 60)}” should change; say it like tier:key or cadence:monthly."


def not_one_of(typed: str, what: str, words: Sequence[str]) -> str:
    """A word that is none of those that can be (plain text)."""
    return f"“{mrkdwn.cut(typed, 60)}” is not a {what}; it is one of {', '.join(words)}."
