"""The one-line language of `/touch`: a line becomes a draft, and a draft a line.

    Acme call with their CFO yesterday: renewal looks fine, next 2w

An account's name, first (or further on, by its full name), and in any order: a kind, a direction, "with …" or "from …"
somebody, @people of ours, a day, `temp:+1`, "next" and a day ("+2w" is short for "next 2w"); after the first colon on
its own, the note. What is not understood is kept as note, and what cannot be is kept with its problem: a line never
fails, and nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.dateshape import ReadDate
from handlers.given import Given
from handlers.phrases import split_note
from handlers.problem import Problem
from handlers.tokens import Part, account_within, cut, decode, encode, leading_account, quote
from handlers.touchline import Reading
from handlers.words import KEYS, LEAD_IN

__all__ = ["Problem", "ReadDate", "TouchDraft", "parse_touch", "unparse"]


@dataclass(frozen=True, slots=True)
class TouchDraft:
    """What a line says of a touch. Empty or None: not said. Texts are plain, as they were typed, unescaped.

    `people` are Slack user ids, or "@name" where Slack sent no id. `contacts` are names or titles at the client.
    `occurred_on` and `next_on` are local dates; their texts stay when the day could not be read.
    """

    account_text: str = ""
    kind: str | None = None
    direction: str | None = None
    people: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    occurred_text: str = ""
    occurred_on: date | None = None
    temperature: int | None = None
    note: str = ""
    next_text: str = ""
    next_on: date | None = None
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        return unparse(self)


def parse_touch(
    line: str,
    *,
    is_account: Callable[[str], bool],
    today: date,
    read_date: ReadDate,
    default_account: bool = False,
) -> TouchDraft:
    """Read a line as Slack delivers it. Never raises.

    `is_account` tells whether a text names an account exactly, by its name or an alias: the longest such beginning of
    the line is the account; else a quoted beginning; else the words before the first one that has a meaning here; and
    where the line begins with such a one, the first account that it names exactly: "call with Jane at Acme".
    `default_account`: the line may do without (its channel is linked), and one without any such word is all note.
    `today` is the local date of whoever typed. A touch to come and a next date gone by are problems, and so no dates.
    """
    parts = cut(line)
    head, note_at = split_note(parts)
    keyword = _first_keyword(head, line, today, read_date)
    account, named = leading_account(line, head, is_account, keyword, KEYS)
    if default_account and head and keyword == len(head) and not head[0].quoted and not is_account(account):
        account, named = "", 0
    lead_in = ""
    rest = head[named:]
    if not account and not default_account:
        account, lead_in, rest = _pull_out(line, head, is_account)
    if (
        named
        and account
        and not rest
        and not head[0].quoted
        and _trial(line, today, read_date).begins_with_kind(parts[named + 1 :])
    ):
        rest, note_at = split_note(parts[named + 1 :])  # "Acme: call with Jane: fine"
    given = Given(today, read_date)
    reading = Reading(line, given)
    reading.read(rest)
    if account and lead_in == "from":
        given.chosen.setdefault("direction", "from-client")
    said = decode(line[note_at:]).strip() if note_at is not None else ""
    note = reading.take_from_end(": ".join(filter(None, (reading.left_over(), said))))
    return TouchDraft(
        account_text=account,
        kind=reading.kind,
        direction=reading.direction,
        people=tuple(given.people),
        contacts=tuple(given.contacts),
        occurred_text=given.occurred.text,
        occurred_on=given.occurred.on,
        temperature=given.temperature,
        note=note,
        next_text=given.next.text,
        next_on=given.next.on,
        problems=given.problems,
    )


def unparse(draft: TouchDraft) -> str:
    """The line, as Slack would deliver it, that is read as this draft."""
    said = [quote(draft.account_text)] if draft.account_text else []
    said += [f"{key}:{word}" for key, word in (("kind", draft.kind), ("direction", draft.direction)) if word]
    said += [f"with:{quote(name)}" for name in draft.contacts]
    said += [f"who:{quote(person) if person.startswith('@') else f'<@{person}>'}" for person in draft.people]
    said += [f"temp:{draft.temperature:+}"] if draft.temperature is not None else []
    days = [(key, text) for key, text in (("on", draft.occurred_text), ("next", draft.next_text)) if text]
    unread = [(problem.part, problem.read) for problem in draft.problems]
    said += [f"{key}:{quote(text)}" for key, text in days + [read for read in unread if read not in days]]
    return " ".join(said) + (f": {encode(draft.note)}" if draft.note else "")


def _pull_out(line: str, head: Sequence[Part], is_account: Callable[[str], bool]) -> tuple[str, str, list[Part]]:
    """An account named further on, the word that leads in to it ("with", "from", …), and the parts without both."""
    account, start, end = account_within(line, head, is_account)
    lead_in = head[start - 1].bare if start and head[start - 1].bare in LEAD_IN else ""
    return account, lead_in, [*head[: start - bool(lead_in)], *head[end:]]


def _first_keyword(head: Sequence[Part], line: str, today: date, read_date: ReadDate) -> int:
    """The number of the first part that has a meaning of its own; their count, if none has."""
    trial = _trial(line, today, read_date)
    return next((at for at in range(len(head)) if trial.take(head, at)), len(head))


def _trial(line: str, today: date, read_date: ReadDate) -> Reading:
    return Reading(line, Given(today, read_date))
