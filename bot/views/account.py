"""An account as people read it: how it stands, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from slackblocks import Block

from bot.facts import AccountFacts, ContactFact
from bot.policy import Level, Status
from bot.rules.quiet import RULE as QUIET
from bot.rules.verdict import Verdict
from bot.views import contacts, kit, mrkdwn, words
from bot.views.charts import Month, each_month, touches_per_month
from bot.views.open_items import open_items
from bot.views.post import Post
from bot.views.rhythm import gaps_of_late, rhythm
from bot.views.traits import TraitShown, at_a_glance
from bot.worktime import UTC_ZONE

_CONTACTS = 15
_VERDICTS = 35
_ENTRIES = 3


@dataclass(frozen=True)
class Sheet:
    """All that is shown of an account. Lists are as stored; `snoozed`: (rule, subject) → its last moment (UTC)."""

    facts: AccountFacts
    verdicts: Sequence[Verdict]
    now: datetime
    today: date
    zone: tzinfo = UTC_ZONE
    lost_on: date | None = None
    aliases: Sequence[str] = ()
    domains: Sequence[str] = ()
    channels: Sequence[str] = ()
    helpers: Sequence[str] = ()
    closures: Sequence[tuple[date, date]] = ()
    last_touch: str = ""  # mrkdwn
    snoozed: Mapping[tuple[str, str], datetime] | None = None
    entries: Mapping[str, str] | None = None  # id of a touch, contact or meeting → mrkdwn
    months: Sequence[Month] = ()
    traits: Sequence[TraitShown] = ()
    handed: Sequence[str] = ()  # who of ours took whose place lately; mrkdwn


def show(sheet: Sheet) -> Post:
    """One account: its people on both sides, its last touch, its clocks."""
    facts = sheet.facts
    level = loudest(sheet.verdicts, sheet.now)
    waiting = open_items(facts, sheet.today)
    text = f"{mrkdwn.bold(facts.name)} · {words.level(level)}"
    blocks: list[Block] = [
        kit.header(facts.name),
        kit.section("\n".join([f"*{words.level(level)}*{_rests(sheet)} · {_status(sheet)}", *_ours(sheet)])),
        kit.section(f"_Last touch:_ {sheet.last_touch or 'none logged yet'}"),
        *([kit.section(waiting)] if waiting else []),
        *touches_per_month(sheet.months),
        *kit.paragraphs(at_a_glance(sheet.traits, sheet.today)),
        kit.section("*Contacts*"),
        *_contacts(facts, sheet.today),
        *kit.paragraphs(["*Clocks*", *_clocks(sheet)]),
        kit.context(f"More: {mrkdwn.code(f'/client why {mrkdwn.quoted(facts.name)}')}"),
    ]
    return kit.post(". ".join([text, each_month(sheet.months)] if sheet.months else [text]), blocks)


def why(sheet: Sheet) -> Post:
    """Every rule with its clock, its threshold, the entries it rests on and what clears it (MISSION D8)."""
    facts = sheet.facts
    text = f"Why: {mrkdwn.bold(facts.name)} is {words.level(loudest(sheet.verdicts, sheet.now))}"
    blocks: list[Block] = [kit.header(f"Why: {facts.name}")]
    if not sheet.verdicts:
        blocks.append(kit.section("No rule watches it: lost accounts are left in peace."))
    for verdict in sheet.verdicts[:_VERDICTS]:
        blocks.append(kit.section(explained(verdict, sheet)))
        if verdict.rule == QUIET:
            blocks += rhythm(facts, verdict, sheet.now)
    more = len(sheet.verdicts) - _VERDICTS
    if more > 0:
        blocks.append(kit.context(f"+{more:,} more clocks, none louder than these."))
    return kit.post(". ".join(filter(None, [text, gaps_of_late(facts, sheet.now)])), blocks)


def loudest(verdicts: Sequence[Verdict], now: datetime) -> Level | None:
    """The loudest level that any rule has reached."""
    reached = [level for verdict in verdicts if (level := verdict.level_at(now))]
    return max(reached, key=lambda level: level.loudness, default=None)


def explained(verdict: Verdict, sheet: Sheet) -> str:
    """One rule with its clock, its threshold, the entries it rests on and what clears it."""
    entries = sheet.entries or {}
    rests_on = [entries[id_] for id_ in verdict.rests_on if id_ in entries]
    parts = [
        f"*{words.rule(verdict.rule)}* · {words.level(verdict.level_at(sheet.now))}{_snoozed(verdict, sheet)}",
        mrkdwn.line(verdict.reason),
        f"_Threshold:_ {mrkdwn.line(verdict.threshold)}",
        f"_Clock:_ {_clock(verdict, sheet)}",
        f"_Rests on:_ {'; '.join(rests_on[:_ENTRIES])}" if rests_on else "",
        f"_Clears it:_ {mrkdwn.line(verdict.clears)}",
    ]
    return "\n".join(mrkdwn.cut(part, 1200) for part in parts if part)


def _clock(verdict: Verdict, sheet: Sheet) -> str:
    zone = sheet.facts.calendar.zone
    since = f"since {mrkdwn.there(verdict.since, zone)}" if verdict.since else ""
    steps = [
        f"{level.value} {'since' if at <= sheet.now else 'on'} {mrkdwn.there(at, zone)}" for at, level in verdict.steps
    ]
    return " · ".join(filter(None, [since, *steps])) or "at rest"


def _clocks(sheet: Sheet) -> list[str]:
    """The clocks that run; those at rest are left to `why`."""
    running = [v for v in sheet.verdicts if v.level_at(sheet.now) or v.next_step(sheet.now)]
    return [_clock_line(verdict, sheet) for verdict in running[:_VERDICTS]] or [f"{words.CALM}: none is running."]


def _clock_line(verdict: Verdict, sheet: Sheet) -> str:
    level = words.level(verdict.level_at(sheet.now))
    rings = verdict.next_step(sheet.now)
    nxt = f" · rings {mrkdwn.there(rings, sheet.facts.calendar.zone)}" if rings else ""
    reason = mrkdwn.cut(mrkdwn.line(verdict.reason), 400)
    return f"{level} · {words.rule(verdict.rule)}: {reason}{nxt}"


def _snoozed(verdict: Verdict, sheet: Sheet) -> str:
    until = (sheet.snoozed or {}).get((verdict.rule, verdict.subject))
    return f" · snoozed until {mrkdwn.on(until, sheet.zone)}" if until and until > sheet.now else ""


def _rests(sheet: Sheet) -> str:
    until = max((sheet.snoozed or {}).values(), default=None)
    return f" · snoozed until {mrkdwn.on(until, sheet.zone)}" if until and until > sheet.now else ""


def _status(sheet: Sheet) -> str:
    facts = sheet.facts
    stands = words.STATUSES[facts.status] if facts.status is not Status.ACTIVE else ""
    parts = [
        f"tier {facts.tier.value}",
        f"{stands} on {mrkdwn.day(sheet.lost_on, sheet.today)}" if sheet.lost_on else stands,
        f"paused until {mrkdwn.day(facts.paused_until, sheet.today)}" if facts.paused_until else "",
        f"promised every {mrkdwn.count(facts.cadence_days, 'day')}" if facts.cadence_days else "",
        mrkdwn.money(facts.annual_value_minor, facts.currency) + " a year"
        if facts.annual_value_minor is not None and facts.currency
        else "",
        "of it " + mrkdwn.money(facts.annual_profit_minor, facts.currency) + " profit"
        if facts.annual_profit_minor is not None and facts.currency
        else "",
        f"client since {mrkdwn.day(facts.calendar.day(facts.started_at))}",
    ]
    return " · ".join(filter(None, parts))


def _ours(sheet: Sheet) -> list[str]:
    facts = sheet.facts
    people = [
        f"Owner {mrkdwn.person(facts.owner_id)}" if facts.owner_id else "No owner yet",
        f"backup {mrkdwn.person(facts.backup_id)}" if facts.backup_id else "",
        f"sponsor {mrkdwn.person(facts.sponsor_id)}" if facts.sponsor_id else "",
        f"helpers {', '.join(mrkdwn.person(id_) for id_ in sheet.helpers)}" if sheet.helpers else "",
    ]
    closed = [f"{mrkdwn.day(first)} to {mrkdwn.day(last)}" for first, last in sheet.closures]
    more = [
        f"also {', '.join(mrkdwn.line(alias) for alias in sheet.aliases)}" if sheet.aliases else "",
        f"e-mail {', '.join(mrkdwn.line(domain) for domain in sheet.domains)}" if sheet.domains else "",
        " ".join(mrkdwn.channel(id_) for id_ in sheet.channels),
        f"closed {', '.join(closed)}" if closed else "",
    ]
    handed = [f"_Changes of ours:_ {'; '.join(sheet.handed)}"] if sheet.handed else []
    return [" · ".join(filter(None, part)) for part in (people, more, handed) if any(part)]


def _contacts(facts: AccountFacts, today: date) -> list[Block]:
    here = [contact for contact in facts.contacts if contact.left_at is None]
    gone = [contact for contact in facts.contacts if contact.left_at is not None]
    rows = [contacts.row(_contact(one, facts, today), one.id, one.name) for one in here[:_CONTACTS]]
    lines: list[str] = []
    if not here:
        example = mrkdwn.code(f"/client contact {mrkdwn.quoted(facts.name)} Jane Doe, VP Operations")
        lines.append(f"Nobody is known there yet. Add the first: {example}")
    if len(here) > _CONTACTS:
        lines.append(f"+{len(here) - _CONTACTS} more")
    if gone:
        lines.append(f"No longer there: {mrkdwn.listing([mrkdwn.line(contact.name) for contact in gone], 5)}")
    return [*rows, *kit.paragraphs(lines)]


def _contact(contact: ContactFact, facts: AccountFacts, today: date) -> str:
    met = f"met {mrkdwn.day(facts.calendar.day(contact.last_met_at), today)}" if contact.last_met_at else "never met"
    parts = [
        mrkdwn.line(contact.title),
        contact.level.value,
        ", ".join(role.replace("-", " ") for role in contact.roles),
        "can hire or fire us" if contact.can_hire_or_fire else "",
        met,
    ]
    return f"• {mrkdwn.bold(contact.name)}: {', '.join(filter(None, parts))}"
