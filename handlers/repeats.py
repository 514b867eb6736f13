"""The same request again, where Slack sends each but once: nobody's wish, so nothing is done and nothing said.

Over HTTP that holds for all but events. Over Socket Mode Slack sends again, and says so, what was not acknowledged; a
command or a form that comes twice there is answered twice, since Slack shows the acknowledgement that arrives first. It
is not done twice all the same (`bot.work.desk.begin`). A press has no answer in its acknowledgement.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from handlers.call import Call
from storage import requests
from storage.engine import Store

_REMEMBERED = 20_000  # more than come in the five minutes for which a signature is good


class Repeats:
    """Knows which requests were heard: by any process. On SQLite there is one, and it need not wait for who writes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def has(self, call: Call, now: datetime) -> bool:
        """Whether a call was heard before; from now on it was. `now`: aware UTC."""
        if not (call.once and call.request_id):
            return False
        if self._store.is_sqlite:
            return self._remembers(call.request_id)
        with self._store.write() as session:
            return not requests.claim(session, call.home_team, f"http:{call.request_id}", now, None)

    def _remembers(self, request_id: str) -> bool:
        with self._lock:
            known = request_id in self._heard
            self._heard[request_id] = None
            if len(self._heard) > _REMEMBERED:
                self._heard.popitem(last=False)
            return known
