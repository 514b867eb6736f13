"""What happens when somebody writes to the bot in its direct message: files and lists are taken, the rest is answered.

Lists are written down before Slack is told that they arrived, and looked at beside: see `bot.importing`.
"""

from __future__ import annotations

import re
from typing import Any

import structlog

from bot.importing.work import wake
from bot.intake import pasted
from bot.nudges.slack import FAILURES
from bot.tend import Tend
from bot.views import inbox as views
from bot.views import refusals
from bot.views.post import Post
from bot.work import imports
from bot.work.checks import clean
from bot.work.deed import Refused
from bot.work.imports import Handed
from handlers import dropped, guard
from handlers.answer import NOTHING, Answer, Later
from handlers.call import Call
from handlers.tokens import decode
from storage import requests

log = structlog.get_logger()

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_PASTED = "your list"
_UNNAMED = "your file"


def said(tend: Tend, team_id: str, event: dict[str, Any]) -> Later | None:
    """A message in the direct message, also below one of ours."""
    lists = _lists(event)
    for handed in lists:
        imports.hand_over(tend.store, team_id, str(event["user"]), handed, tend.now())
    if lists:
        wake(tend)
    if dropped.texts(event):
        return Later((team_id, _place(event)), lambda: _take(tend, team_id, event))
    return None if lists else Later((team_id, _place(event)), lambda: _answer(tend, team_id, event))


def _lists(event: dict[str, Any]) -> list[Handed]:
    """What can be imported: each file, or else the words where they are a list."""
    slot, channel_id = _place(event), str(event["channel"])
    files = [file for file in event.get("files") or () if file.get("id")]
    if files:
        named = [(str(file["id"]), str(file.get("name") or _UNNAMED)) for file in files if not dropped.is_toml(file)]
        return [Handed(f"{slot}:{file_id}", channel_id, clean(name), file_id) for file_id, name in named]
    text = _written(event)
    is_list = pasted.is_list(text) and not dropped.texts(event)
    return [Handed(slot, channel_id, _PASTED, pasted=text)] if is_list else []


def _written(event: dict[str, Any]) -> str:
    """What was written, without Slack's markup; whoever is mentioned stands there by their id."""
    return clean(decode(_MENTION.sub(r"\1", str(event.get("text") or ""))))


def _take(tend: Tend, team_id: str, event: dict[str, Any]) -> Answer:
    """Texts of the workspace's own: each is put, or told what is wrong with it."""
    for post in dropped.take(tend, team_id, event):
        _tell(tend, team_id, event, post)
    return NOTHING


def _answer(tend: Tend, team_id: str, event: dict[str, Any]) -> Answer:
    """One kind sentence, once; Slack may tell of the same message again."""
    with tend.store.write() as session:
        if not requests.claim(session, team_id, f"said:{_place(event)}", tend.now(), None):
            return NOTHING
    try:
        guard.admit(tend, Call({"event": event}, team_id))
    except guard.Ignored:
        return NOTHING
    except Refused as refused:
        _tell(tend, team_id, event, refusals.say(str(refused)))
    else:
        _tell(tend, team_id, event, views.what_i_can(clean(str(event.get("text") or ""))))
    return NOTHING


def _tell(tend: Tend, team_id: str, event: dict[str, Any], post: Post) -> None:
    """Where it was written: in the thread, if it was in one."""
    try:
        tend.slack.of(team_id).chat_postMessage(
            channel=str(event["channel"]), text=post.text, blocks=post.blocks, thread_ts=event.get("thread_ts")
        )
    except FAILURES as error:
        log.warning("inbox.not_answered", error=str(error))


def _place(event: dict[str, Any]) -> str:
    return f"{event['channel']}:{event['ts']}"
