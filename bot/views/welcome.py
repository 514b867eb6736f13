"""What whoever installed Tend reads first: three steps, each with a tick when it is done; and how an owner is met."""

from __future__ import annotations

from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.forms.settings import groups
from bot.views.post import Post

OWNER = "account.owner"
SAMPLE, SAMPLE_TO_REST = "import.sample", "import.sample_to_rest"
EXAMPLE = ("Acme Corp, key, 120000, EUR", "Globex, standard", "Initech, light")
_TOUCH = mrkdwn.code("/touch Acme call with Jane yesterday")


@dataclass(frozen=True, slots=True)
class Begun:
    """How far a workspace is. `installed`: its reader installed Tend; else they run the workspace.

    `ask`: an admin, where the reader is none; empty where nobody is one.
    `has_sample`: made-up clients are among theirs, and not at rest.
    """

    installed: bool
    channel_id: str | None
    has_accounts: bool
    has_owners: bool
    ask: str | None = None
    has_sample: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.channel_id) and self.has_accounts and self.has_owners


def welcome(begun: Begun) -> Post:
    """The message."""
    blocks: list[Block] = [
        kit.header("Welcome to Tend"),
        kit.section(_first(begun)),
        *_channel(begun),
        *_accounts(begun),
        *_owners(begun),
        kit.context(_last(begun)),
    ]
    return kit.post("Welcome to Tend: three steps, and I am at work.", blocks)


def to_an_owner() -> Block:
    """Above the first cards that somebody gets as their own: why, what the buttons do, and how to quiet it."""
    return kit.context(
        "Why I write: a client here is yours, or something to be done for one is, so you hear first, in one message a "
        "day and only when it needs you. *Log it* answers a card, *Snooze* puts it off, *Take it* says that you see to "
        "it, *Why* shows the figures, *Not useful* helps me learn. "
        f"Another hour, or less often: {mrkdwn.code('/client settings')}; some quiet: "
        f"{mrkdwn.code('/client mute until Friday')}."
    )


def joined(channel_id: str, *, is_chosen: bool) -> str:
    """What is said once in a channel that Tend was brought into, in mrkdwn."""
    if is_chosen:
        return f"Hello! Warnings about clients come here. {_TOUCH} answers one; only you see what I reply."
    choose = mrkdwn.code("/client settings channel #channel")
    return (
        f"Hello! {_TOUCH} logs a client touch from here, and only you see what I reply. I post no warnings in "
        f"{mrkdwn.channel(channel_id)} unless it is chosen for them: {choose}."
    )


def _first(begun: Begun) -> str:
    who = "You installed me here" if begun.installed else "I was installed here, and you run this workspace"
    steps = "" if begun.is_all else " Three steps, and I am at work:"
    return (
        f"{who}, so I begin with you. I remember when each client was last spoken to, and speak up before one goes "
        f"quiet.{steps}"
    )


def _channel(begun: Begun) -> list[Block]:
    if begun.channel_id:
        return [kit.section(f"✓ *Warnings* go to {mrkdwn.channel(begun.channel_id)}.")]
    said = (
        f"*1. Where may I warn?* Take a channel with only your own people in it, type {mrkdwn.code('/invite @Tend')} "
        "there, and choose it here."
    )
    button = kit.button("Choose a channel", groups.OPEN, groups.LADDER, "Choose the channel for warnings", primary=True)
    return [kit.section(said), kit.actions(button)]


def _accounts(begun: Begun) -> list[Block]:
    if begun.has_accounts:
        done = kit.section(f"✓ *Your clients* are on record: {mrkdwn.code('/client list')}.")
        return [done, *(_sample() if begun.has_sample else [])]
    said = (
        "*2. Who are your clients?* Paste them here, one a line, or drop a CSV file; an owner's @name or e-mail may "
        "stand in the line, too. I show what I understood before I keep anything. Like this:\n```{}```\n"
        "Or try it with three made-up clients of your own; I say then how they fall silent again."
    )
    add = kit.button("Add one in a form", "home.add", "", "Add a client account")
    sample = kit.button("Try it with a sample", SAMPLE, "", "Try it with three made-up clients")
    return [kit.section(said.format("\n".join(EXAMPLE))), kit.actions(add, sample)]


def _sample() -> list[Block]:
    edit = mrkdwn.code('/client edit Sample Alder name:"Acme Corp"')
    said = (
        f"The sample is among them: try {mrkdwn.code('/touch Sample Alder call yesterday')}. I delete no account, so "
        f"when you are done, make clients of yours of them ({edit}), or put them to rest: paused for two years, they "
        "say nothing."
    )
    return [kit.section(said), kit.actions(kit.button("Put the sample to rest", SAMPLE_TO_REST, ""))]


def _owners(begun: Begun) -> list[Block]:
    if begun.has_owners:
        return [kit.section("✓ *Owners* are named. Each of them hears first of their own clients.")]
    said = (
        f"*3. Who looks after whom?* Give clients to colleagues: {mrkdwn.code('/client owner Acme @colleague')}. "
        f"An owner hears first, and has nothing to set up. Tell them this line, it is all they type: {_TOUCH}"
    )
    button = kit.button("Name an owner", OWNER, "", "Give a client to somebody")
    return [kit.section(said), *([kit.actions(button)] if begun.has_accounts else [])]


def _last(begun: Begun) -> str:
    if begun.is_all:
        return f"All set. Your Home tab shows how your clients are; {mrkdwn.code('/client help')} all you can type."
    if begun.ask is not None:
        return _admin_needed(begun.ask)
    role, help_ = mrkdwn.code("/client settings role @colleague admin"), mrkdwn.code("/client help")
    return f"A colleague should do this? {role} lets them. All that can be typed: {help_}"


def _admin_needed(admin_id: str) -> str:
    if not admin_id:
        return f"Some of this takes an admin, and nobody is one yet: {mrkdwn.code('/client settings role me admin')}."
    give = mrkdwn.code("/client settings role @you admin")
    return f"Some of this takes an admin, like {mrkdwn.person(admin_id)}. They can make you one: {give}"
