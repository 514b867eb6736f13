"""A list that somebody handed over: what I make of it, what would become of each row, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from slackblocks import Block, Button

from bot.views import kit, mrkdwn, refusals
from bot.views.post import Post
from bot.views.tables import Cell, table

START, COLUMNS, LEAVE, AGAIN = "import.start", "import.columns", "import.leave", "import.again"
PREVIEWED = 5  # rows
SHOWN = 10  # lines that stay out
_COLUMNS = 10  # of the preview
_NAME = 60
_REASON = 400

Saying = Callable[[str], Post]

_LABELS = {
    "occurred_at": "when",
    "left_at": "left on",
    "client_since": "client since",
    "can_hire_or_fire": "can hire or fire us",
    "next_on": "next time",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A list that was tried. `used`: their column and ours; `counts`: rows by what would become of them.

    `problems`: line and reason of each that would stay out. `encoding` is empty where it was pasted.
    """

    import_id: str
    name: str
    noun: str
    rows: int
    used: Sequence[tuple[str, str]]
    unused: Sequence[str]
    preview: Sequence[Sequence[str]]
    missing: Sequence[str]
    encoding: str
    is_sure: bool
    currency: str  # of amounts beside which none stands
    counts: Mapping[str, int]
    problems: Sequence[tuple[int, str]]

    @property
    def going_in(self) -> int:
        """How many rows would change something."""
        return self.counts.get("added", 0) + self.counts.get("changed", 0)


@dataclass(frozen=True, slots=True)
class Done:
    """A list that was imported: how many rows became what. `again`: it was interrupted, and begun a second time."""

    name: str
    noun: str
    added: int
    changed: int
    unchanged: int
    refused: int
    again: bool = False


def label(ours: str) -> str:
    """One of our columns in words."""
    return _LABELS.get(ours, ours.replace("_", " "))


def how(columns: Mapping[str, Sequence[str]]) -> Post:
    """How a list is handed over. `columns`: of each kind of list, ours."""
    text = (
        "Drop a CSV file into our direct message: I show what I make of it and what would become of each row before "
        "anything is changed. Accounts can also be pasted there, one a line: "
        f"{mrkdwn.code('Acme, ana@brightside.test, key')}"
    )
    lines = [f"*{noun.capitalize()}*: {', '.join(map(label, ours))}" for noun, ours in columns.items()]
    aside = "Your columns may be called otherwise, and stand in any order: you choose which is which."
    return kit.post(text, [kit.section(text), *kit.paragraphs(lines), kit.context(aside)])


def reading(name: str) -> Post:
    """It is being read."""
    return refusals.say(f"I am reading {_bold(name)} …")


def importing(name: str) -> Post:
    """It is being imported."""
    return refusals.say(f"I am importing {_bold(name)} …")


def progress(name: str, handled: int, total: int, *, dry_run: bool) -> Post:
    """How far it is."""
    doing = "I am trying" if dry_run else "I am importing"
    return refusals.say(f"{doing} {_bold(name)}: {min(handled, total):,} of {mrkdwn.count(total, 'row')} so far …")


def offer(shown: Offer) -> Post:
    """What I make of it and what would become of it; nothing is changed before somebody presses."""
    text = f"{_bold(shown.name)}: {mrkdwn.count(shown.rows, 'row')} of {shown.noun}."
    blocks: list[Block] = [kit.section("\n".join([text, *_read_as(shown)]))]
    if shown.preview and shown.used:
        headings = [label(ours).capitalize() for _, ours in shown.used[:_COLUMNS]]
        rows = [[Cell(cell or " ") for cell in row[:_COLUMNS]] for row in shown.preview]
        blocks.append(table(f"The first {mrkdwn.count(len(rows), 'row')}", headings, rows))
    blocks += kit.paragraphs(_missing(shown) if shown.missing else _would(shown))
    blocks += [kit.actions(*_buttons(shown)), kit.context(_aside(shown))]
    return kit.post(text, blocks)


def done(told: Done) -> Post:
    """The message once it is imported."""
    return refusals.say(f"✓ {_bold(told.name)} is imported: {_counts(told)}.")


def result(told: Done, problems: Sequence[tuple[int, str]], *, has_file: bool) -> Post:
    """What became of it, with the lines that stayed out."""
    lines = [f"Imported {_bold(told.name)}: {_counts(told)}."]
    if told.again:
        lines.append("I was interrupted in the middle and began again: what had gone in by then counts as unchanged.")
    if problems:
        lines += ["These stayed out:", *_problems(problems)]
    if has_file:
        lines.append("The file above has them all, each with its reason: put them right in it and drop it here.")
    elif problems:
        lines.append("Slack did not take a file of them just now. Put them right in yours and drop it here once more.")
    blocks = kit.paragraphs(lines)
    return kit.post(lines[0], blocks)


def left(name: str) -> Post:
    """It was not wanted."""
    return refusals.say(f"{_bold(name)} is left as it is: nothing of it was imported.")


def refused(name: str, reason: str) -> Post:
    """It cannot be imported. `reason`: a plain sentence."""
    return refusals.say(f"{_bold(name)}: {mrkdwn.told(reason)} Nothing was changed.")


def not_allowed(name: str, reason: str) -> Post:
    """Whoever handed it over may not import. `reason`: a plain sentence."""
    example = mrkdwn.code('/client add "Acme Corp"')
    return refusals.say(f"{_bold(name)}: {mrkdwn.told(reason)} One account at a time, anybody can add: {example}")


def not_fetched(import_id: str, name: str) -> Post:
    """Slack did not give the file."""
    text = f"Slack did not give me {_bold(name)} just now, so I could not go on. Nothing was changed."
    again = kit.button("Try again", AGAIN, import_id, f"Try again: {name}", primary=True)
    return kit.post(text, [kit.section(text), kit.actions(again)])


def failed(name: str, reference: str) -> Post:
    """Something broke that nobody foresaw; the reference is in the log."""
    return refusals.say(
        f"{_bold(name)}: something went wrong on my side, and I have noted it down as `{reference}`. Some of it may be "
        "in already; dropped again, it adds nothing twice."
    )


def refused_name(name: str) -> str:
    """What the file of rows that stayed out is called."""
    return f"{name.rpartition('.')[0] or name}-left-out.csv"


def _read_as(shown: Offer) -> list[str]:
    used = [_meant(theirs, ours) for theirs, ours in shown.used]
    lines = [f"Columns: {' · '.join(used)}"] if used else []
    if shown.currency:
        lines.append(f"Amounts without a currency are {mrkdwn.line(shown.currency)}")
    if shown.unused:
        lines.append(f"Left aside: {mrkdwn.listing([_cell(title) for title in shown.unused], 12)}")
    if shown.encoding and not shown.is_sure:
        lines.append(
            f"Its letters are read as {shown.encoding}, which is a guess: if some look wrong below, save it as “CSV "
            "UTF-8” and drop it again."
        )
    return lines


def _missing(shown: Offer) -> list[str]:
    needed = mrkdwn.listing([f"*{label(name)}*" for name in shown.missing])
    return [f"I could not tell which column is {needed}; the first line should name the columns. Which is it?"]


def _would(shown: Offer) -> list[str]:
    if not shown.going_in and not shown.problems:
        return ["All of it is on record already, so there is nothing to import."]
    counts, ours = shown.counts, {ours for _, ours in shown.used}
    hint = (
        ["Amounts need a currency: you can name one for all of them under *Change columns*."]
        if ours & {"annual_value", "annual_profit"} and "currency" not in ours and not shown.currency
        else []
    )
    parts = [
        f"{counts['added']:,} would be added",
        f"{counts['changed']:,} changed" if counts["changed"] else "",
        f"{counts['unchanged']:,} stay as they are" if counts["unchanged"] else "",
        f"{counts['refused']:,} would stay out" if counts["refused"] else "",
    ]
    return [f"*{', '.join(filter(None, parts))}.*", *_problems(shown.problems), *hint]


def _problems(problems: Sequence[tuple[int, str]]) -> list[str]:
    lines = [f"• line {line:,}: {mrkdwn.line(mrkdwn.cut(reason, _REASON))}" for line, reason in problems[:SHOWN]]
    more = len(problems) - SHOWN
    return [*lines, f"+{more:,} more, in the file"] if more > 0 else lines


def _buttons(shown: Offer) -> list[Button]:
    buttons = []
    if shown.going_in and not shown.missing:
        says = f"Import {mrkdwn.count(shown.going_in, 'row')}"
        buttons.append(kit.button(says, START, shown.import_id, f"{says} of {shown.name}", primary=True))
    choose = kit.button(
        "Choose the columns" if shown.missing else "Change columns",
        COLUMNS,
        shown.import_id,
        f"Choose the columns of {shown.name}",
        primary=bool(shown.missing),
    )
    return [*buttons, choose, kit.button("Not now", LEAVE, shown.import_id, f"Do not import {shown.name}")]


def _aside(shown: Offer) -> str:
    if shown.missing or not shown.going_in:
        return "Nothing is changed. Is it another kind of list? Choose that with the columns."
    return "Nothing is changed before you press. What is on record already is never added twice."


def _counts(told: Done) -> str:
    parts = [
        f"{told.added:,} added",
        f"{told.changed:,} changed" if told.changed else "",
        f"{told.unchanged:,} unchanged" if told.unchanged else "",
        f"{told.refused:,} stayed out" if told.refused else "",
    ]
    return ", ".join(filter(None, parts))


def _bold(name: str) -> str:
    return mrkdwn.bold(mrkdwn.cut(name, _NAME))


def _meant(theirs: str, ours: str) -> str:
    return label(ours) if theirs.casefold() in (ours, label(ours)) else f"{_cell(theirs)} → {label(ours)}"


def _cell(title: str) -> str:
    return mrkdwn.line(mrkdwn.cut(title, 40))
