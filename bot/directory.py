"""People and channels as Slack tells of them. What cannot be looked up is an error, never "not external"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlmodel import Session

from bot.anonymous import SOMEBODY
from bot.channels import ChannelInfo
from bot.tend import Tend
from bot.work.checks import clean
from bot.worktime import common_zone
from storage import account_parts, erasure, people, workspaces
from storage.tables import Person

__all__ = [
    "ChannelInfo",
    "LookUpFailed",
    "channel",
    "find_channel",
    "meet",
    "member",
    "open_dm",
    "owns",
    "person",
    "sync_people",
]

log = structlog.get_logger()

BELIEVED_FOR = timedelta(days=1)
PAGE = 200
_TITLE = 200  # as much as a contact's has
_GONE = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
_FAILURES = (SlackClientError, OSError, HTTPException, KeyError)  # KeyError: an answer without what was asked for
_CHANNEL_ID = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>|((?=[A-Z]+\d)[CG][A-Z0-9]{3,})")


class LookUpFailed(SlackClientError):
    """Slack could not say. `code` is its own ("channel_not_found"), empty when it could not be reached."""

    def __init__(self, what: str, error: Exception) -> None:
        self.code = str(error.response.get("error", "")) if isinstance(error, SlackApiError) else ""
        super().__init__(f"Slack could not tell about {what}: {self.code or error}")


def person(tend: Tend, team_id: str, user_id: str, *, strictly: bool = False) -> Person:
    """A person of the workspace, or a guest or stranger in it; asked of Slack when unknown or told over a day ago.

    Somebody known is believed for longer while Slack cannot be reached. Not `strictly`: then a day is the most, and
    who had left is asked for again. Raises `LookUpFailed`.
    """
    with tend.store.read() as session:
        known = people.get(session, team_id, user_id)
    if known and tend.now() - known.seen_at < BELIEVED_FOR and not (strictly and known.deactivated_at):
        return known
    try:
        user = _ask(tend, team_id, user_id)
    except LookUpFailed as failed:
        if known and failed.code not in _GONE and not strictly:
            return known
        raise
    with tend.store.write() as session:
        _write_down(session, team_id, user, tend.now())
    with tend.store.read() as session:
        told = people.get(session, team_id, user_id)
    if told is None:
        raise LookUpFailed(user_id, KeyError(user_id))
    return told


def member(tend: Tend, team_id: str, user_id: str) -> Person | None:
    """A person of ours who is here; None for anybody else. Raises `LookUpFailed` where Slack cannot say."""
    try:
        known = person(tend, team_id, user_id)
    except LookUpFailed as failed:
        if failed.code in _GONE:
            return None
        raise
    is_other = known.is_bot or known.is_guest or known.is_stranger or known.deactivated_at
    return None if is_other else known


def owns(tend: Tend, team_id: str, user_id: str) -> bool:
    """Whether the Slack workspace is somebody's own: there is one such person. Raises `LookUpFailed`."""
    return bool(_ask(tend, team_id, user_id).get("is_primary_owner"))


def sync_people(tend: Tend, team_id: str) -> int:
    """Write down everybody whom Slack knows in the workspace; how many. Raises `LookUpFailed`.

    The workspace keeps the hours that most of its people live by.
    """
    count = 0
    for page in _pages(tend, team_id, "users_list", "members"):
        with tend.store.write() as session:
            for user in page:
                _write_down(session, team_id, user, tend.now())
        count += len(page)
    with tend.store.write() as session:
        zones = [person.tz for person in people.of_ours(session, team_id)]
        if zones:
            workspaces.set_zone(session, team_id, common_zone(zones, tend.now()))
    return count


def meet(tend: Tend, team_id: str) -> None:
    """Get to know who is there; where Slack cannot tell, each is asked for when they are first met."""
    try:
        sync_people(tend, team_id)
    except LookUpFailed as failed:
        log.warning("people.not_known", team_id=team_id, why=str(failed), hint="each is asked for when first met")


def channel(tend: Tend, team_id: str, channel_id: str) -> ChannelInfo:
    """A channel; believed for five minutes. Raises `LookUpFailed`, also where Slack leaves out who is in it.

    Of a linked one it is kept whether people of another company are in it: nothing is planned for it then.
    """
    known = tend.channels.recall(team_id, channel_id, tend.now())
    if known:
        return known
    try:
        told: dict[str, Any] = tend.slack.of(team_id).conversations_info(channel=channel_id)["channel"]
        info = _channel(told)
    except _FAILURES as error:
        raise LookUpFailed(channel_id, error) from error
    tend.channels.note(team_id, info, tend.now())
    _keep_shared(tend, team_id, info)
    return info


def find_channel(tend: Tend, team_id: str, name_or_id: str) -> ChannelInfo | None:
    """The channel with this id, mention or name (# or not); None if Tend can see none. Raises `LookUpFailed`."""
    typed = name_or_id.strip()
    mention = _CHANNEL_ID.fullmatch(typed)
    if mention:
        return _by_id(tend, team_id, mention[1] or mention[2])
    name = typed.lstrip("#").lower()
    listing = {"types": "public_channel,private_channel"}
    for page in _pages(tend, team_id, "conversations_list", "channels", **listing):
        for told in page:
            if name and told.get("name") == name:
                return channel(tend, team_id, told["id"])
    return None


def open_dm(tend: Tend, team_id: str, user_id: str) -> str:
    """The id of the direct message with a person, opened if need be and kept. Raises what slack_sdk raises."""
    with tend.store.read() as session:
        known = people.get(session, team_id, user_id)
    if known and known.dm_channel_id:
        return known.dm_channel_id
    opened: str = tend.slack.of(team_id).conversations_open(users=user_id)["channel"]["id"]
    with tend.store.write() as session:
        people.set_dm_channel(session, team_id, user_id, opened)
    return opened


def _by_id(tend: Tend, team_id: str, channel_id: str) -> ChannelInfo | None:
    try:
        return channel(tend, team_id, channel_id)
    except LookUpFailed as failed:
        if failed.code == "channel_not_found":
            return None
        raise


def _ask(tend: Tend, team_id: str, user_id: str) -> dict[str, Any]:
    try:
        user: dict[str, Any] = tend.slack.of(team_id).users_info(user=user_id)["user"]
    except _FAILURES as error:
        raise LookUpFailed(user_id, error) from error
    return user


def _pages(tend: Tend, team_id: str, method: str, key: str, **arguments: str) -> Iterator[list[dict[str, Any]]]:
    """Page by page; `team_id` tells a token of a whole organisation which workspace is meant."""
    cursor = ""
    while True:
        try:
            list_ = getattr(tend.slack.of(team_id), method)
            answer = list_(limit=PAGE, cursor=cursor, team_id=team_id, **arguments)
            page = answer[key]
        except _FAILURES as error:
            raise LookUpFailed(key, error) from error
        yield page
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _write_down(session: Session, team_id: str, user: dict[str, Any], now: datetime) -> None:
    profile = user.get("profile") or {}
    known = people.get(session, team_id, user["id"])
    if user.get("deleted") and known is None and erasure.was_erased(session, team_id, user["id"]):
        return
    left_at = (known.deactivated_at if known else None) or now
    is_stranger = bool(user.get("is_stranger")) or not _is_home(user, team_id)
    if is_stranger and erasure.was_erased(session, team_id, user["id"]):
        profile, user = {"real_name": SOMEBODY}, {**user, "real_name": SOMEBODY}
    people.told(
        session,
        team_id,
        user["id"],
        name=_first_of(profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name")),
        email=profile.get("email"),
        title=" ".join(clean(profile.get("title") or "").split())[:_TITLE],
        tz=user.get("tz") or (known.tz if known else "UTC"),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=is_stranger,
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        deactivated_at=left_at if user.get("deleted") else None,
        seen_at=now,
    )


def _keep_shared(tend: Tend, team_id: str, info: ChannelInfo) -> None:
    with tend.store.read() as session:
        known = account_parts.is_shared(session, team_id, info.id)
    if known is not None and known != info.is_ext_shared:
        with tend.store.write() as session:
            account_parts.note_shared(session, team_id, info.id, info.is_ext_shared)


def _first_of(*names: str | None) -> str:
    return next((name for name in map(clean, filter(None, names)) if name), "somebody")


def _is_home(user: dict[str, Any], team_id: str) -> bool:
    homes = (user.get("enterprise_user") or {}).get("teams") or []
    return user.get("team_id", team_id) == team_id or team_id in homes


def _channel(told: dict[str, Any]) -> ChannelInfo:
    is_direct = bool(told.get("is_im"))
    shared = False if is_direct else bool(told["is_ext_shared"] or told.get("is_pending_ext_shared"))
    return ChannelInfo(
        id=told["id"],
        name=told.get("name", ""),
        is_ext_shared=shared,
        is_archived=bool(told.get("is_archived")),
        is_member=is_direct or bool(told.get("is_member")),
        is_private=is_direct or bool(told.get("is_private")),
        has_others=bool(told.get("is_ext_shared")),
    )
