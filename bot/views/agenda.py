"""The agenda for the next meeting, from what is open on an account: as text to copy, and what only we should know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slackblocks import Block

from bot.facts import AccountFacts, ContactFact
from bot.titles import Role
from bot.views import kit, mrkdwn
from bot.views.post import Post
from bot.views.traits import TraitShown, at_a_glance

_MOST = 6  # of one topic
_LINE = 160
_BLOCK = 2_900


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to speak about, line by line. Plain text."""

    heading: str
    lines: Sequence[str]


def agenda(facts: AccountFacts, now: datetime, known: Sequence[TraitShown] = ()) -> Post:
    """What to speak about with the main contact. `known`: what is good to know of the client."""
    today = facts.calendar.day(now)
    title = f"Agenda: {_when(facts, now, today)}"
    text = "\n\n".join(_told(topic) for topic in [_opening(facts, today), *_theirs(facts, today), _closing(facts, now)])
    blocks: list[Block] = [kit.header(f"Agenda for {facts.name}"), kit.section(_block(f"{title}\n\n{text}"))]
    ours = [*_steps(facts, today), *at_a_glance(known, today)]
    if ours:
        blocks += [kit.context("For us, not for the invitation:"), *kit.paragraphs(ours)]
    nobody = "" if main_contact(facts) else " Nobody there is noted as the main contact yet."
    blocks.append(kit.context(f"The text in the box can be copied as it stands; change it as you like.{nobody}"))
    return kit.post(f"{mrkdwn.line(title)}\n{mrkdwn.line(text)}", blocks)


def main_contact(facts: AccountFacts) -> ContactFact | None:
    """Whom the meeting is with: the main contact who is there, of several whom we met last."""
    here = [one for one in facts.contacts if one.left_at is None and Role.MAIN_CONTACT in one.roles]
    return max(here, key=lambda one: (one.last_met_at is not None, one.last_met_at or one.known_since), default=None)


def _when(facts: AccountFacts, now: datetime, today: date) -> str:
    who, planned_on = main_contact(facts), facts.covering_meeting(now)
    with_whom = f"{facts.name} with {who.name}" if who else facts.name
    return f"{with_whom}, {mrkdwn.day(planned_on, today)}" if planned_on else with_whom


def _opening(facts: AccountFacts, today: date) -> Topic:
    since = f" since {_day(facts, facts.last_contact_at, today)}" if facts.last_contact_at else ""
    return Topic("How are you", [f"What has changed on your side{since}?", "How do you find our work just now?"])


def _theirs(facts: AccountFacts, today: date) -> Iterator[Topic]:
    """What is open between them and us."""
    ours = [one for one in facts.promises if one.is_ours]
    topics = [
        Topic("You said", [f"“{one.text}”: our answer" for one in facts.remarks]),
        Topic("What did not work", [f"{one.text}: {_mended(one.recovered_at)}" for one in facts.breakdowns]),
        Topic("We promised", [f"{one.text}, by {mrkdwn.day(one.due_on, today)}" for one in ours]),
        Topic(
            "From you", [f"{one.text}, by {mrkdwn.day(one.due_on, today)}" for one in facts.promises if not one.is_ours]
        ),
        Topic(
            "What you would like from us",
            [f"{one.text}, next by {mrkdwn.day(one.due_on, today)}" for one in facts.wishes],
        ),
    ]
    yield from (topic for topic in topics if topic.lines)


def _closing(facts: AccountFacts, now: datetime) -> Topic:
    asks = [] if facts.wishes else ["What else would you like from us, and how often?"]
    again = "Our next meeting: when?" if facts.covering_meeting(now) is None else "The meeting after this one: when?"
    return Topic("To agree", [*asks, again])


def _steps(facts: AccountFacts, today: date) -> list[str]:
    waiting = [f"{one.text}{f', by {mrkdwn.day(one.due_on, today)}' if one.due_on else ''}" for one in facts.steps]
    return ["*Open steps of our plan*", *(mrkdwn.line(line) for line in _bulleted(waiting))] if waiting else []


def _told(topic: Topic) -> str:
    return "\n".join([topic.heading, *_bulleted(topic.lines)])


def _bulleted(lines: Sequence[str]) -> list[str]:
    """The first of some lines, each cut, and how many more there are."""
    shown = [f"• {mrkdwn.cut(' '.join(one.split()), _LINE)}" for one in lines[:_MOST]]
    return [*shown, f"• and {len(lines) - _MOST} more"] if len(lines) > _MOST else shown


def _block(text: str) -> str:
    """Plain text in a box: nothing in it comes alive, and no backtick ends it."""
    bare = mrkdwn.escape(mrkdwn.cut(text, _BLOCK - 200).replace("`", "\N{MODIFIER LETTER GRAVE ACCENT}"))
    return f"```\n{mrkdwn.cut(bare, _BLOCK)}\n```"


def _mended(recovered_at: datetime | None) -> str:
    return "put right; does it hold?" if recovered_at else "what we do about it"


def _day(facts: AccountFacts, moment: datetime, today: date) -> str:
    return mrkdwn.day(facts.calendar.day(moment), today)
