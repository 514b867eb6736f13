"""A message that somebody points at: what it says, whose it is, and which account and people it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackClientError
from sqlmodel import Session

from bot import directory
from bot.policy import Direction
from bot.work import find
from handlers import which
from handlers.mentions import mentioned, readable
from handlers.visit import Visit
from storage import account_parts, accounts, choices, people
from storage.tables import Contact, Person

_MOST_PEOPLE = 10  # the author and those who are mentioned
_MOST_ASKED = 4  # of those, Slack is asked about: a form has to open within three seconds
_DOMAIN = re.compile(r"[a-z0-9-]+", re.IGNORECASE)

Named = tuple[str, str]  # id, name


@dataclass(frozen=True, slots=True)
class Quoted:
    """`text` is plain, whoever is mentioned by their name. `at`: aware UTC. `link`: its address in Slack.

    `author` is nobody where an app wrote it. `direction`: between whom it went, where that can be told. `perhaps`: the
    accounts that are named in it, where it is not clear which is meant. `people` are ids of ours who wrote it or are
    mentioned; `contacts` of the account's.
    """

    text: str
    at: datetime
    link: str
    author: Person | None
    direction: Direction | None
    account: Named | None
    perhaps: tuple[Named, ...]
    people: tuple[str, ...]
    contacts: tuple[Named, ...]


def read(visit: Visit, payload: dict[str, Any]) -> Quoted:
    """The message of a shortcut, with all that it tells. Who and what Slack cannot tell about is left out."""
    message = payload["message"]
    raw = _raw(message)
    wrote = str(message.get("user") or "") if not message.get("bot_id") else ""
    met = _met(visit, [*filter(None, [wrote]), *mentioned(raw)][:_MOST_PEOPLE])
    text = readable(visit.tend, visit.team_id, raw)
    with visit.tend.store.read() as session:
        known = choices.whoever_is(
            session, visit.team_id, [one.id for one in met], [one.email for one in met if one.email]
        )
        theirs = [one for one in met if _is_theirs(session, one, known)]
        account, perhaps = _account(session, visit, theirs, known, text)
    author = next((one for one in met if one.id == wrote), None)
    return Quoted(
        text=text,
        at=min(datetime.fromtimestamp(float(message["ts"]), UTC), visit.now),
        link=_link(payload),
        author=author,
        direction=_direction(visit, author, theirs),
        account=account,
        perhaps=perhaps,
        people=tuple(one.id for one in met if _is_ours(one) and one not in theirs),
        contacts=tuple((one.id, one.name) for one in known if account and one.account_id == account[0]),
    )


def _raw(message: dict[str, Any]) -> str:
    """What was written; of files without a word, their names; of what was shared, its words."""
    shared = [part.get("text") or part.get("fallback") or "" for part in message.get("attachments") or ()]
    files = [file.get("title") or file.get("name") or "" for file in message.get("files") or ()]
    return str(message.get("text") or "\n".join(filter(None, shared)) or ", ".join(filter(None, files)))


def _met(visit: Visit, ids: Sequence[str]) -> list[Person]:
    """Those of whom something is known, in order; Slack is asked about a few of the others."""
    ids = list(dict.fromkeys(ids))
    with visit.tend.store.read() as session:
        known = people.many(session, visit.team_id, ids)
    for id_ in [id_ for id_ in ids if id_ not in known][:_MOST_ASKED]:
        try:
            known[id_] = directory.person(visit.tend, visit.team_id, id_)
        except (SlackClientError, OSError):
            continue
    return [known[id_] for id_ in ids if id_ in known and not known[id_].is_bot]


def _is_ours(person: Person) -> bool:
    return not (person.is_stranger or person.is_guest or person.deactivated_at)


def _is_theirs(session: Session, person: Person, known: Collection[Contact]) -> bool:
    is_contact = any(person.id == one.slack_user_id or (one.email and person.email == one.email) for one in known)
    return person.is_stranger or is_contact or _by_domain(session, person) is not None


def _by_domain(session: Session, person: Person) -> Named | None:
    domain = (person.email or "").rpartition("@")[2]
    owner = account_parts.by_domain(session, person.team_id, domain) if domain else None
    return (owner.id, owner.name) if owner else None


def _account(
    session: Session, visit: Visit, theirs: Sequence[Person], known: Sequence[Contact], text: str
) -> tuple[Named | None, tuple[Named, ...]]:
    """The account of the channel, of their people, named in the text, or of their e-mail; else those it could be."""
    linked = which.linked(session, visit)
    if linked is not None:
        return (linked.id, linked.name), ()
    ids = list(dict.fromkeys(one.account_id for one in known))
    of_people = [*accounts.names(session, visit.team_id, ids).items()]
    of_mail = list(dict.fromkeys(filter(None, (_by_domain(session, one) for one in theirs))))
    sources = (of_people, find.named_in(session, visit.team_id, text), of_mail)
    sure = next((found[0] for found in sources if len(found) == 1), None)
    return sure, () if sure else tuple(next(filter(None, sources), ()))


def _direction(visit: Visit, author: Person | None, theirs: Collection[Person]) -> Direction | None:
    if author is None:
        return None
    if author in theirs:
        return Direction.FROM_CLIENT
    return Direction.TO_CLIENT if _is_ours(author) and (theirs or _among_others(visit)) else None


def _among_others(visit: Visit) -> bool:
    """Whether people of another company read along."""
    try:
        return (
            visit.channel_id is not None and directory.channel(visit.tend, visit.team_id, visit.channel_id).has_others
        )
    except (SlackClientError, OSError):
        return False


def _link(payload: dict[str, Any]) -> str:
    """The address of a message as Slack makes it; it can be told where Tend is not in the channel, too."""
    message, domain = payload["message"], str((payload.get("team") or {}).get("domain") or "")
    channel, ts, thread = str(payload["channel"]["id"]), str(message["ts"]), str(message.get("thread_ts") or "")
    if not _DOMAIN.fullmatch(domain):
        return ""
    within = f"?thread_ts={thread}&cid={channel}" if thread and thread != ts else ""
    return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}{within}"
