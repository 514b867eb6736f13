"""Engines that share what SQLAlchemy compiled: each test has one of its own, and would compile every statement anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Dialect

STATEMENTS = 5_000  # more than there are in all tests

#: By its name: the dialect of the first engine that connected, and all that was compiled for it.
_shared: dict[str, tuple[Dialect, Any]] = {}


def sharing_engine(url: Any, **how: Any) -> Engine:
    """As `create_engine`. What is compiled is kept for a dialect, so that this is shared, too; no connection is."""
    engine = create_engine(url, query_cache_size=STATEMENTS, **how)
    name = engine.dialect.name
    if name in _shared:
        engine.dialect, engine._compiled_cache = _shared[name]
    else:
        event.listen(engine, "connect", lambda *_: _shared.setdefault(name, (engine.dialect, engine._compiled_cache)))
    return engine
