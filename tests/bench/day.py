"""`python -m tests.bench.day`: a Monday of a team of five in the playground. What each types, and what each hears.

Keystrokes are those beyond the note: the command, the account, what it was. A message is logged by its menu.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from bot import directory
from bot.play import Playground, playground
from bot.playground.world import Message, User
from bot.work import accounts, find
from bot.work.deed import Deed

ANA, BEN, CHRIS, EVA, FAYE, ERIK = "U0ANA", "U0BEN", "U0CHRIS", "U0EVA", "U0FAYE", "U0ERIK"
TEAM = "T0TEND"
HEALTH, SHARED, GENERAL = "C0HEALTH", "C0ACME", "C0GENERAL"
MORE = (
    User(EVA, "eva", "Eva Lind", "eva@brightside.test", "Europe/Lisbon", "Account manager", team_id=TEAM),
    User(FAYE, "faye", "Faye Osei", "faye@brightside.test", "Europe/London", "Account manager", team_id=TEAM),
)
THEIRS = {"Lumen Energy": EVA, "Saffron Travel": EVA, "Hartwell & Stone": FAYE}

#: Hour of the day, who, the line before the note, and the note.
TYPED = (
    (9, ANA, "/touch northwind call: ", "scope of the second team"),
    (10, FAYE, "/touch hartwell call: ", "intranet note is on its way"),
    (11, EVA, "/touch lumen meeting: ", "walked through the budget"),
    (12, BEN, "/touch lumen email: ", "thanked them for the introduction"),
    (14, CHRIS, "/touch hartwell visit: ", "lunch with Marcus"),
    (15, EVA, "/touch saffron call +2w: ", "quiet season, all fine"),
)
SAID = ((13, ANA, "Northwind will extend, Tom said so over coffee"),)


@dataclass
class Day:
    """What happened."""

    keystrokes: list[tuple[str, int]] = field(default_factory=list)
    clicks: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def main() -> None:
    """Play the day and print what came of it."""
    with playground() as at:
        _five(at)
        before = _heard(at)
        day = Day()
        for hour in range(9, 19):
            _travel(at)
            _act(at, day, hour)
        after = _heard(at)
    _tell(day, Counter(after) - Counter(before))


def _five(at: Playground) -> None:
    world, tend, team_id = at.slack.world, at.running.tend, at.slack.team_id
    for user in MORE:
        world.users[user.id] = user
        for channel in (GENERAL, HEALTH):
            world.channels[channel].members.add(user.id)
    directory.sync_people(tend, team_id)
    with tend.store.read() as session:
        ids = {name: find.account(session, team_id, name).id for name in THEIRS}
    for name, owner in THEIRS.items():
        accounts.set_owner(tend.store, Deed(team_id, None, tend.now()), ids[name], owner)


def _travel(at: Playground) -> None:
    travel = at.slack.on_travel
    if travel is not None:
        travel(1)


def _act(at: Playground, day: Day, hour: int) -> None:
    for when, who, before, note in TYPED:
        if when == hour:
            seen = at.slack.command(who, GENERAL, before + note)
            day.keystrokes.append((before.strip(), len(before)))
            if "logged" not in seen.text.lower() and "✓" not in seen.text:
                day.refused.append(f"{before}{note}: {seen.text[:120]}")
    for when, who, text in SAID:
        if when == hour:
            day.clicks.append(_log_message(at, who, at.slack.say(who, GENERAL, text)))


def _log_message(at: Playground, who: str, message: Message) -> int:
    """Its menu, the shortcut, the form's button."""
    seen = at.slack.shortcut(who, "touch.from_message", message)
    if seen.view is None:
        raise RuntimeError(f"no form: {seen}")
    at.slack.submit(who, seen.view.id, {})
    return 3


def _heard(at: Playground) -> dict[str, int]:
    told = {who: len([m for m in at.slack.dm(who) if m.user != who]) for who in (ANA, BEN, CHRIS, EVA, FAYE)}
    return {
        **told,
        "#client-health": len(at.slack.messages(HEALTH)),
        "#northwind-shared": len(at.slack.messages(SHARED)),
    }


def _tell(day: Day, heard: Counter[str]) -> None:
    table = Table("typed before the note", "keystrokes", title="A Monday of five")
    for line, keys in day.keystrokes:
        table.add_row(line, str(keys))
    console = Console()
    console.print(table)
    mean = sum(keys for _, keys in day.keystrokes) / len(day.keystrokes)
    most = max(keys for _, keys in day.keystrokes)
    console.print(f"{len(day.keystrokes)} touches, {mean:.1f} keystrokes in the mean beyond the note, at most {most}")
    console.print(f"by a message's menu: {day.clicks} clicks")
    console.print("messages heard:", dict(heard) or "none", highlight=False)
    for refused in day.refused:
        console.print("not understood:", refused)


if __name__ == "__main__":
    main()
