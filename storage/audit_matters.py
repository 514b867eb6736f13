"""Clients who are leaving, and audits of losses that are not done, as rules are told of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Text, and_, cast, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from storage.core import Among, table
from storage.tables import (
    Account,
    AccountHelper,
    Lesson,
    Loss,
    LossAudit,
    Person,
    Rescue,
    StaffingChange,
    Touch,
    TouchPerson,
    Workspace,
)


def leaving(team: BindParameter[Any], ids: BindParameter[Any]) -> Select[Any]:
    """Losses to be, by account, with `reopened_at`: when it was last said to go on after an earlier end."""
    loss = table(Loss).c
    before = aliased(table(Loss)).c
    again = (before.team_id == loss.team_id, before.account_id == loss.account_id)
    reopened = select(func.max(before.reopened_at)).where(*again).scalar_subquery().label("reopened_at")
    named = ("account_id", "id", "recorded_at", "ended_on", "exit_on", "exit_answers", "words")
    told = select(*(loss[name] for name in named), reopened)
    mine = (loss.team_id == team, Among(loss.account_id, ids), loss.state == literal_column("'leaving'"))
    return told.where(*mine).order_by(loss.account_id, loss.id)


def audits(team: BindParameter[Any], ids: BindParameter[Any]) -> Select[Any]:
    """By account and when they were opened, with `ended_on`, `is_tied` of the leader, and `chooser_id`.

    Whoever leads the owner chooses a leader; where nobody does, the first of the admins.
    """
    audit, loss, account = table(LossAudit).c, table(Loss).c, table(Account).c
    of_loss = and_(loss.team_id == audit.team_id, loss.id == audit.loss_id)
    named = ("account_id", "id", "opened_at", "due_on", "leader_id", "findings")
    told = _of_audits(team, ids, "open", named).join(table(Loss), of_loss)
    return told.add_columns(loss.ended_on, _is_tied(audit, account).label("is_tied"))


def unlearned(team: BindParameter[Any], ids: BindParameter[Any]) -> Select[Any]:
    """Audits that are done, as `audits` are told; `learned`: ids of findings that became lessons, with commas between.

    Those that were done before anybody was reminded of findings are left alone.
    One that found nothing that is not learned is told, too: what a finding says of it stands in its JSON.
    """
    audit, lesson = table(LossAudit).c, table(Lesson).c
    mine = (lesson.team_id == audit.team_id, lesson.loss_id == audit.loss_id, lesson.finding_id.is_not(None))
    ids_of = func.aggregate_strings(lesson.finding_id, ",")
    learned = select(ids_of).where(*mine, lesson.state != literal_column("'dropped'")).scalar_subquery()
    named = ("account_id", "id", "closed_at", "leader_id", "findings")
    workspace = table(Workspace).c
    begins = select(workspace.reminds_from).where(workspace.team_id == team).scalar_subquery()
    is_new = audit.closed_at >= func.coalesce(begins, audit.closed_at)
    return _of_audits(team, ids, "done", named).add_columns(learned.label("learned")).where(is_new)


def _of_audits(team: BindParameter[Any], ids: BindParameter[Any], state: str, named: Sequence[str]) -> Select[Any]:
    """Columns of audits in a state, with their accounts and `chooser_id`, by account and when they were opened."""
    audit, account, owner = table(LossAudit).c, table(Account).c, aliased(table(Person))
    told = select(
        *(audit[name] for name in named), func.coalesce(owner.c.lead_id, _an_admin(audit)).label("chooser_id")
    )
    of_account = and_(account.team_id == audit.team_id, account.id == audit.account_id)
    owned = and_(owner.c.team_id == audit.team_id, owner.c.id == account.owner_id)
    joined = told.join_from(table(LossAudit), table(Account), of_account).outerjoin(owner, owned)
    mine = (audit.team_id == team, Among(audit.account_id, ids), audit.state == literal_column(f"'{state}'"))
    return joined.where(*mine).order_by(audit.account_id, audit.opened_at, audit.id)


def _is_tied(audit: Any, account: Any) -> ColumnElement[bool]:
    """Whether the leader keeps or kept the account, helps or helped on it or was in touch (`storage.ties`).

    Who keeps the notes for somebody from outside may have been there.
    """
    leader = audit.leader_id
    touch, part = table(Touch).c, table(TouchPerson).c
    was_there = and_(touch.logged_at <= audit.opened_at, touch.undone_at > audit.opened_at)
    stands = or_(touch.undone_at.is_(None), was_there)
    live = (touch.team_id == audit.team_id, touch.account_id == audit.account_id, stands)
    logged = exists(select(touch.id).where(*live, touch.logged_by == leader, touch.source != literal_column("'csv'")))
    within = and_(part.team_id == touch.team_id, part.touch_id == touch.id)
    joined = select(part.touch_id).join_from(table(TouchPerson), table(Touch), within)
    took_part = exists(joined.where(*live, part.person_id == leader))
    helper, change = table(AccountHelper).c, table(StaffingChange).c
    helps = (helper.team_id == audit.team_id, helper.account_id == audit.account_id, helper.person_id == leader)
    changed = (change.team_id == audit.team_id, change.account_id == audit.account_id)
    kept = exists(select(change.id).where(*changed, or_(change.before_id == leader, change.after_id == leader)))
    rescue = table(Rescue).c
    rescued = (rescue.team_id == audit.team_id, rescue.account_id == audit.account_id)
    helpers = cast(rescue.helpers, Text)  # a list in JSON: without the leader's id it is another text
    in_it = func.replace(helpers, '"' + leader + '"', "") != helpers
    led = exists(select(rescue.id).where(*rescued, or_(rescue.lead_id == leader, rescue.sponsor_id == leader, in_it)))
    keeps = or_(account.owner_id == leader, account.backup_id == leader, account.sponsor_id == leader)
    helped = exists(select(helper.person_id).where(*helps))
    was_there = or_(func.coalesce(keeps, False), logged, took_part, helped, kept, led)
    return and_(audit.outsider == literal_column("''"), was_there)


def _an_admin(audit: Any) -> Any:
    admin = aliased(table(Person)).c
    ours = (admin.deactivated_at.is_(None), admin.is_bot.is_(False), admin.is_stranger.is_(False))
    is_admin = or_(admin.is_admin.is_(True), admin.role == literal_column("'admin'"))
    return select(func.min(admin.id)).where(admin.team_id == audit.team_id, *ours, is_admin).scalar_subquery()
