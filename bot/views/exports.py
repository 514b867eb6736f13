"""Files that somebody asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.views import mrkdwn, refusals
from bot.views.post import Post

NOT_TAKEN = "Slack did not take the file just now. Please ask again in a moment."
WHICH = "What shall I export? Type /client export accounts, contacts, touches or all."

_ONE = {"accounts": "account", "contacts": "contact", "touches": "touch"}


def on_its_way(nouns: Sequence[str]) -> Post:
    """They are being written."""
    return refusals.say(f"I am writing down the {mrkdwn.listing(nouns)}. You get them as CSV in our direct message.")


def text_on_its_way() -> Post:
    """The lessons are being written down."""
    return refusals.say("I am writing down what losses taught. You get it as a text in our direct message.")


def sent(counts: Mapping[str, int]) -> str:
    """What comes with the files: rows by noun."""
    said = [mrkdwn.count(count, _ONE[noun], noun) for noun, count in counts.items()]
    return (
        f"Here: {mrkdwn.listing(said)}. Changed in a spreadsheet and dropped here again, what is new in them goes in."
    )
