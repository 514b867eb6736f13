"""Events that no person of ours need have made: nobody waits for an answer, and nobody is turned away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext

from bot.tend import Tend
from handlers import errors
from handlers.answer import NOTHING, Answer, Later
from handlers.errands import Errands
from handlers.in_time import InTime

Listener = Callable[..., None]
#: Is told the workspace and the event; what takes long, or asks Slack, it leaves for later.
Happened = Callable[[Tend, str, dict[str, Any]], Later | None]


class Told:
    """Makes Bolt listeners of such handlers, for one running bot.

    An event that could not be taken is refused, so that Slack tells it again: whatever is made of it may be made twice.
    """

    def __init__(self, tend: Tend, in_time: InTime) -> None:
        self._tend = tend
        self._in_time = in_time
        self._errands: Errands[Answer] = Errands()

    def __call__(self, run: Happened) -> Listener:
        """A listener for one kind of event."""

        def listener(context: BoltContext, event: dict[str, Any]) -> None:
            known = context.authorize_result
            team_id = (known.team_id if known else None) or ""
            failed = self._in_time(lambda: self._take(run, team_id, event), late=_logged)
            if failed is not None:
                raise failed

        return listener

    def rest(self, within_s: float) -> bool:
        """Wait until all that was left for later is done, but not longer; whether it is."""
        return self._errands.rest(within_s)

    def close(self, within_s: float) -> bool:
        """Wait for what was left for later, but not longer; then drop the rest. Whether nothing was dropped."""
        return self.rest(within_s) or self._errands.drop(NOTHING, _nothing, 0.0)

    def _take(self, run: Happened, team_id: str, event: dict[str, Any]) -> Exception | None:
        try:
            later = run(self._tend, team_id, event)
        except Exception as error:
            return error
        if later is not None:
            work = later.work
            self._errands(later.key, lambda: _worked_out(work), done=_done)
        return None


def _worked_out(work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    except Exception as error:
        return errors.told(error, None)


def _logged(failed: Exception | None) -> None:
    """Too late to refuse it."""
    if failed is not None:
        errors.told(failed, None)


def _done(_answer: Answer) -> None:
    """Nobody is told."""


def _nothing() -> None:
    """No work under way can be broken off."""
