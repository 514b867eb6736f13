"""A playbook, or the questions, that an admin drops or pastes in the direct message with the bot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog

from bot import playbooks
from bot.importing import fetch
from bot.intake.decoding import decode
from bot.litmus import own as litmus
from bot.nudges.slack import Trouble
from bot.tend import Tend
from bot.views import papers as views
from bot.views import refusals
from bot.views.post import Post
from bot.work import documents as work
from bot.work.deed import AlreadyDone, Deed, Refused, Repeated
from handlers import guard, papers
from handlers.call import Call
from handlers.tokens import decode as unmarked

log = structlog.get_logger()

_PASTED = "what you pasted"
_TOML = frozenset({"toml"})
_LOOKS = re.compile(r"^(?:\s|#[^\n]*\n)*(?:key\s*=\s*\"|\[\[(?:steps|questions)\]\])")
_QUESTIONS = re.compile(r"^\s*\[\[\s*questions\s*\]\]", re.MULTILINE)
_FENCE = re.compile(r"^\s*```\s*|\s*```\s*$")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A text: in a file that Slack keeps, or pasted."""

    name: str
    file_id: str = ""
    text: str = ""


def texts(event: dict[str, Any]) -> list[Dropped]:
    """What of a message is TOML: its files of that name, or else its words where they look like it."""
    files = [file for file in event.get("files") or () if file.get("id")]
    if files:
        return [Dropped(str(file["name"]), str(file["id"])) for file in files if is_toml(file)]
    text = _FENCE.sub("", unmarked(str(event.get("text") or "")))
    return [Dropped(_PASTED, text=text)] if _LOOKS.match(text) else []


def is_toml(file: dict[str, Any]) -> bool:
    """Whether a file of a message is one of ours."""
    return str(file.get("name") or "").casefold().endswith(".toml")


def take(tend: Tend, team_id: str, event: dict[str, Any]) -> Iterator[Post]:
    """Put each text; what is said of it. A message that Slack tells again does nothing, and says nothing."""
    try:
        visit = guard.admit(tend, Call({"event": event}, team_id))
    except guard.Ignored:
        return
    except Refused as refused:
        yield refusals.say(str(refused))
        return
    for one in texts(event):
        request = f"paper:{event['channel']}:{event['ts']}:{one.file_id}"
        said = _put(tend, Deed(team_id, visit.person.id, visit.now, request), one)
        if said is not None:
            yield said


def _put(tend: Tend, deed: Deed, one: Dropped) -> Post | None:
    try:
        text = _read(tend, deed.team_id, one) if one.file_id else one.text
        kind = litmus.KIND if _QUESTIONS.search(text) else playbooks.KIND
        new = work.put(tend.store, deed, kind, text)
    except Repeated:
        return None
    except AlreadyDone:
        return views.mistakes(one.name, ["It stands so already, word for word."])
    except Refused as refused:
        return views.mistakes(one.name, str(refused).splitlines())
    except Trouble as met:
        log.warning("paper.not_read", code=met.code, fate=met.fate)
        return views.mistakes(one.name, ["Slack did not give me the file just now. Please drop it again in a moment."])
    return views.put(papers.title(tend, deed.team_id, new), new.version, is_off=new.is_off)


def _read(tend: Tend, team_id: str, one: Dropped) -> str:
    client = tend.slack.of(team_id)
    file = fetch.look(client, one.file_id, _TOML)
    return decode(fetch.read(client, file, _go_on)).text


def _go_on() -> None:
    """It is small: nothing breaks it off."""
