from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.__main__ import cli
from bot.exporting.nouns import LISTED, headings
from bot.intake.files import NOUNS
from bot.policy import Direction, Kind, Policy, Tier
from bot.rules import RULES
from bot.rules.complacency import enough_talks
from bot.settings import Settings
from bot.views import can_be_set, words
from bot.views.help import HEARD, TOUCH, VERBS
from bot.views.settings import typed
from bot.work.roles import DEALS, Need
from tests.rules.build import account

README = (Path(__file__).parent.parent / "README.md").read_text()


def command_table() -> str:
    rows = [("/touch", TOUCH), ("/heard", HEARD), *((f"/client {verb}", line) for verb, line in VERBS.items())]
    return "\n".join(
        ["| command | what it does | for example |", "|---|---|---|"]
        + [f"| `{name}` | {line.what} | `{line.example}` |" for name, line in rows]
    )


def test_every_command_stands_in_the_readme_with_its_example() -> None:
    shown = re.search(r"<!-- commands: .*? -->\n(.*?)\n<!-- /commands -->", README, re.DOTALL)

    assert shown
    assert shown.group(1) == command_table()


def test_the_ten_commands_to_begin_with_are_said_as_in_the_whole_list() -> None:
    shown = re.search(r"<!-- first commands: .*? -->\n(.*?)\n<!-- /first commands -->", README, re.DOTALL)
    assert shown
    rows = shown.group(1).splitlines()
    assert len(rows) == 12
    assert [row for row in rows if row not in command_table().splitlines()] == []


def test_every_place_in_the_readme_that_it_points_to_is_there() -> None:
    headings_there = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    places = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings_there}
    assert [place for place in re.findall(r"\]\(#([^)]+)\)", README) if place not in places] == []


def test_who_may_do_what_stands_in_the_readme() -> None:
    shown = re.search(r"<!-- roles: .*? -->\n(.*?)\n<!-- /roles -->", README, re.DOTALL)
    may = {need: [deal.what for deal in DEALS.values() if deal.need is need] for need in Need}
    rows = [f"| {need} | {'; '.join(deeds)} |" for need, deeds in may.items()]

    assert shown
    assert shown.group(1) == "\n".join(["| who | may |", "|---|---|", *rows])


def test_every_setting_of_a_workspace_stands_in_the_readme_with_its_default() -> None:
    shown = re.search(r"<!-- settings: .*? -->\n(.*?)\n<!-- /settings -->", README, re.DOTALL)
    rows = [f"| `{name}` | {what} | {typed(name, getattr(Policy(), name))} |" for name, what in can_be_set.ALL.items()]

    assert shown
    assert shown.group(1) == "\n".join(["| setting | what it is | by default |", "|---|---|---|", *rows])


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_every_setting_stands_in_the_readme_and_in_the_example(name: str) -> None:
    assert f"| `{name}` |" in README
    assert name in (Path(__file__).parent.parent / ".env.example").read_text() or name == "SLACK_API_URL"


def test_every_command_of_the_command_line_stands_in_the_readme() -> None:
    commands = get_command(cli).commands  # type: ignore[attr-defined]

    assert [name for name in commands if f"| `tend {name}" not in README] == []


@pytest.mark.parametrize("noun", NOUNS)
def test_every_column_of_a_file_stands_in_the_readme(noun: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| {noun}.csv"))

    columns = NOUNS[noun].columns
    told = [f"**{name}**" for name in columns.needed] + list(columns.optional)

    assert row == f"| {noun}.csv | {', '.join(told)} |"


@pytest.mark.parametrize("noun", LISTED)
def test_every_column_of_a_file_that_only_goes_out_stands_in_the_readme(noun: str) -> None:
    assert f"| {noun}.csv | {', '.join(headings(LISTED[noun]))} |" in README.splitlines()


def test_the_table_of_what_counts_is_the_policys() -> None:
    counts = Policy().counts
    for kind in Kind:
        row = next(line for line in README.splitlines() if re.match(rf"\| ([a-z, ()-]*\b)?{kind}\b", line))
        cells = [cell.strip() for cell in row.strip("|").split("|")][1:]
        for direction, cell in zip(Direction, cells, strict=True):
            told = set() if cell == "nothing" else set(cell.split(", "))
            assert told == {str(count) for count in counts[kind, direction]}, (kind, direction)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_stands_in_the_readme(rule: str) -> None:
    assert re.search(rf"^\| ({rule.replace('_', ' ')}|{words.rule(rule)}) \|", README, re.MULTILINE | re.IGNORECASE)


def test_the_default_days_are_the_policys() -> None:
    tiers = Policy().tiers.values()
    quiet = next(line for line in README.splitlines() if line.startswith("| quiet |"))
    for level in ("early", "due", "critical"):
        assert f"{level} {' · '.join(str(getattr(tier.contact, level)) for tier in tiers)}" in quiet
    senior = next(line for line in README.splitlines() if line.startswith("| senior |"))
    assert " · ".join(str(tier.senior) for tier in tiers) in senior
    indirect = next(line for line in README.splitlines() if line.startswith("| indirect contact |"))
    assert " · ".join(str(tier.indirect) for tier in tiers) in indirect
    meeting = next(line for line in README.splitlines() if line.startswith("| meeting |"))
    assert " · ".join(str(tier.meeting) for tier in tiers) in meeting
    thanks = next(line for line in README.splitlines() if line.startswith("| thanks | they"))
    assert " · ".join(str(tier.thanks) for tier in tiers) in thanks
    complacency = next(line for line in README.splitlines() if line.startswith("| complacency |"))
    enough = [enough_talks(account(tier=tier), Policy()) for tier in Tier]
    assert f"fewer than {' · '.join(map(str, enough))} talks" in complacency


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_what_the_readme_points_to_is_there(link: str) -> None:
    assert (Path(__file__).parent.parent / link).exists()
