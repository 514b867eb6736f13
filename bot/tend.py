"""What the rooms share: made once, in `bot.app`, and passed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels import ChannelMemory
from bot.home.pace import Pace
from bot.slack import SlackClients
from bot.workers import Workers
from storage.engine import Store


@dataclass(frozen=True)
class Tend:
    """The running bot: its database, its clock (aware UTC), its way to Slack and what Slack said of channels.

    `address`: where other programs reach it over HTTP; empty where they do not.
    """

    store: Store
    now: Callable[[], datetime]
    slack: SlackClients
    bot_user_id: str = ""
    address: str = ""
    imports: Workers = field(default_factory=Workers, compare=False, repr=False)
    channels: ChannelMemory = field(default_factory=ChannelMemory, compare=False, repr=False)
    homes: Pace = field(default_factory=Pace, compare=False, repr=False)
