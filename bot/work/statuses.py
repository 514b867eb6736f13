"""What an account's status cannot become by an edit: how it ends is a deed of its own, whichever way the edit came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.policy import Status
from bot.work.deed import Refused

_ENDS = (Status.LEAVING, Status.LOST)


def check_edit(name: str, before: Mapping[str, Any], new: Mapping[str, Any], *, in_rescue: bool = False) -> None:
    """Refuse what only `bot.work.losses` may do: end an account, say when it ended, or take that back.

    And what only `bot.work.rescues` may: begin a rescue, or end the one under way.
    """
    if new.get("status") == Status.RESCUE:
        raise Refused(f"A rescue is opened with /client rescue {name}: what happened, in a sentence.")
    if "status" in new and in_rescue and before["status"] == Status.RESCUE:
        raise Refused(f"A rescue of {name} is under way: how it ended is said with /client rescue {name} end.")
    if "status" in new and before["status"] in _ENDS and new["status"] not in _ENDS:
        raise Refused(f"{name} is {before['status']}. If they stay, or it was a mistake: /client reopen {name}.")
    if "lost_on" in new or new.get("status") == Status.LOST:
        raise Refused(f"How it ends is said with /client lost {name}: when, and why, so that we learn from it.")
    if new.get("status") == Status.LEAVING:
        raise Refused(f"That they are leaving is said with /client leaving {name} until 30 June, or whenever it is.")
