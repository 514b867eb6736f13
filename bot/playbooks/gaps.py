"""What an account lacks, and so which steps of a playbook are for it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.facts import AccountFacts, ContactFact, ContactLevel
from bot.playbooks.shape import Playbook, PlaybookStep, When
from bot.policy import Kind
from bot.titles import Role

SOMEBODY = "them"  # where a step says {contact} and nobody is meant


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that an account could do with. `key` tells it from the others of its playbook."""

    key: str
    text: str
    step: PlaybookStep
    contact_id: str | None = None


def offers(playbook: Playbook, facts: AccountFacts, now: datetime, about: ContactFact | None = None) -> list[Offer]:
    """The steps of a playbook that are for an account as it stands. `about`: whom the whole plan is about."""
    return [offer for step in playbook.steps for offer in _of_step(step, facts, now, about)]


def named(text: str, contact: ContactFact | None) -> str:
    """A text of a playbook with a contact's name in its place."""
    return text.replace("{contact}", contact.name if contact else SOMEBODY)


def _of_step(step: PlaybookStep, facts: AccountFacts, now: datetime, about: ContactFact | None) -> Iterator[Offer]:
    if step.when in _EACH:
        for contact in filter(_EACH[step.when], _here(facts)):
            yield Offer(f"{step.key}:{contact.id}", named(step.text, contact), step, contact.id)
    elif _LACKS[step.when](facts, now):
        yield Offer(step.key, named(step.text, about), step, about.id if about else None)


def _here(facts: AccountFacts) -> list[ContactFact]:
    return [contact for contact in facts.contacts if contact.left_at is None]


def _is_unmet(contact: ContactFact) -> bool:
    return contact.level is ContactLevel.EXECUTIVE and contact.last_met_at is None


def _is_indirect(contact: ContactFact) -> bool:
    return Role.INDIRECT in contact.roles


def _no_senior(facts: AccountFacts, _now: datetime) -> bool:
    return not any(contact.level is ContactLevel.EXECUTIVE for contact in _here(facts))


def _one_contact(facts: AccountFacts, _now: datetime) -> bool:
    return len(_here(facts)) < 2


def _no_main_contact(facts: AccountFacts, _now: datetime) -> bool:
    return not any(Role.MAIN_CONTACT in contact.roles for contact in _here(facts))


def _no_meeting(facts: AccountFacts, now: datetime) -> bool:
    return facts.covering_meeting(now) is None


def _no_wishes(facts: AccountFacts, _now: datetime) -> bool:
    return not facts.wishes


def _no_meal(facts: AccountFacts, _now: datetime) -> bool:
    return not any(encounter.kind is Kind.MEAL for encounter in facts.encounters)


#: Gaps of single contacts: one step for each of them.
_EACH: Mapping[When, Callable[[ContactFact], bool]] = {When.SENIOR_UNMET: _is_unmet, When.INDIRECT: _is_indirect}
#: Gaps of the account as a whole.
_LACKS: Mapping[When, Callable[[AccountFacts, datetime], bool]] = {
    When.ALWAYS: lambda _facts, _now: True,
    When.NO_SENIOR: _no_senior,
    When.ONE_CONTACT: _one_contact,
    When.NO_MAIN_CONTACT: _no_main_contact,
    When.NO_MEETING: _no_meeting,
    When.NO_WISHES: _no_wishes,
    When.NO_MEAL: _no_meal,
}
