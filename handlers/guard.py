"""Who is let in: people of our own workspace. Guests, bots and people of other companies are not (MISSION B7)."""

from __future__ import annotations

from slack_sdk.errors import SlackClientError

from bot import directory
from bot.tend import Tend
from bot.views import refusals
from bot.work.checks import clean
from bot.work.deed import Refused
from handlers.call import Call
from handlers.visit import Visit
from storage.tables import Person


class Ignored(Exception):
    """Nobody is there to answer: a bot did it."""


def admit(tend: Tend, call: Call) -> Visit:
    """Let a person of ours in. Raises `Refused` for anybody else, and when Slack cannot say who they are."""
    if call.is_bot:
        raise Ignored
    if call.teams - {call.home_team}:
        raise Refused(refusals.STRANGER)
    return Visit(
        tend=tend,
        team_id=call.home_team,
        person=_one_of_ours(tend, call),
        now=tend.now(),
        request_id=call.request_id,
        channel_id=call.channel_id,
        trigger_id=call.trigger_id,
        response_url=call.response_url,
        command=str(call.body.get("command") or ""),
        line=clean(str(call.body.get("text") or "")),
    )


def _one_of_ours(tend: Tend, call: Call) -> Person:
    try:
        person = directory.person(tend, call.home_team, call.user_id, strictly=True)
    except (SlackClientError, OSError) as error:
        raise Refused(refusals.UNSURE) from error
    if person.is_bot:
        raise Ignored
    if person.is_stranger or person.deactivated_at:
        raise Refused(refusals.STRANGER)
    if person.is_guest:
        raise Refused(refusals.GUEST)
    return person
