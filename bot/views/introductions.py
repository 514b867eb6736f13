"""Who should we meet: whom we know at an account, who of ours knows them, and whom to ask for an introduction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from slackblocks import Block

from bot.facts import AccountFacts, ContactFact, ContactLevel
from bot.titles import Role
from bot.views import contacts, kit, mrkdwn
from bot.views.post import Post

_CONTACTS = 15
_KNOWERS = 4


@dataclass(frozen=True)
class Introductions:
    """`ties`: by contact, ids of those of ours who spoke with them lately. `today` is the reader's."""

    facts: AccountFacts
    ties: Mapping[str, Mapping[str, datetime]]
    today: date


def who_to_meet(shown: Introductions) -> Post:
    """The contacts at an account, the senior ones first, and how to get to know more of them."""
    facts = shown.facts
    here = sorted((one for one in facts.contacts if one.left_at is None), key=_rank)
    rows = [contacts.row(_contact(one, shown), one.id, one.name) for one in here[:_CONTACTS]]
    more = [f"+{len(here) - _CONTACTS} more"] if len(here) > _CONTACTS else []
    example = mrkdwn.code(f"/client contact {mrkdwn.quoted(facts.name)} Jane Doe, VP Operations")
    text = f"Who should we meet at {mrkdwn.bold(facts.name)}?"
    blocks: list[Block] = [
        kit.section(text),
        kit.section(_gap(here)),
        *rows,
        *kit.paragraphs(more),
        *kit.paragraphs(_whom_to_ask(facts, here)),
        kit.context(f"Once there is a name, put it on record: {example}"),
    ]
    return kit.post(text, blocks)


def _rank(contact: ContactFact) -> tuple[int, str]:
    return list(ContactLevel).index(contact.level), contact.name


def _gap(here: list[ContactFact]) -> str:
    senior = [one for one in here if one.level is ContactLevel.EXECUTIVE]
    unmet = [mrkdwn.line(one.name) for one in senior if one.last_met_at is None]
    if not here:
        return "Nobody there is on record yet: find out who decides."
    if not senior:
        return "Nobody senior is on record: find out whom these people report to."
    if unmet:
        return f"Senior, on record and never met: {mrkdwn.listing(unmet)}."
    if len(senior) == 1:
        return f"Only {mrkdwn.line(senior[0].name)} is senior on record: find out who decides beside them."
    longest_ago = min(senior, key=lambda one: (one.last_met_at, one.id))
    return f"Of the senior people on record, {mrkdwn.line(longest_ago.name)} was met longest ago."


def _contact(contact: ContactFact, shown: Introductions) -> str:
    calendar, knowers = shown.facts.calendar, shown.ties.get(contact.id, {})
    met = f"met {mrkdwn.day(calendar.day(contact.last_met_at), shown.today)}" if contact.last_met_at else "never met"
    ours = [mrkdwn.person(id_) for id_ in sorted(knowers, key=lambda id_: (knowers[id_], id_), reverse=True)]
    known = f"known by {mrkdwn.listing(ours, _KNOWERS)}" if ours else "nobody of us spoke with them lately"
    particulars = [mrkdwn.line(mrkdwn.cut(contact.title, 100)), contact.level.value, met, known]
    return f"• {mrkdwn.bold(mrkdwn.cut(contact.name, 100))}: {', '.join(filter(None, particulars))}"


def _whom_to_ask(facts: AccountFacts, here: list[ContactFact]) -> list[str]:
    """Whoever can introduce us: the contact met last, the main contact, our own sponsor."""
    met = [(one.last_met_at, one.id, one) for one in here if one.last_met_at]
    asked = {max(met)[2].name: "met last"} if met else {}
    for one in here:
        if Role.MAIN_CONTACT in one.roles:
            asked[one.name] = f"{asked[one.name]}, main contact" if one.name in asked else "main contact"
    lines = [f"• {mrkdwn.bold(mrkdwn.cut(name, 100))} ({why})" for name, why in asked.items()]
    if facts.sponsor_id:
        lines.append(f"• {mrkdwn.person(facts.sponsor_id)} (our executive sponsor)")
    if not lines:
        sponsor = mrkdwn.code(f"/client edit {mrkdwn.quoted(facts.name)} sponsor:@name")
        return [f"Nobody is there to introduce us yet. One of our own leaders can open the door: {sponsor}"]
    return ["*Ask for an introduction*", *lines]
