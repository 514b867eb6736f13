"""Brings posted messages up to date: what was answered shows how. Doing it twice does no harm."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.nudges import slack
from bot.nudges.brakes import UPDATE
from bot.nudges.compose import Reader, compose_again
from bot.nudges.deliver import Courier, Lease
from bot.nudges.slack import Fate, Trouble
from storage.tables import Message

log = structlog.get_logger()

AGAIN = timedelta(minutes=5)
GIVEN_UP = timedelta(days=1)  # a post that could not be changed for so long stays as it is


def revise(courier: Courier, message: Message, lease: Lease) -> None:
    """Render a leased post anew and have Slack replace it."""
    if not lease.holds():
        return
    now = lease.now()
    again_at: datetime | None = None
    try:
        _replace(courier, message, now)
        courier.counts["revised"] += 1
    except Trouble as met:
        log.warning("outbox.revision_failed", message_id=message.id, code=met.code, fate=met.fate)
        again_at = _again(courier, message, met, now)
    courier.ledger.revised(message, again_at)


def _replace(courier: Courier, message: Message, now: datetime) -> None:
    with courier.tend.store.read() as session:
        post = compose_again(session, Reader.of(session, message), message, now, courier.views)
    if post and message.channel_id and message.ts:
        courier.address(message)
        courier.brakes.check(UPDATE, message.team_id, now)
        slack.revise(courier.tend.slack.of(message.team_id), message.channel_id, message.ts, post)


def _again(courier: Courier, message: Message, met: Trouble, now: datetime) -> datetime | None:
    """When to try again; None: never."""
    if met.fate is Fate.LIMITED:
        courier.brakes.wait(UPDATE, message.team_id, now + met.wait)
        return now + met.wait
    if met.fate is Fate.REVOKED:
        courier.ledger.fall_asleep(message.team_id, met.code, now)
        return now
    asked = message.revise_at or now
    return None if met.fate is Fate.PERMANENT or now - asked > GIVEN_UP else now + AGAIN
