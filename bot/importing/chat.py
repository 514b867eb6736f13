"""The direct message in which a list is spoken of: one message that is brought up to date, and its thread."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.client import Client
from bot.nudges.slack import EVENT_TYPE, FAILURES, Trouble, client_of, find, fullest, revise, trouble
from bot.tend import Tend
from bot.views.post import Post
from storage import imports
from storage.tables import Import

log = structlog.get_logger()


class Chat:
    """What is said of one list. Every method raises `Trouble`."""

    def __init__(self, tend: Tend, row: Import) -> None:
        self._tend = tend
        self._row = row
        self.client: Client = client_of(tend.slack, row.team_id)
        self._ts = row.ts or self._said_before()

    def say(self, post: Post) -> None:
        """Say it in the message; the first word posts it."""
        if self._ts is not None:
            ts = self._ts
            fullest(post, lambda form: revise(self.client, self._row.channel_id, ts, form))
            return
        self._keep(fullest(post, self._post))

    def say_in_thread(self, post: Post) -> None:
        """Say it below the message."""
        fullest(post, lambda form: self._post(form, self._ts))

    def upload(self, name: str, content: str, title: str) -> None:
        """A file, below the message."""
        try:
            self.client.files_upload_v2(
                channel=self._row.channel_id,
                thread_ts=self._ts,
                filename=name,
                title=title,
                content=content.encode("utf-8-sig"),  # Excel reads UTF-8 only where it is marked
            )
        except FAILURES as error:
            raise trouble(error) from error

    def _post(self, post: Post, thread_ts: str | None = None) -> str:
        try:
            answer = self.client.chat_postMessage(
                channel=self._row.channel_id,
                text=post.text,
                blocks=post.blocks or None,
                thread_ts=thread_ts,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"id": self._row.id}},
                unfurl_links=False,
                unfurl_media=False,
            )
            ts: str = answer["ts"]
        except (*FAILURES, KeyError) as error:
            raise trouble(error) from error
        return ts

    def _said_before(self) -> str | None:
        """The message of one who went before us and did not come to note where it is."""
        if self._row.attempts <= 1:
            return None
        found = find(self.client, self._row.channel_id, self._row.id, self._row.made_at)
        if found is not None:
            self._keep(found)
        return found

    def _keep(self, ts: str) -> None:
        self._ts = ts
        with self._tend.store.write() as session:
            imports.change(session, self._row.team_id, self._row.id, {"ts": ts})


def attempt(say: Callable[[], None]) -> bool:
    """Say something that can be left unsaid; whether it was said."""
    try:
        say()
    except Trouble as met:
        log.warning("import.not_told", code=met.code, fate=met.fate)
        return False
    return True
