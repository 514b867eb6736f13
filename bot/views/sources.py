"""What logs itself for an account, with its switches; and what is said of a channel when it is linked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

SWITCH = "source.set"

#: Each switch: its name, and what is logged while it is on.
_WHAT = {
    "channel": (
        "Messages in a shared channel",
        "one by somebody of theirs counts as from the client, one of ours as to the client, both on a day as a talk "
        "with each other: one touch a day",
    ),
    "calendar": ("Calendar entries", "those with people of theirs become meetings"),
    "intake": ("HTTP intake", "touches that your forms and other tools send"),
    "text": ("First words of a message", "kept as the note of the touch; otherwise no text is kept"),
}


class Hearing(StrEnum):
    """Whether messages in a linked channel reach us, and count."""

    COUNTED = "counted"
    NOT_IN_IT = "not in it"
    NOT_SHARED = "not shared"
    UNKNOWN = "unknown"  # Slack could not tell


@dataclass(frozen=True, slots=True)
class Place:
    """A linked channel."""

    channel_id: str
    hearing: Hearing


def sources(account_id: str, account: str, switches: Mapping[str, bool], places: Sequence[Place]) -> Post:
    """Every switch as it stands, with a button for the other way."""
    heading = f"What logs itself for {mrkdwn.bold(account)}"
    blocks: list[Block] = [kit.section(heading)]
    for switch, is_on in switches.items():
        blocks.append(_switch(account_id, account, switch, is_on))
        if switch == "channel":
            blocks += kit.paragraphs(_here(place) for place in places)
    if not places:
        example = mrkdwn.code(f"/client edit {mrkdwn.quoted(account)} channel:#acme-shared")
        blocks.append(kit.context(f"No channel is linked to it yet. Link one: {example}"))
    blocks.append(kit.context("Whatever logs itself can be edited and undone. I never write where the client reads."))
    return kit.post(heading, blocks)


def linked(account: str, places: Sequence[Place], *, is_on: bool) -> list[str]:
    """What is said when channels were linked, in mrkdwn."""
    said = [_at_linking(account, place) for place in places]
    if is_on or not any(place.hearing is Hearing.COUNTED for place in places):
        return said
    example = mrkdwn.code(f"/client sources {mrkdwn.quoted(account)} channel on")
    return [f"Messages there do not count for {mrkdwn.bold(account)}: that is switched off. On again: {example}"]


def _switch(account_id: str, account: str, switch: str, is_on: bool) -> Block:
    name, what = _WHAT[switch]
    label = f"Switch {'off' if is_on else 'on'}"
    value = json.dumps({"account": account_id, "source": switch, "on": not is_on})
    button = kit.button(label, SWITCH, value, f"{label}: {name}, {account}")
    return kit.section(f"*{name}*: {'on' if is_on else 'off'}\n{what}", accessory=button)


def _here(place: Place) -> str:
    said = {
        Hearing.COUNTED: "I am in it, and so are people of another company",
        Hearing.NOT_IN_IT: f"I am not in it and hear nothing: {mrkdwn.code('/invite @Tend')} there",
        Hearing.NOT_SHARED: "nobody of another company is in it, so nothing there counts",
        Hearing.UNKNOWN: "Slack could not tell me about it just now",
    }
    return f"• {mrkdwn.channel(place.channel_id)}: {said[place.hearing]}"


def _at_linking(account: str, place: Place) -> str:
    where, off = mrkdwn.channel(place.channel_id), mrkdwn.code(f"/client sources {mrkdwn.quoted(account)} channel off")
    counts = f"messages in {where} count by themselves: {_WHAT['channel'][1]}. I keep no text and never write there."
    return {
        Hearing.COUNTED: f"From now on {counts} Switch it off: {off}",
        Hearing.NOT_IN_IT: (
            f"I am not in {where}, so I hear nothing there yet: {mrkdwn.code('/invite @Tend')} in it. Then {counts} "
            f"Switch it off: {off}"
        ),
        Hearing.NOT_SHARED: (
            f"Nobody of another company is in {where}, so messages there do not count; commands typed there need no "
            "name."
        ),
        Hearing.UNKNOWN: (
            f"Slack could not tell me about {where} just now. Once I am in it and it is shared with the client, "
            f"{counts} Switch it off: {off}"
        ),
    }[place.hearing]
