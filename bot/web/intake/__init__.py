"""Touches from other programs over HTTP: the door, its problems, its pace and its page."""

from bot.web.intake.door import PATH, Intake

__all__ = ["PATH", "Intake"]
