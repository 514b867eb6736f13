"""Touches that another program posts: what one looks like, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlmodel import Session

from bot.intake.addresses import Theirs, accounts_of
from bot.policy import Direction, Kind
from bot.work import checks, sources, touches
from bot.work.deed import AlreadyDone, Deed, Refused
from bot.work.find import UnknownAccount, nearest
from bot.work.sources import Source
from bot.work.touches import NewTouch
from storage import accounts, names, people
from storage.engine import Store
from storage.tables import Account

SOURCE = Source.INTAKE.value

Address = Annotated[str, Field(min_length=3, max_length=254, examples=["jane@acme.com"])]


class PostedTouch(BaseModel):
    """A touch, as a form, a CRM or a forwarder of e-mail tells it."""

    model_config = ConfigDict(extra="forbid")

    external_id: Annotated[str, Field(min_length=1, max_length=200, examples=["crm-4711"])] = Field(
        description="Your own id of it. The same id a second time changes nothing."
    )
    kind: Kind = Field(description="What it was.")
    direction: Direction = Field(description="Who spoke: both, the client, or we.")
    account: Annotated[str, Field(max_length=80, examples=["Acme Corp"])] = Field(
        default="", description="Name or alias of the account. Left out, it is told from the addresses of the contacts."
    )
    occurred_at: AwareDatetime | None = Field(
        default=None,
        description="When it was, with its offset from UTC. Left out: now.",
        examples=["2026-05-12T09:30:00+02:00"],
    )
    note: Annotated[str, Field(max_length=3_000)] = Field(default="", description="What it was about.")
    contacts: Annotated[list[Address], Field(max_length=20)] = Field(
        default_factory=list, description="E-mail addresses of the client's people who took part."
    )
    people: Annotated[list[Address], Field(max_length=20)] = Field(
        default_factory=list, description="E-mail addresses of ours who took part."
    )
    temperature: Annotated[int, Field(ge=-2, le=2)] | None = Field(
        default=None, description="How it felt, from -2 to 2."
    )
    next_on: date | None = Field(default=None, description="The day of the next one.")


class Outcome(BaseModel):
    """What became of one touch."""

    external_id: str
    outcome: Literal["logged", "known", "refused"] = Field(
        description="logged: it is on record now; known: it was before; refused: see problem."
    )
    touch: str | None = Field(default=None, description="Its id in Tend.")
    account: str | None = Field(default=None, description="The account it stands with.")
    unmatched: list[str] = Field(default_factory=list, description="Addresses that Tend knows nobody by.")
    problem: str | None = Field(default=None, description="Why it was refused, in a sentence.")


@dataclass(frozen=True, slots=True)
class _Matched:
    account: Account
    contacts: list[str]
    people: list[str]
    unmatched: list[str]


def take(store: Store, team_id: str, posted: PostedTouch, now: datetime) -> Outcome:
    """Log a touch; what became of it. `now`: aware UTC."""
    outcome = Outcome(external_id=posted.external_id, outcome="refused")
    try:
        posted = _tidy(posted)
        with store.read() as session:
            matched = _match(session, team_id, posted)
        outcome.account, outcome.unmatched = matched.account.name, matched.unmatched
        done = touches.log(store, Deed(team_id, None, now), _new(posted, matched, now))
    except AlreadyDone as done_before:
        return outcome.model_copy(update={"outcome": "known", "touch": done_before.result_id})
    except (Refused, UnknownAccount) as refused:
        return outcome.model_copy(update={"problem": _sentence(refused)})
    return outcome.model_copy(update={"outcome": "logged", "touch": done.touch.id})


def _tidy(posted: PostedTouch) -> PostedTouch:
    """What it is known and found by, without what no database keeps. Raises `Refused`."""
    external_id = checks.clean(posted.external_id)
    if not external_id:
        raise Refused("The external_id has no letter or number in it.")
    return posted.model_copy(
        update={
            "external_id": external_id,
            "account": checks.clean(posted.account),
            "contacts": [_address(one) for one in posted.contacts],
            "people": [_address(one) for one in posted.people],
        }
    )


def _new(posted: PostedTouch, matched: _Matched, now: datetime) -> NewTouch:
    return NewTouch(
        account_id=matched.account.id,
        kind=posted.kind,
        direction=posted.direction,
        occurred_at=(posted.occurred_at or now).astimezone(UTC),
        note=posted.note,
        people=matched.people,
        contacts=matched.contacts,
        temperature=posted.temperature,
        next_on=posted.next_on,
        source=SOURCE,
        external_id=posted.external_id,
    )


def _match(session: Session, team_id: str, posted: PostedTouch) -> _Matched:
    """The account, by its name or by who took part; nothing is guessed. Raises `Refused` and `UnknownAccount`."""
    theirs = list(dict.fromkeys(posted.contacts))
    known = accounts_of(session, team_id, theirs)
    account = _account(session, team_id, posted.account, known)
    if not sources.listens(account, Source.INTAKE):
        raise Refused(f"Touches from outside are switched off for {account.name}.")
    matched = known.get(account.id, Theirs())
    ours = {address: people.by_email(session, team_id, address) for address in posted.people}
    return _Matched(
        account,
        contacts=matched.contact_ids,
        people=[one.id for one in ours.values() if one is not None],
        unmatched=[
            *(address for address in theirs if matched.contacts.get(address) is None),
            *(address for address, one in ours.items() if one is None),
        ],
    )


def _account(session: Session, team_id: str, typed: str, known: Mapping[str, Theirs]) -> Account:
    if typed:
        found = accounts.by_key(session, team_id, names.key(typed))
        if found is None:
            raise UnknownAccount(typed, nearest(session, team_id, typed))
        return found
    if len(known) > 1:
        raise Refused("The contacts are of several accounts: name the account.")
    one = accounts.get(session, team_id, next(iter(known))) if known else None
    if one is None:
        raise Refused("No account is named, and none has these contacts: name it, or add their e-mail domain to it.")
    return one


def _sentence(refused: Refused | UnknownAccount) -> str:
    if isinstance(refused, Refused):
        return str(refused)
    near = ", ".join(f"“{name}”" for _, name in refused.nearest)
    return f"No account is called “{refused.typed}”.{f' The nearest: {near}.' if near else ''}"


def _address(typed: str) -> str:
    return checks.clean(typed).lower()
