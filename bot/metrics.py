"""What Tend counts for whoever runs it. No label names a workspace, a person or a client."""

from __future__ import annotations

import re

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from sqlalchemy import event
from sqlmodel import Session

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
LAG_S = (1, 5, 15, 60, 120, 300, 900, 3_600, 14_400, 86_400)

_CODE = re.compile(r"[A-Za-z0-9_]{1,60}")

_COMMANDS = Counter("tend_commands", "Commands that people typed.", ["command"], registry=REGISTRY)
_NUDGES = Counter("tend_nudges_opened", "Nudges that were opened.", ["rule"], registry=REGISTRY)
_LAG = Histogram(
    "tend_message_lag_seconds",
    "From the moment at which a message was due to the one at which it was sent.",
    ["kind"],
    registry=REGISTRY,
    buckets=LAG_S,
)
_CALLS = Counter(
    "tend_slack_calls", "Calls to Slack; code: ok or what went wrong.", ["method", "code"], registry=REGISTRY
)
_AMBIGUOUS = Counter(
    "tend_ambiguous", "Messages that may have been posted, by what was done with them.", ["outcome"], registry=REGISTRY
)
_RETRIES = Counter("tend_retries", "Messages that could not be sent, by what that means.", ["fate"], registry=REGISTRY)

_REFUSED = Counter("tend_requests_refused", "HTTP requests that were not taken.", ["status"], registry=REGISTRY)


def command(name: str) -> None:
    """Somebody typed a command."""
    _COMMANDS.labels(name).inc()


def nudge_opened(session: Session, rule: str) -> None:
    """A nudge is opened: it counts once the session's transaction is committed."""
    event.listen(session, "after_commit", lambda _session: _NUDGES.labels(rule).inc())


def message_sent(kind: str, lag_s: float) -> None:
    """A message was sent, so many seconds after it was due."""
    _LAG.labels(kind).observe(max(lag_s, 0.0))


def slack_call(method: str, code: str) -> None:
    """Slack was called: `code` is "ok", Slack's own, or the name of what went wrong on the way."""
    _CALLS.labels(method, code if _CODE.fullmatch(code) else "other").inc()


def ambiguous(outcome: str) -> None:
    """What was done with a message that may have been posted: "found", "resent" or "held"."""
    _AMBIGUOUS.labels(outcome).inc()


def retry(fate: str) -> None:
    """A message could not be sent: passing, permanent, limited, revoked or unsure."""
    _RETRIES.labels(fate).inc()


def refused(status: int) -> None:
    """An HTTP request was not taken: 400, 401 or 413."""
    _REFUSED.labels(str(status)).inc()
