"""What `/metrics` shows: what was counted, and how things stand at this moment."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import REGISTRY
from storage import health
from storage.engine import Store


def counts() -> bytes:
    """What was counted."""
    return generate_latest(REGISTRY)


def page(store: Store, now: datetime, last_tick: datetime | None) -> bytes:
    """What was counted and how things stand at `now` (aware UTC); a database that is away is told as such."""
    standing = CollectorRegistry()
    _show(standing, "tend_last_tick_age_seconds", "Since the last sign of a tick.", _age(last_tick, now))
    try:
        with store.read() as session:
            waiting, rang = health.waiting(session, now), health.oldest_ring(session, now)
    except SQLAlchemyError:
        _show(standing, "tend_database_up", "Whether the database answers.", 0)
    else:
        _show(standing, "tend_database_up", "Whether the database answers.", 1)
        _show(standing, "tend_outbox_depth", "Messages that are due and not sent.", waiting.messages)
        _show(standing, "tend_outbox_oldest_seconds", "Age of the oldest of them.", _age(waiting.since, now))
        _show(standing, "tend_clock_oldest_due_seconds", "Since the oldest clock that is due rang.", _age(rang, now))
    return counts() + generate_latest(standing)


def _show(registry: CollectorRegistry, name: str, what: str, value: float) -> None:
    Gauge(name, what, registry=registry).set(value)


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
