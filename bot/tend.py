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
from storage.vault import Vault


@dataclass(frozen=True)
class Tend:
    """The running bot: its database, its clock (aware UTC), its way to Slack and what Slack said of channels.

    `address`: where other programs reach it over HTTP; empty where they do not. `vault`: None where nothing can be
    sealed. `private_calendars`: whether calendars may lie in our own network.
    """

    store: Store
    now: Callable[[], datetime]
    slack: SlackClients
    bot_user_id: str = ""
    address: str = ""
    vault: Vault | None = field(default=None, compare=False, repr=False)
    private_calendars: bool = False
    calendars: Workers = field(default_factory=Workers, compare=False, repr=False)
    imports: Workers = field(default_factory=Workers, compare=False, repr=False)
    channels: ChannelMemory = field(default_factory=ChannelMemory, compare=False, repr=False)
    homes: Pace = field(default_factory=Pace, compare=False, repr=False)
