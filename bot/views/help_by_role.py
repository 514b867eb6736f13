"""What `/client help` shows: to each what they can do, to a newcomer how to begin, or one command with examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.help import ALONE, TOUCH, VERBS, HelpLine, in_brief
from bot.views.post import Post
from bot.work.roles import Role

TITLE = "What you can type"
_SETTINGS = VERBS["settings"].example

Named = tuple[str, HelpLine]


@dataclass(frozen=True, slots=True)
class Group:
    """Commands that belong together, from which role on they are shown, and what is said of them."""

    title: str
    verbs: Sequence[str]
    role: Role = Role.MEMBER
    more: Sequence[Named] = ()


_GROUPS = (
    Group("What they say, and what we owe them", ("remarks", "promise", "wish", "broke", "voices")),
    Group("Where a client stands, and what comes next", ("know", "plan", "agenda", "litmus", "pulse", "grow")),
    Group("Clients that you keep", ("edit", "key", "owner", "sources", "erase")),
    Group(
        "When a client is in danger, or leaves",
        ("rescue", "rescues", "leaving", "exit", "lost", "audit", "losses", "lessons", "winback", "reopen"),
    ),
    Group(
        "For yourself",
        ("mine", "digest", "attention", "mute", "unmute", "calendar", "help"),
        more=[("/client settings", HelpLine("your hour, days, absences and how often", "/client settings hour 8"))],
    ),
    Group(
        "For leads: any client, as if it were yours",
        ("backtest",),
        Role.LEAD,
        [
            ("/client settings lead", HelpLine("say who leads whom", "/client settings lead @ana @ben")),
            ("/client settings rules", HelpLine("how useful each rule was", "/client settings rules")),
        ],
    ),
    Group(
        "Set-up: for admins",
        ("settings", "import", "export", "intake", "playbooks"),
        Role.ADMIN,
        [("/client settings role", HelpLine("make somebody a lead or an admin", "/client settings role @ben lead"))],
    ),
)

#: More that can be typed behind a verb.
_MORE = {
    "touch": ("/touch acme sent the June report", "/touch acme left a voicemail", "/touch acme thanks: the cake"),
    "heard": ("/heard Acme Jane Doe: they want the report sooner", '/heard Acme big: "we are looking at others"'),
    "promise": (
        "/client promise Acme to Jane Doe: a call about the renewal by 3 June @ben",
        '/client promise Acme they: "the brand files" by Friday',
        "/client promise Acme",
    ),
    "wish": ("/client wish Acme Jane Doe: a look at the figures every 2 weeks from 1 June", "/client wish Acme"),
    "broke": ("/client broke Acme the invoice had the wrong address yesterday @ben", "/client broke Acme"),
    "snooze": ("/client snooze Acme 2w",),
    "edit": (
        "/client edit Acme tier:light",
        "/client edit Acme paused:1 September",
        "/client edit Acme channel:#acme-shared",
    ),
    "digest": ("/client digest month",),
    "export": ("/client export all",),
    "settings": (
        "/client settings hour 8",
        "/client settings away 1 June to 12 June",
        "/client settings tier key contact 10 14 21",
    ),
    "plan": ("/client plan Acme onboarding",),
    "playbooks": ("/client playbooks rescue",),
    "rescue": (
        '/client rescue Acme "we cannot trust you" lead @ben sponsor @ana in #war-room',
        "/client rescue Acme review they calmed down",
        "/client rescue Acme prepare",
        "/client rescue Acme saved we listened first",
    ),
    "mute": ("/client mute 2w",),
}


def overview(role: Role, *, is_empty: bool) -> Post:
    """All that somebody can type, as what they are; where the workspace `is_empty`, how to begin stands first."""
    blocks: list[Block] = [kit.header(TITLE), *([first_steps()] if is_empty else [])]
    for group in (_daily(), *(group for group in _GROUPS if list(Role).index(group.role) <= list(Role).index(role))):
        lines = [*group.more, *_of(group)]
        blocks += kit.paragraphs([f"*{group.title}*", *(in_brief(name, line) for name, line in lines)])
    one = mrkdwn.code("/client help snooze")
    blocks.append(
        kit.context(
            f"One of them with examples: {one}. Without anything behind it, a command opens a form. In a channel that "
            "is linked to an account, its name can be left out. Only you see the answers."
        )
    )
    return kit.post(TITLE, blocks)


def one(verb: str) -> Post:
    """A command, what it does and how it is typed; a verb, or one that stands by itself. Raises `KeyError`."""
    line, name = (ALONE[verb], f"/{verb}") if verb in ALONE else (VERBS[verb], f"/client {verb}")
    examples = [mrkdwn.code(example) for example in (line.example, *_MORE.get(verb, ()))]
    text = f"*{name}*: {line.what}."
    return kit.post(text, [kit.section("\n".join([text, *examples]))])


def first_steps() -> Block:
    """How a workspace begins that has no accounts."""
    steps = [
        "*How to begin*",
        f"1. Add a client: {mrkdwn.code(VERBS['add'].example)} (an admin can paste a list into our direct message)",
        f"2. Log what you last did: {mrkdwn.code(TOUCH.example)}",
        f"3. An admin chooses where I warn: {mrkdwn.code(_SETTINGS)}",
        "I speak up when a client goes quiet, when nobody senior is known, or when it all hangs on one person.",
    ]
    return kit.section("\n".join(steps))


def _daily() -> Group:
    """Whatever stands in no other group."""
    grouped = {verb for group in _GROUPS for verb in group.verbs}
    return Group(
        "Every day",
        [verb for verb in VERBS if verb not in grouped],
        more=[(f"/{name}", line) for name, line in ALONE.items()],
    )


def _of(group: Group) -> list[Named]:
    return [(f"/client {verb}", VERBS[verb]) for verb in group.verbs]
