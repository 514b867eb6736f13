"""Who acts, and what they may do."""

from __future__ import annotations

from bot.playground.acting import Acting
from bot.playground.core import Core
from bot.playground.envelopes import Deliveries
from bot.playground.errors import NotPossible
from bot.playground.hearing import Hearing
from bot.playground.world import Channel, User

READ_ONLY = "Sending messages to this app has been turned off."  # Slack's own words


class Actors:
    """What all acts of people share. Raises `NotPossible` where Slack's client would not even let a person try."""

    def __init__(self, core: Core, deliveries: Deliveries) -> None:
        self._core = core
        self._acting = Acting(core, deliveries)
        self._hearing = Hearing(core, deliveries)
        core.hears = self._hearing.message

    def _of_ours(self, user_id: str, what: str) -> User:
        user = self._acting.user(user_id)
        if user.kind == "external":
            raise NotPossible("external", f"people of other companies cannot {what}")
        return user

    def _refuse_read_only(self, channel: Channel) -> None:
        if not self._core.takes_messages(channel):
            raise NotPossible("read_only", f"{READ_ONLY} Commands work in every channel.")
