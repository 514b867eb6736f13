from __future__ import annotations

import re
from pathlib import Path

import yaml

from bot.views.forms import contact, imports, touch
from bot.views.forms.imports import ImportForm
from bot.views.forms.touch import TouchForm
from bot.views.help import VERBS as HELPED
from handlers.table import (
    ACTIONS,
    APP_EVENTS,
    CHOICES,
    COMMANDS,
    EVENTS,
    FORMS,
    FUNCTIONS,
    NUMBERED_ACTIONS,
    OPTIONS,
    SHORTCUTS,
    TOLD,
)
from handlers.verbs import VERBS

VIEWS = sorted(Path("bot/views").rglob("*.py"))
#: What buttons are about.
NOUNS = (
    "promise|trait|wish|breakdown|nudge|step|plan|playbook|litmus|campaign|pulse|touch|exit|audit|remark|rescue"
    "|opening|winback|lesson|never_again|account|contact|newcomer|source|import|calendar|intake|list|home|rules|settings"
)


def test_every_command_and_event_of_the_manifest_is_answered_and_no_other() -> None:
    manifest = yaml.safe_load(Path("manifest.yml").read_text())
    assert {command["command"] for command in manifest["features"]["slash_commands"]} == set(COMMANDS)
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in subscribed} == {*EVENTS, *TOLD, *APP_EVENTS, "function_executed"}


def test_every_step_of_the_manifest_is_done_and_no_other() -> None:
    manifest = yaml.safe_load(Path("manifest.yml").read_text())
    assert set(manifest["functions"]) == set(FUNCTIONS)
    assert (manifest["settings"]["function_runtime"], manifest["settings"]["org_deploy_enabled"]) == ("remote", True)


def test_every_shortcut_of_the_manifest_is_answered_and_no_other() -> None:
    manifest = yaml.safe_load(Path("manifest.yml").read_text())
    assert {shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]} == set(SHORTCUTS)


def test_every_button_that_a_view_makes_is_answered_and_no_other() -> None:
    made = {found for path in VIEWS for found in re.findall(rf'"((?:{NOUNS})\.[a-z_]+)"', path.read_text())}
    assert made == set(ACTIONS)
    numbered = {found for path in VIEWS for found in re.findall(r'f"([a-z]+\.[a-z]+)\.\{', path.read_text())}
    assert numbered == set(NUMBERED_ACTIONS)


def test_every_form_that_a_view_makes_is_answered_and_no_other() -> None:
    assert {found for path in VIEWS for found in re.findall(r'"(form\.[a-z_]+)"', path.read_text())} == set(FORMS)


def test_every_menu_that_is_searched_has_its_lines() -> None:
    menu = re.compile(r'External(?:Multi)?SelectMenu\(\s*action_id="([a-z]+)"')
    assert {found for path in VIEWS for found in menu.findall(path.read_text())} == set(OPTIONS)


def test_every_choice_that_a_form_tells_of_is_heard() -> None:
    listed = imports.form(ImportForm("i1", "a.csv", "accounts", ["Company"], ["name"], ["name"], {}))
    forms = [touch.log(TouchForm()), touch.edit(TouchForm(account=("a1", "Acme")), "t1"), contact.left(None), listed]
    inputs = [block for form in forms for block in form["blocks"] if block["type"] == "input"]
    assert {one["element"]["action_id"] for one in inputs if one.get("dispatch_action")} == set(CHOICES)


def test_every_verb_is_in_the_help_and_no_other() -> None:
    assert set(VERBS) == set(HELPED)
