"""A believable portfolio to try Tend with, told in `portfolio.toml`.

Fifteen living accounts with nine months of touches, and two lost ones with eighteen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from bot import directory
from bot.intake.accounts import import_accounts
from bot.intake.contacts import import_contacts
from bot.intake.csv_files import ImportReport, Row
from bot.intake.touches import import_touches
from bot.sample import known, learned, litmus, losses, plans, promised, rescues
from bot.tend import Tend
from bot.work import contacts as work_contacts
from bot.work import find, remarks, settings
from bot.work.deed import Deed
from storage import people, workspaces

NINE_MONTHS, EIGHTEEN_MONTHS = 270, 540
JITTER = (0, 1, -1, 2, 0, -2, 1)  # so that a rhythm looks like people, and stays the same every time
SMALL_TALK = (
    ("call", "status, nothing burning"),
    ("email", "answered their questions about the schedule"),
    ("meeting", "went through the open points"),
    ("video", "showed the draft, two small changes"),
    ("call", "they like how it is going"),
)
ACCOUNT_COLUMNS = ("tier", "currency", "owner", "backup", "sponsor")


def lay_out(tend: Tend, team_id: str, now: datetime) -> None:
    """Write the portfolio into a workspace, counted back from `now` (aware UTC), the way imports do."""
    told = tomllib.loads((Path(__file__).parent / "portfolio.toml").read_text())
    deed = Deed(team_id, None, now)
    directory.sync_people(tend, team_id)
    today = now.date()
    _whole(import_accounts(tend.store, deed, _numbered(_account(one, today) for one in told["account"])))
    _whole(import_contacts(tend.store, deed, _numbered(row for one in told["account"] for row in _contacts(one))))
    _whole(import_touches(tend.store, deed, _numbered(row for one in told["account"] for row in _touches(one, today))))
    _set_leads(tend, deed, told["lead"])
    for one in told["account"]:
        _say_who_left(tend, deed, one)
    _pass_on(tend, deed, told["heard"])
    losses.lay_out(tend, deed, told["loss"])
    plans.lay(tend, deed, told["plan"])
    promised.lay_out(tend, deed, told)
    litmus.lay_out(tend, deed, told["litmus"])
    rescues.lay_out(tend, deed, told["rescue"])
    known.lay_out(tend, deed, told["known"])
    learned.lay_out(tend, deed, told["learned"])
    with tend.store.write() as session:
        workspaces.ask_refit(session, team_id, now)


def _whole(report: ImportReport) -> None:
    if report.bad:
        raise ValueError(f"the sample portfolio has a bad row: {report.bad[0]}")


def _numbered(rows: Iterator[dict[str, str]]) -> Iterator[Row]:
    return (Row(line, cells) for line, cells in enumerate(rows, 2))


def _account(told: dict[str, Any], today: date) -> dict[str, str]:
    return {
        "name": told["name"],
        "annual_value": str(told["value"]),
        "currency": "EUR",
        "client_since": str(today - timedelta(days=told["since"])),
        "aliases": ";".join(told["aliases"]),
        "domains": told["domain"],
        "cadence_days": str(told.get("cadence", "")),
        "lost_on": str(today - timedelta(days=told["lost"])) if "lost" in told else "",
        **{column: told[column] for column in ACCOUNT_COLUMNS if column in told},
    }


def _contacts(told: dict[str, Any]) -> Iterator[dict[str, str]]:
    for contact in told["contacts"]:
        first = contact["name"].split()[-1].lower()
        yield {
            "account": told["name"],
            "name": contact["name"],
            "title": contact["title"],
            "roles": ";".join(contact.get("roles", ())),
            "email": f"{first}@{told['domain']}",
        }


def _touches(told: dict[str, Any], today: date) -> Iterator[dict[str, str]]:
    """Small talk at the account's rhythm, then what was told of the newest ones, then what the client wrote."""
    names = cycle(contact["name"] for contact in told["contacts"])
    days = _days_ago(told)
    plain = zip(days[: -len(told["told"])], cycle(SMALL_TALK), strict=False)
    for number, (ago, (kind, note)) in enumerate(plain):
        yield _touch(told, today, ago, kind=kind, contacts=next(names), note=note, together=number % 3 == 0)
    newest = zip(days[-len(told["told"]) :], reversed(told["told"]), strict=True)
    for ago, words in newest:
        is_last = ago == days[-1]
        row = _told(told, today, ago, words, together=is_last)
        yield row | ({"next_on": str(today + timedelta(days=told["next"]))} if "next" in told and is_last else {})
    for ago in told.get("wrote", ()):
        row = _touch(told, today, ago, kind="email", contacts=next(names), note="asked when we will be in touch")
        yield row | {"direction": "from-client"}


def _told(told: dict[str, Any], today: date, ago: int, words: str, *, together: bool) -> dict[str, str]:
    """A touch from `call with Jane, Kim: what was said temp:+1`."""
    head, said = words.split(": ", 1)
    kind, _, names = head.split(" ", 2)
    note, _, temperature = said.partition(" temp:")
    row = _touch(told, today, ago, kind=kind, contacts=names.replace(", ", ";"), note=note, together=together)
    return row | {"temperature": temperature}


def _days_ago(told: dict[str, Any]) -> list[int]:
    """Days ago of every touch, oldest first: a rhythm with a little jitter that ends exactly at `last`."""
    days: list[int] = []
    ago, jitter = told["last"], cycle(JITTER)
    while ago < min(EIGHTEEN_MONTHS if "lost" in told else NINE_MONTHS, told["since"]):
        days.append(ago)
        ago += max(told["every"] + next(jitter), 1)
    return days[::-1]


def _touch(
    told: dict[str, Any], today: date, ago: int, *, kind: str, contacts: str, note: str, together: bool = False
) -> dict[str, str]:
    colleague = told.get("with", "") if together else ""
    return {
        "account": told["name"],
        "occurred_at": str(_working_day(today - timedelta(days=ago))),
        "kind": kind,
        "direction": "two-way",
        "people": ";".join(filter(None, (told["owner"], colleague))),
        "contacts": contacts,
        "note": note,
    }


def _working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend: people log what they did at work."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _set_leads(tend: Tend, deed: Deed, leads: dict[str, str]) -> None:
    with tend.store.read() as session:
        by_email = {person.email: person.id for person in people.all_of(session, deed.team_id)}
    for email, lead in leads.items():
        settings.set_lead(tend.store, deed, by_email[email], by_email[lead])


def _pass_on(tend: Tend, deed: Deed, told: dict[str, Any]) -> None:
    """What a client said, and a colleague heard so many days ago."""
    with tend.store.read() as session:
        account = find.account(session, deed.team_id, told["account"])
        said_by = find.contact(session, deed.team_id, account.id, told["who"])
        reporter = next(one for one in people.all_of(session, deed.team_id) if one.email == told["by"])
    then = deed.now - timedelta(days=told["ago"])
    new = remarks.NewRemark(account.id, told["text"], said_by=said_by.id)
    remarks.pass_on(tend.store, replace(deed, person_id=reporter.id, now=then), new)


def _say_who_left(tend: Tend, deed: Deed, told: dict[str, Any]) -> None:
    for contact in told["contacts"]:
        if contact.get("left"):
            with tend.store.read() as session:
                account = find.account(session, deed.team_id, told["name"])
                gone = find.contact(session, deed.team_id, account.id, contact["name"])
            work_contacts.mark_left(tend.store, deed, gone.id)
