"""Files that somebody asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.views import mrkdwn, refusals
from bot.views.post import Post

NOT_TAKEN = "Slack did not take the file just now. Please ask again in a moment."
_ONE = {
    "accounts": "account", "contacts": "contact", "touches": "touch", "remarks": "remark", "promises": "promise",
    "wishes": "wish", "deliveries": "delivery", "breakdowns": "breakdown", "traits": "trait", "openings": "opening",
    "plans": "plan", "steps": "step", "litmus": "litmus test", "rescues": "rescue", "reviews": "review",
    "losses": "loss", "audits": "audit", "lessons": "lesson", "never-again": "post of “never again”",
    "winbacks": "win-back",
}  # fmt: skip
_MANY = {"litmus": "litmus tests", "never-again": "posts of “never again”", "winbacks": "win-backs"}
_GO_IN = frozenset({"accounts", "contacts", "touches"})
_AGAIN = "Changed in a spreadsheet and dropped here again, what is new in"
WHICH = f"What shall I export? Type /client export {', '.join(_ONE)} or all."


def on_its_way(nouns: Sequence[str]) -> Post:
    """They are being written."""
    what = f"the {mrkdwn.listing([_MANY.get(noun, noun) for noun in nouns])}" if len(nouns) == 1 else "all of it"
    return refusals.say(f"I am writing down {what}. You get it as CSV in our direct message.")


def text_on_its_way() -> Post:
    """The lessons are being written down."""
    return refusals.say("I am writing down what losses taught. You get it as a text in our direct message.")


def counted(noun: str, count: int) -> str:
    """Rows of a noun: "1 touch", "2 touches"."""
    return mrkdwn.count(count, _ONE[noun], _MANY.get(noun, noun))


def sent(counts: Mapping[str, int]) -> str:
    """What comes with the files: rows by noun."""
    said = [counted(noun, count) for noun, count in counts.items()]
    again = [f"{noun}.csv" for noun in counts if noun in _GO_IN]
    dropped = f" {_AGAIN} {mrkdwn.listing(again)} goes in." if again else ""
    return f"Here: {mrkdwn.listing(said)}.{dropped}"
