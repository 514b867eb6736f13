"""Logs: one line an event, with names and values. No secret reaches them, and no client's name."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.hush import Hush, without_rows

_NOISY = ("apscheduler", "slack_bolt", "slack_sdk", "alembic", "uvicorn", "websockets")


def configure(level: str, style: str = "", secrets: Iterable[str] = ()) -> None:
    """Write to standard error; `style` is "json" or "text": by itself, text on a terminal.

    Whatever is in `secrets` is never written, wherever it comes from.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_rows,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = _renderer(style or ("text" if sys.stderr.isatty() else "json"))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Hushed(Hush(secrets), renderer, shared))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))


class _Hushed(structlog.stdlib.ProcessorFormatter):
    """Renders a line, and takes the secrets out of it."""

    def __init__(self, hush: Hush, renderer: Processor, foreign: list[Processor]) -> None:
        super().__init__(processor=renderer, foreign_pre_chain=foreign)
        self._hush = hush

    def format(self, record: logging.LogRecord) -> str:
        return self._hush(super().format(record))


def _renderer(style: str) -> Processor:
    if style == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )  # the usual one shows every local variable


def _without_rows(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: without_rows(value) if isinstance(value, str) else value for name, value in event.items()}
