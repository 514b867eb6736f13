"""Everything that Slack can call."""

from handlers.desk import Desk
from handlers.table import register

__all__ = ["Desk", "register"]
