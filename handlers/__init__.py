"""Everything that Slack can call."""

from handlers.table import register

__all__ = ["register"]
