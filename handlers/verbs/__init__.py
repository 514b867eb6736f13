"""`/client <verb> …`: one file a verb, each with `run(visit, rest)`."""

from __future__ import annotations

from collections.abc import Callable

from handlers.answer import Answer
from handlers.verbs import (
    add,
    attention,
    backtest,
    calendar,
    contact,
    digest,
    edit,
    erase,
    export,
    import_,
    intake,
    leaving,
    left,
    log,
    lost,
    mine,
    owner,
    plan,
    preferences,
    quiet,
    remarks,
    reopen,
    senior,
    settings,
    show,
    snooze,
    sources,
    touches,
    unsnooze,
    upcoming,
    why,
)
from handlers.verbs import exit as exit_
from handlers.verbs import help as help_verb
from handlers.verbs import list as list_verb
from handlers.visit import Visit

VERBS: dict[str, Callable[[Visit, str], Answer]] = {
    "add": add.run,
    "attention": attention.run,
    "backtest": backtest.run,
    "calendar": calendar.run,
    "contact": contact.run,
    "digest": digest.run,
    "edit": edit.run,
    "help": help_verb.run,
    "exit": exit_.run,
    "export": export.run,
    "import": import_.run,
    "intake": intake.run,
    "leaving": leaving.run,
    "left": left.run,
    "erase": erase.run,
    "list": list_verb.run,
    "log": log.run,
    "lost": lost.run,
    "mine": mine.run,
    "mute": preferences.mute,
    "owner": owner.run,
    "plan": plan.run,
    "quiet": quiet.run,
    "remarks": remarks.run,
    "reopen": reopen.run,
    "senior": senior.run,
    "settings": settings.run,
    "show": show.run,
    "snooze": snooze.run,
    "sources": sources.run,
    "touches": touches.run,
    "unmute": preferences.unmute,
    "unsnooze": unsnooze.run,
    "upcoming": upcoming.run,
    "why": why.run,
}
