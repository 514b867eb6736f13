"""What to have read before a difficult conversation: what is known, what they said, whom to speak with and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.facts import AccountFacts, ContactFact, ContactLevel
from bot.views import kit, mrkdwn
from bot.views.post import Post

_QUOTES, _PEOPLE, _TOUCHES = 6, 6, 4
_SAY = (
    "“Thank you for telling us. I would like to understand it, and I will not explain anything away.”",
    "“What did it mean for you?” Then listen to the end, and write down their own words.",
    "“I am sorry that this happened to you.” Nothing after it that begins with “but”.",
    "“I do not know that yet. I will tell you by …”, and then do, also when there is little to tell.",
    "What happens next, who does it and by when; at the end, say it back to them.",
)
_LEAVE = (
    "How it came about on our side, and who did what: that is for us, and later.",
    "“Calm down”, “as agreed”, “you should have told us”, or how many are happy with us.",
    "A day or a price that you cannot keep: one more broken promise costs more than this one.",
    "A discount before they have said what they need.",
)


@dataclass(frozen=True)
class Preparation:
    """All that a sheet tells. `said` are quotations, `broke` and `promises` are sentences; `knowers`: contact → ids.

    `touches` are lines of mrkdwn, the latest first.
    """

    facts: AccountFacts
    today: date
    why: str = ""
    said: Sequence[str] = ()
    broke: Sequence[str] = ()
    promises: Sequence[str] = ()
    knowers: dict[str, Sequence[str]] | None = None
    touches: Sequence[str] = ()
    next_step: str = ""


def sheet(told: Preparation) -> Post:
    """The sheet, to be read in two minutes."""
    heading = f"Before you speak with {told.facts.name}"
    blocks: list[Block] = [kit.header(heading)]
    for title, lines in _parts(told):
        if lines:
            blocks += kit.paragraphs([f"*{title}*", *lines])
    example = mrkdwn.code(f"/touch {mrkdwn.quoted(told.facts.name)} call with … : what they said")
    blocks.append(kit.context(f"Afterwards, while you still hear it: {example}"))
    return kit.post(mrkdwn.line(heading), blocks)


def _parts(told: Preparation) -> Iterator[tuple[str, Sequence[str]]]:
    yield "Who they are to us", _standing(told)
    yield "In their own words", [f"• “{_cut(words)}”" for words in told.said[:_QUOTES]]
    yield "What went wrong, as far as we know", [f"• {_cut(one)}" for one in [*filter(None, [told.why]), *told.broke]]
    yield "What we said and did not keep", [f"• {_cut(one)}" for one in told.promises]
    yield "Whom to speak with", _whom(told)
    yield "The last times that we were in touch", [f"• {one}" for one in told.touches[:_TOUCHES]]
    yield "What helps", [f"• {one}" for one in _SAY]
    yield "What is better left", [f"• {one}" for one in _LEAVE]
    yield "What was to be next", [f"• {_cut(told.next_step)}"] if told.next_step else []


def _standing(told: Preparation) -> list[str]:
    facts = told.facts
    value = (
        f"{mrkdwn.money(facts.annual_value_minor, facts.currency)} a year"
        if facts.annual_value_minor is not None and facts.currency
        else ""
    )
    since = f"client since {mrkdwn.day(facts.calendar.day(facts.started_at))}"
    owner = f"owner {mrkdwn.person(facts.owner_id)}" if facts.owner_id else "no owner yet"
    return [" · ".join(filter(None, [f"{facts.tier.value} tier", since, value, owner]))]


def _whom(told: Preparation) -> list[str]:
    """Who decides there and who is senior first; then the main contact, then the others."""
    here = [one for one in told.facts.contacts if one.left_at is None]
    if not here:
        return ["Nobody is on record there yet: ask whoever spoke with them last."]
    ordered = sorted(here, key=lambda one: (-_weight(one), one.name))
    lines = [_contact(one, told) for one in ordered[:_PEOPLE]]
    more = len(ordered) - _PEOPLE
    return [*lines, *([f"+{more} more"] if more > 0 else [])]


def _weight(one: ContactFact) -> int:
    return 4 * one.can_hire_or_fire + 2 * (one.level is ContactLevel.EXECUTIVE) + ("main-contact" in one.roles)


def _contact(one: ContactFact, told: Preparation) -> str:
    ours = [mrkdwn.person(id_) for id_ in (told.knowers or {}).get(one.id, ())]
    parts = [
        mrkdwn.line(one.title),
        "can hire or fire us" if one.can_hire_or_fire else "",
        ", ".join(role.replace("-", " ") for role in one.roles),
        f"met {mrkdwn.day(told.facts.calendar.day(one.last_met_at), told.today)}" if one.last_met_at else "never met",
        f"knows {mrkdwn.listing(ours)}" if ours else "nobody of ours knows them well",
    ]
    return f"• {mrkdwn.bold(one.name)}: {', '.join(filter(None, parts))}"


def _cut(text: str) -> str:
    return mrkdwn.line(mrkdwn.cut(text, 500))
