"""The Home tab: what waits on its reader, what goes quiet, what they look after, and for who leads, the whole."""

from __future__ import annotations

from bot.views.home.place import Place
from bot.views.home.tab import HomeTab, closed, home

__all__ = ["HomeTab", "Place", "closed", "home"]
