"""The report of an audit, put together from the account, its loss, its story and what was found."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot import exit_questions, hindsight, money
from bot.audits.gather import story_of
from bot.audits.neutrality import of_person
from bot.audits.story import Story
from bot.gather import policy_of
from bot.months import months_of
from bot.views.audit_report import Report, markdown
from bot.views.charts import Month
from bot.views.hindsight import sentence
from bot.work import desk, exits
from bot.worktime import zone
from storage.tables import Account, Loss, LossAudit


def written(session: Session, account: Account, loss: Loss, audit: LossAudit, now: datetime) -> str:
    """The report as a Markdown document, as things stand."""
    workspace = desk.workspace(session, account.team_id)
    value = money.plain(loss.value_minor, loss.currency) if loss.value_minor is not None and loss.currency else ""
    report = Report(
        account=account.name,
        tier=account.tier,
        value=f"{value} {loss.currency}" if value else "",
        decided_by=loss.decided_by,
        reasons=exits.reasons(loss),
        words=loss.words,
        attraction=loss.attraction,
        exit_on=loss.exit_on,
        answers=exit_questions.answered(session, loss),
        story=story(session, account, loss),
        months=months(session, account, loss, now),
        findings=audit.findings,
        turning_on=audit.turning_on,
        outsider=audit.outsider,
        notes_by_keeper=_notes_by_keeper(session, account, audit),
        hindsight=warned(session, account, now),
        written_on=now.astimezone(zone(workspace.tz)).date(),
    )
    return markdown(report)


def _notes_by_keeper(session: Session, account: Account, audit: LossAudit) -> bool:
    if not (audit.outsider and audit.leader_id):
        return False
    involved = of_person(session, account, audit.leader_id)
    return involved is not None and involved.had_it


def warned(session: Session, account: Account, now: datetime) -> str:
    """What our rules would have said of it, as they are set today; "" where there is nothing to replay."""
    policy = policy_of(desk.workspace(session, account.team_id))
    told = hindsight.of_account(session, account.team_id, account.id, policy, now)
    said = sentence(told) if told else ""
    return f"{said[:1].upper()}{said[1:]}"


def story(session: Session, account: Account, loss: Loss) -> Story:
    """The story of an account that was lost."""
    return story_of(session, account, loss, policy_of(desk.workspace(session, account.team_id)))


def months(session: Session, account: Account, loss: Loss, now: datetime) -> list[Month]:
    """Its last twelve months, the one in which it ended the last."""
    workspace = desk.workspace(session, account.team_id)
    ended = datetime.combine(loss.ended_on + timedelta(days=1), time(), zone(workspace.tz)) if loss.ended_on else now
    at = (session, account.team_id, [account.id], policy_of(workspace), min(ended - timedelta(minutes=1), now))
    return months_of(*at).get(account.id, [])
