"""What the rooms share: made once, in `bot.app`, and passed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels import ChannelMemory
from bot.home.pace import Pace
from bot.slack import SlackClients
from storage.engine import Store


@dataclass(frozen=True)
class Tend:
    """The running bot: its database, its clock (aware UTC), its way to Slack and what Slack said of channels."""

    store: Store
    now: Callable[[], datetime]
    slack: SlackClients
    bot_user_id: str = ""
    channels: ChannelMemory = field(default_factory=ChannelMemory, compare=False, repr=False)
    homes: Pace = field(default_factory=Pace, compare=False, repr=False)
