"""The audit of a loss as people read it in Slack: who leads it, where it turned, what was left and what was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block, Element

from bot.audits.neutral import Involvement
from bot.audits.story import Story
from bot.views import audit_words, charts, kit, mrkdwn
from bot.views.charts import Month
from bot.views.lessons import FINDING
from bot.views.post import Post

OPEN, REPORT = "audit.open", "audit.report"
APPOINT, FIND, DROP, CONCLUDE = "audit.appoint", "audit.find", "audit.drop", "audit.conclude"
SPARE, OUTSIDE = "audit.spare", "audit.outside"
_MOMENTS, _UNDONE, _FINDINGS, _CANDIDATES = 10, 10, 10, 5
_SIDES = {"ours": "our side", "theirs": "their side"}


@dataclass(frozen=True, slots=True)
class AuditShown:
    """An audit as somebody reads it. `leads`: they lead it; `chooses`: they may choose who does.

    `learned`: ids of findings that became lessons; `waiting`: of those that nobody looks for elsewhere yet.
    """

    audit_id: str
    account: str
    state: str
    ended_on: date
    due_on: date
    leader_id: str | None
    findings: Sequence[Mapping[str, str]]
    story: Story
    months: Sequence[Month]
    today: date
    leads: bool = False
    chooses: bool = False
    candidates: Sequence[Involvement] = ()
    closed_on: date | None = None
    learned: Collection[str] = ()
    waiting: Collection[str] = ()
    outsider: str = ""  # who leads it from outside; `leader_id` keeps the notes then


def overview(shown: AuditShown) -> Post:
    """The audit at a glance, with what its reader can do next."""
    name = mrkdwn.bold(mrkdwn.cut(shown.account, 200))
    text = f"The audit of {name}, lost on {mrkdwn.day(shown.ended_on, shown.today)}: {_standing(shown)}"
    blocks: list[Block] = [
        kit.header(f"What we learn from {mrkdwn.cut(shown.account, 100)}"),
        kit.section(text),
        kit.context("It is about what happened, not about who did it."),
        *_who(shown),
        kit.section(f"*Where it turned*\n{mrkdwn.line(audit_words.turning(shown.story.turning))}"),
        *_list("What happened, the latest", _moments(shown)),
        *_list("What was left", [audit_words.undone(one) for one in shown.story.undone], _UNDONE),
        *_findings(shown),
        *charts.touches_per_month(shown.months),
        *_buttons(shown),
    ]
    return kit.post(text, blocks)


def none(account_id: str, account: str) -> Post:
    """An account that was lost before it was on record here has none by itself; whoever leads can open one."""
    text = (
        f"{mrkdwn.bold(mrkdwn.cut(account, 200))} was lost before it was on record here, so no audit opened by itself. "
        "There may be something to learn from it all the same."
    )
    return kit.post(text, [kit.section(text), kit.actions(kit.button("Open its audit", OPEN, account_id))])


def candidate(one: Involvement) -> str:
    """Somebody who may lead it, and how little they had to do with it, in mrkdwn."""
    had = [
        f"passed on {mrkdwn.count(one.remarks, 'remark')}" if one.remarks else "",
        "leads its owner" if one.leads_owner else "",
        f"leads {mrkdwn.count(one.audits, 'other audit')}" if one.audits else "",
    ]
    return (
        f"{mrkdwn.person(one.person_id)}: {mrkdwn.listing([part for part in had if part]) or 'never had to do with it'}"
    )


def appointed(account: str, leader_id: str, due_on: date, reader: str, today: date) -> Post:
    """The answer to whoever chose who leads it."""
    who = "You lead" if leader_id == reader else f"{mrkdwn.person(leader_id)} leads"
    name = mrkdwn.quoted(account)
    text = (
        f"{who} the audit of {mrkdwn.bold(mrkdwn.cut(account, 200))}, due by {mrkdwn.day(due_on, today)}. "
        f"The story is in {mrkdwn.code(f'/client audit {name}')}."
    )
    return kit.post(text, [kit.section(text)])


def invited(account: str, outsider: str, due_on: date, today: date) -> Post:
    """The answer to whoever had somebody from outside lead it: they keep the notes."""
    name = mrkdwn.quoted(account)
    text = (
        f"{mrkdwn.line(outsider)} leads the audit of {mrkdwn.bold(mrkdwn.cut(account, 200))} from outside, due by "
        f"{mrkdwn.day(due_on, today)}. You keep its notes: go through {mrkdwn.code(f'/client audit {name}')} together, "
        "and write down what they find. I remind you, not them; the report says who led it."
    )
    return kit.post(text, [kit.section(text)])


def concluded(account: str) -> Post:
    """The answer to whoever ended an audit; its report follows."""
    text = (
        f"The audit of {mrkdwn.bold(mrkdwn.cut(account, 200))} is done: thank you for looking closely and fairly. "
        "Its report comes into our direct message; it can be passed on as it is."
    )
    return kit.post(text, [kit.section(text)])


def handed_over(account: str) -> str:
    """The words beside the report."""
    return f"What we learn from {mrkdwn.line(account)}: the report of the audit is in the thread."


ON_ITS_WAY = "The report is being written; it comes into our direct message."
NOT_TAKEN = "Slack did not take the report. Try again in a minute: /client audit has the button."


def _standing(shown: AuditShown) -> str:
    if shown.state == "done":
        return f"done{f' on {mrkdwn.day(shown.closed_on, shown.today)}' if shown.closed_on else ''}."
    if shown.state == "dropped":
        return "dropped, as the account was reopened."
    return f"due by {mrkdwn.day(shown.due_on, shown.today)}."


def _who(shown: AuditShown) -> list[Block]:
    if shown.outsider:
        notes = f"; {mrkdwn.person(shown.leader_id)} keeps the notes" if shown.leader_id else ""
        return [kit.section(f"*Who leads it*\n{mrkdwn.line(shown.outsider)}, from outside{notes}")]
    if shown.leader_id:
        return [
            kit.section(f"*Who leads it*\n{mrkdwn.person(shown.leader_id)}, who had nothing to do with the account")
        ]
    if shown.state != "open":
        return []
    if not shown.candidates:
        name = mrkdwn.quoted(shown.account)
        said = (
            "Everybody of ours had to do with the account, so somebody from outside would see it freshest: an adviser, "
            "a partner, a sister company. A lead of ours says who, and keeps the notes: "
            f"{mrkdwn.code(f'/client audit {name} from outside: Jane Roe, Roe Advisers')}"
        )
        return [kit.section(f"*Nobody leads it yet*\n{said}")]
    lines = [candidate(one) for one in shown.candidates[:_CANDIDATES]]
    more = len(shown.candidates) - _CANDIDATES
    return _list("Nobody leads it yet. It could be", lines, ready=True) + (
        [kit.context(f"+{more:,} more who had nothing to do with it.")] if more > 0 else []
    )


def _moments(shown: AuditShown) -> list[str]:
    """The latest moments; the turn is marked where it falls among them."""
    latest = shown.story.moments[-_MOMENTS:]
    turned_on = shown.story.turning.on if shown.story.turning else None
    lines = [f"{audit_words.day(one.on)}: {audit_words.moment(one)}" for one in latest]
    if turned_on is not None:
        at = next((place for place, one in enumerate(latest) if one.on >= turned_on), len(latest))
        lines.insert(at, f"{audit_words.day(turned_on)}: ↘ here it seems to have turned")
    return lines


def _findings(shown: AuditShown) -> list[Block]:
    if not shown.findings:
        return [kit.section("*What was found*\nNothing yet.")] if shown.state == "open" else []
    left = f", {len(shown.waiting)} still to be looked for elsewhere" if shown.waiting else ""
    blocks: list[Block] = [kit.section(f"*What was found*: {mrkdwn.count(len(shown.findings), 'finding')}{left}")]
    for row in sorted(shown.findings, key=lambda row: row["id"] not in shown.waiting)[:_FINDINGS]:
        blocks += _finding(shown, row)
    if len(shown.findings) > _FINDINGS:
        blocks.append(kit.context(f"+{len(shown.findings) - _FINDINGS} more: all of them are in the report."))
    return blocks


def _finding(shown: AuditShown, row: Mapping[str, str]) -> list[Block]:
    """A finding, and what its reader can do about it."""
    text = (
        f"{mrkdwn.line(mrkdwn.cut(row['text'], 600))}\n_{row['part']}, on {_SIDES[row['side']]}{_became(shown, row)}_"
    )
    if shown.leads and shown.state == "open":
        return [
            kit.section(text, kit.button("Take off", DROP, f"{shown.audit_id} {row['id']}", "Take this finding off"))
        ]
    learn = kit.button("Make it a lesson", FINDING, f"{shown.audit_id}:{row['id']}", "Make this finding a lesson")
    if row["id"] not in shown.waiting or not (shown.leads or shown.chooses):
        return [kit.section(text, None if row["id"] in shown.learned else learn)]
    none = kit.button("Nothing to check elsewhere", SPARE, f"{shown.audit_id} {row['id']}")
    return [kit.section(text), kit.actions(learn, none)]


def _became(shown: AuditShown, row: Mapping[str, str]) -> str:
    if row["id"] in shown.learned:
        return " · a lesson"
    return " · nothing to check elsewhere" if row.get("elsewhere") else ""


def _buttons(shown: AuditShown) -> list[Block]:
    buttons: list[Element] = []
    if shown.state == "open" and shown.leads:
        buttons.append(kit.button("Add a finding", FIND, shown.audit_id, primary=True))
        buttons += [kit.button("Conclude", CONCLUDE, shown.audit_id)] if shown.findings else []
    if shown.state == "open" and shown.chooses and not shown.leader_id and not shown.candidates:
        buttons.append(kit.button("Somebody from outside leads it", OUTSIDE, shown.audit_id, primary=True))
    elif shown.state == "open" and shown.chooses:
        label = "Somebody else leads it" if shown.leader_id else "Choose who leads it"
        buttons.append(kit.button(label, APPOINT, shown.audit_id, primary=not shown.leader_id))
    if shown.state != "dropped":
        buttons.append(kit.button("The report as a file", REPORT, shown.audit_id))
    return [kit.actions(*buttons)] if buttons else []


def _list(title: str, lines: Sequence[str], most: int = 99, *, ready: bool = False) -> list[Block]:
    """A heading and its lines, the first of many; `ready`: they are mrkdwn already."""
    if not lines:
        return []
    shown = [f"• {line if ready else mrkdwn.line(line)}" for line in lines[:most]]
    more = [f"• +{len(lines) - most:,} more, in the report"] if len(lines) > most else []
    return list(kit.paragraphs([f"*{title}*", *shown, *more]))
