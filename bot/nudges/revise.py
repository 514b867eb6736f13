"""Brings posted messages up to date: what was answered shows how. Doing it twice does no harm."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.nudges import slack
from bot.nudges.brakes import UPDATE
from bot.nudges.compose import Reader, compose_again
from bot.nudges.deliver import Courier
from bot.nudges.lease import LEASE, Lease
from bot.nudges.slack import Fate, Trouble
from storage.tables import Message

log = structlog.get_logger()

AGAIN = timedelta(minutes=5)
GIVEN_UP = timedelta(days=1)  # a post that could not be changed for so long stays as it is


def revise(courier: Courier, message: Message, lease: Lease) -> None:
    """Render a leased post anew and have Slack replace it."""
    now = lease.now()
    if not lease.holds():
        courier.ledger.give_back(message, now)
        return
    again_at: datetime | None = None
    try:
        _replace(courier, message, now)
        courier.circuit.well(message.team_id)
        courier.counts["revised"] += 1
    except Trouble as met:
        log.log(met.level, "outbox.revision_failed", message_id=message.id, code=met.code, fate=met.fate)
        again_at = _again(courier, message, met, now)
    courier.ledger.revised(message, again_at)


def _replace(courier: Courier, message: Message, now: datetime) -> None:
    with courier.tend.store.read() as session:
        post = compose_again(session, Reader.of(session, message), message, now, courier.views)
    if post and message.channel_id and message.ts:
        courier.circuit.check(message.team_id, now)
        courier.address(message, now)
        courier.brakes.check(UPDATE, message.team_id, now)
        try:
            client = slack.client_of(courier.tend.slack, message.team_id)
            slack.revise(client, message.channel_id, message.ts, post)
        except Trouble as met:
            courier.brake(UPDATE, message.team_id, met, now)
            raise


def _again(courier: Courier, message: Message, met: Trouble, now: datetime) -> datetime | None:
    """When to try again; None: never."""
    if met.fate is Fate.LIMITED:
        return now + met.wait
    if met.fate is Fate.REVOKED:
        courier.ledger.fall_asleep(message.team_id, met.code, now)
        courier.circuit.rest(message.team_id, now + LEASE)
        return now
    if met.fate is not Fate.PERMANENT:
        courier.circuit.failed(message.team_id, now)
    asked = message.revise_at or now
    return None if met.fate is Fate.PERMANENT or now - asked > GIVEN_UP else now + AGAIN
