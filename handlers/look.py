"""What views show, read from the database: an account with its clocks, touches, what will ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from sqlmodel import Session

from bot.facts import AccountFacts
from bot.gather import facts_of, policy_of, ties_of
from bot.known import handed_lately, known_lines, traits_shown
from bot.months import months_of
from bot.nudges.litmus import tested_lines
from bot.nudges.remarks import shown as remarks_shown
from bot.nudges.rescues import rescued_lines
from bot.policy import Direction, Kind, Policy
from bot.rules import RULES, Verdict
from bot.rules.litmus import RULE as LITMUS
from bot.rules.signals import RULE as SIGNALS
from bot.shown import promised_lines
from bot.views import mrkdwn
from bot.views.account import Sheet
from bot.views.introductions import Introductions
from bot.views.remarks import RemarkShown
from bot.views.remarks import one_line as remark_line
from bot.views.touch import TouchShown, one_line
from bot.work.permission import sees_profit
from handlers.visit import Visit
from storage import account_parts, accounts, clocks, contacts, meetings, remarks, touches, workspaces
from storage.tables import Touch


def policy(session: Session, team_id: str) -> Policy:
    """The workspace's policy."""
    workspace = workspaces.get(session, team_id)
    return policy_of(workspace) if workspace else Policy()


def facts(session: Session, visit: Visit, account_ids: Sequence[str]) -> dict[str, AccountFacts]:
    """All that rules may see of some accounts."""
    return facts_of(session, visit.team_id, account_ids, policy(session, visit.team_id), visit.now)


def verdicts(of: AccountFacts, by: Policy, now: datetime) -> list[Verdict]:
    """What every rule says of an account, the loudest first."""
    said = [verdict for rule in RULES.values() for verdict in rule(of, by, now)]
    return sorted(said, key=lambda verdict: -_loudness(verdict, now))


def sheet(session: Session, visit: Visit, account_id: str) -> Sheet:
    """All that is shown of one account."""
    team_id, ids = visit.team_id, [account_id]
    by = policy(session, team_id)
    known = facts_of(session, team_id, ids, by, visit.now)[account_id]
    account = accounts.get(session, team_id, account_id)
    if account is None or not sees_profit(session, visit.person, account):
        known = replace(known, annual_profit_minor=None)
    said = [verdict for verdict in verdicts(known, by, visit.now) if _is_told(verdict, visit)]
    watched = clocks.of(session, team_id, ids).get(account_id, {})
    entries = _entries(session, visit, account_id, [id_ for verdict in said for id_ in verdict.rests_on])
    last = known.last_touch.id if known.last_touch else ""
    return Sheet(
        facts=known,
        verdicts=said,
        now=visit.now,
        today=visit.today,
        zone=visit.zone,
        lost_on=account.lost_on if account else None,
        aliases=account_parts.aliases(session, team_id, ids).get(account_id, ()),
        domains=account_parts.domains(session, team_id, ids).get(account_id, ()),
        channels=account_parts.channels(session, team_id, ids).get(account_id, ()),
        helpers=account_parts.helpers(session, team_id, ids).get(account_id, ()),
        closures=[
            (closure.first_on, closure.last_on)
            for closure in account_parts.closures(session, team_id, ids).get(account_id, ())
        ],
        last_touch=_entries(session, visit, account_id, [last]).get(last, ""),
        snoozed={key: clock.snoozed_until for key, clock in watched.items() if clock.snoozed_until},
        entries=entries,
    )


def glance(session: Session, visit: Visit, account_id: str) -> Sheet:
    """One account at a glance: also its touches per month, and when its rhythm was lost."""
    by = policy(session, visit.team_id)
    return replace(
        sheet(session, visit, account_id),
        months=months_of(session, visit.team_id, [account_id], by, visit.now).get(account_id, []),
        traits=traits_shown(session, visit.team_id, account_id),
        handed=handed_lately(session, visit.team_id, account_id, visit.zone),
    )


def introductions(session: Session, visit: Visit, account_id: str) -> Introductions:
    """Whom we know at an account, and who of ours knows them."""
    by = policy(session, visit.team_id)
    known = facts_of(session, visit.team_id, [account_id], by, visit.now)[account_id]
    ties = ties_of(session, visit.team_id, [account_id], by, visit.now)
    return Introductions(known, ties, visit.today)


def shown(session: Session, team_id: str, found: Sequence[Touch], account_name: str, zone: tzinfo) -> list[TouchShown]:
    """Touches as people read them, days where the reader is."""
    ids = [touch.id for touch in found]
    ours = touches.people_of(session, team_id, ids)
    theirs = touches.names_of_theirs(session, team_id, ids)
    by = policy(session, team_id)
    return [
        TouchShown(
            id=touch.id,
            account=account_name,
            kind=Kind(touch.kind),
            direction=Direction(touch.direction),
            on=touch.occurred_at.astimezone(zone).date(),
            people=tuple(ours.get(touch.id, ())),
            contacts=tuple(theirs.get(touch.id, ())),
            note=touch.note,
            temperature=touch.temperature,
            signs=tuple(touch.signs or ()),
            next_on=touch.next_on,
            link=touch.link or "",
            source=touch.source,
            resets=by.resets(Kind(touch.kind), Direction(touch.direction)),
        )
        for touch in found
    ]


def _entries(session: Session, visit: Visit, account_id: str, ids: Sequence[str]) -> dict[str, str]:
    found = list(touches.many(session, visit.team_id, ids).values())
    entries = {touch.id: one_line(touch, visit.today) for touch in shown(session, visit.team_id, found, "", visit.zone)}
    people = contacts.many(session, visit.team_id, ids)
    entries |= {contact.id: mrkdwn.line(contact.name) for contact in people.values()}
    entries |= {one.id: remark_line(one, visit.today) for one in _remarks(session, visit, ids)}
    entries |= promised_lines(session, visit.team_id, ids, visit.today, visit.zone)
    entries |= tested_lines(session, visit.team_id, ids, visit.today, visit.zone)
    entries |= rescued_lines(session, visit.team_id, ids, visit.zone, visit.now)
    entries |= known_lines(session, visit.team_id, ids, visit.today, visit.zone)
    planned = meetings.of_accounts(session, visit.team_id, [account_id])
    return entries | {one.id: f"meeting planned for {mrkdwn.day(one.planned_on, visit.today)}" for one in planned}


def _remarks(session: Session, visit: Visit, ids: Sequence[str]) -> list[RemarkShown]:
    return remarks_shown(session, visit.team_id, list(remarks.many(session, visit.team_id, ids).values()), visit.zone)


def _is_told(verdict: Verdict, visit: Visit) -> bool:
    """Whose view a litmus test waits for is a word to them alone, and so is what they told in private."""
    return verdict.rule not in (LITMUS, SIGNALS) or not verdict.subject or verdict.hearer == visit.person.id


def _loudness(verdict: Verdict, now: datetime) -> int:
    level = verdict.level_at(now)
    return level.loudness if level else 0
