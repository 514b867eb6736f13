"""How a workspace's stay begins and ends: installed, uninstalled, forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.installing.keeper import seal
from bot.installing.oauth import Granted
from bot.tend import Tend
from storage import forgetting, installations, workspaces
from storage.engine import Store
from storage.tables import Installation
from storage.vault import Vault

log = structlog.get_logger()

KEPT_FOR = timedelta(days=30)


def begin(tend: Tend, vault: Vault, granted: Granted, now: datetime) -> None:
    """Keep what was granted. A workspace that had left wakes up, and so do all of an organisation that did."""
    row = Installation(
        team_id=granted.team_id,
        enterprise_id=granted.enterprise_id,
        bot_token="",
        scopes=granted.scopes,
        bot_user_id=granted.bot_user_id,
        installed_by=granted.installed_by,
        installed_at=now,
    )
    seal(row, granted.tokens, vault, now)
    with tend.store.write() as session:
        installations.put(session, row)
        teams = _served(session, granted.team_id, granted.enterprise_id)
        for team_id in teams:
            known = {"bot_user_id": granted.bot_user_id, "enterprise_id": granted.enterprise_id}
            workspaces.ensure(session, team_id, now, name=granted.name if granted.team_id else "", **known)
    for team_id in teams:
        tend.slack.drop(team_id)
    log.info("installation.begun", team_id=granted.team_id, enterprise_id=granted.enterprise_id)


def end(tend: Tend, team_id: str, enterprise_id: str, happened_at: datetime, why: str) -> None:
    """Tend was uninstalled, or its tokens revoked: it falls silent there at once, and the tokens are deleted.

    An organisation as a whole has an empty `team_id`. An installation made after `happened_at` (aware UTC) is another
    one, and stays: Slack's word of the old one's end may come late.
    """
    with tend.store.write() as session:
        if not installations.remove(session, team_id, enterprise_id, happened_at):
            return
        served = _served(session, team_id, enterprise_id)
        teams = [one for one in served if installations.find(session, one) is None]
        for one in teams:
            workspaces.left(session, one, tend.now(), why)
    for one in served:
        tend.slack.drop(one)
    log.warning("installation.ended", team_id=team_id, enterprise_id=enterprise_id, why=why, workspaces=len(teams))


def forget(store: Store, team_id: str) -> int:
    """Delete everything of a workspace; how many rows there were."""
    with store.write() as session:
        return forgetting.forget(session, team_id)


def forget_those_that_left(store: Store, now: datetime) -> None:
    """Delete everything of workspaces that were uninstalled 30 days ago; one that fails does not keep the others."""
    by = now - KEPT_FOR
    with store.read() as session:
        gone = forgetting.departed(session, by)
    for team_id in gone:
        try:
            with store.write() as session:
                rows = forgetting.forget(session, team_id) if forgetting.is_gone(session, team_id, by) else 0
            log.warning("workspace.forgotten", team_id=team_id, rows=rows)
        except Exception:
            log.exception("workspace.not_forgotten", team_id=team_id)


def _served(session: Session, team_id: str, enterprise_id: str) -> list[str]:
    """The workspaces that an installation is for: of an organisation's, those that have none of their own."""
    if team_id:
        return [team_id]
    ours = {one: installations.find(session, one) for one in workspaces.of_enterprise(session, enterprise_id)}
    return [one for one, found in ours.items() if found is None or not found.team_id]
