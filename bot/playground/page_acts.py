"""What one does on the page."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.playground import page_json, page_places
from bot.playground.core import Core
from bot.playground.errors import NotPossible
from bot.playground.people import People
from bot.playground.seen import Seen
from bot.playground.world import Message

Body = dict[str, Any]


class Acts:
    """Each takes what the page sent and gives what it shows. Raises `NotPossible`, `KeyError` for what is missing."""

    def __init__(self, core: Core, people: People) -> None:
        self._core = core
        self._people = people

    def table(self) -> dict[str, Callable[[Body], Body]]:
        """All acts by their path under /play."""
        return {
            "command": self._command,
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "run": self._run,
            "home/open": self._open_home,
            "read": self._read,
            "join": self._join,
        }

    def _command(self, body: Body) -> Body:
        line = str(body["text"])
        seen = self._people.command(body["user"], body["channel"], line, body.get("thread_ts"))
        return self._seen(seen, line.split(" ")[0])

    def _say(self, body: Body) -> Body:
        files = {str(file["name"]): _content(file["content"]) for file in body.get("files", ())}
        send = partial(self._people.share, body["user"], body["channel"], files)
        return self._told(send(str(body["text"]), body.get("thread_ts")))

    def _edit(self, body: Body) -> Body:
        return self._told(self._people.edit(body["user"], self._message(body), str(body["text"])))

    def _delete(self, body: Body) -> Body:
        self._people.delete(body["user"], self._message(body))
        return {"ok": True}

    def _press(self, body: Body) -> Body:
        place = page_places.place(self._core, body["container"])
        act = partial(self._people.press, body["user"], place, body["action_id"])
        return self._seen(act(value=body.get("value"), state=body.get("state"), block_id=body["block_id"]))

    def _suggest(self, body: Body) -> Body:
        place = page_places.place(self._core, body["container"])
        act = partial(self._people.suggest, body["user"], place, body["action_id"])
        return self._seen(act(text=str(body["text"]), block_id=body["block_id"]))

    def _submit(self, body: Body) -> Body:
        return self._seen(self._people.submit(body["user"], body["view_id"], body.get("state")))

    def _close(self, body: Body) -> Body:
        return self._seen(self._people.close(body["user"], body["view_id"], bool(body.get("all"))))

    def _shortcut(self, body: Body) -> Body:
        on = self._message(body) if body.get("channel") else None
        return self._seen(self._people.shortcut(body["user"], body["callback_id"], on))

    def _run(self, body: Body) -> Body:
        step = self._people.run_function(body["callback_id"], body["inputs"], body["user"])
        return {"ok": True, "step": page_json.step(step)}

    def _open_home(self, body: Body) -> Body:
        return self._seen(self._people.open_home(body["user"], body.get("tab", "home")))

    def _read(self, body: Body) -> Body:
        with self._core.lock:
            self._core.world.mark_read(body["user"], body["channel"])
        self._core.changes.announce("read", user=body["user"], channel=body["channel"])
        return {"ok": True}

    def _join(self, body: Body) -> Body:
        self._people.invite(body["user"], body["channel"], body["who"])
        return {"ok": True}

    def _message(self, body: Body) -> Message:
        with self._core.lock:
            return page_places.message(self._core, body["channel"], body["ts"])

    def _told(self, message: Message) -> Body:
        with self._core.lock:
            return {"ok": True, "message": page_json.message(self._core, message)}

    def _seen(self, seen: Seen, act: str = "That") -> Body:
        with self._core.lock:
            return page_json.seen(self._core, seen, act)


def _content(encoded: str) -> bytes:
    try:
        return b64decode(encoded, validate=True)
    except ValueError:
        raise NotPossible("bad_content", "send the content of files in base64") from None
