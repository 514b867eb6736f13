"""Kind words for what Tend cannot do. Those for strangers name no client."""

from __future__ import annotations

from collections.abc import Iterable

from bot.views import kit, mrkdwn
from bot.views.echo import echo, spans
from bot.views.post import Post

STRANGER = "Tend serves its own company only, so I cannot help you here. Please ask the person you work with there."
GUEST = "Tend is for members of this workspace; guests cannot use it. A colleague can note it down for you."
UNSURE = "I could not check with Slack who you are, so I have done nothing. Please try again in a moment."
ADMINS_UNKNOWN = (
    "I could not check with Slack who runs this workspace. Nothing was changed; please try again in a moment."
)
NOT_INSTALLED = "Tend is not installed here any more, so I can do nothing. An admin can install it again."
PATIENCE = "One moment, this takes a little longer. The answer follows here."
STOPPING = "I am being restarted, so I stopped working that out. Please ask again in a minute."
TWICE = "That is done already; nothing was done twice."
NOT_SAVED = {
    "busy": "The database was busy for too long, so I have saved nothing. Please try again in a moment.",
    "full": "The disk of my database is full, so I have saved nothing. Please tell whoever runs Tend to make room.",
    "away": "I could not use my database, so I have saved nothing that I know of. Please try again in a moment.",
}

NOBODY = "Say who of us it was: a member of this workspace."

ERASE_WHOM = "Who is to be forgotten? Type /client erase Acme: Jane Doe, or /client erase @ben for a colleague."


def say(text: str) -> Post:
    """One sentence (mrkdwn) as a post."""
    return kit.post(text, [kit.section(text)])


def unexpected(reference: str) -> Post:
    """Something broke that nobody foresaw; the reference is in the log."""
    return say(f"Something went wrong on my side, and I have noted it down as `{reference}`. Please try again.")


def form_not_opened(typed: str) -> Post:
    """Slack did not open a modal in its three seconds."""
    text = "Slack did not open the form in time. Please try once more."
    return kit.post(text, [kit.section(text), *echo(typed)])


def not_saved(reasons: Iterable[str], said: Iterable[tuple[str, str]]) -> Post:
    """A form that had closed before it turned out to be wrong: why, and all that was in it, field by field."""
    text = f"I could not save that: {' '.join(mrkdwn.line(reason) for reason in reasons)}"
    given_back = [
        span if place else f"{mrkdwn.line(label)}: {span}"
        for label, typed in said
        for place, span in enumerate(spans(typed))
    ]
    return kit.post(text, [kit.section(text), *kit.paragraphs(["This is what you typed:", *given_back])])


def unknown_person(user_id: str) -> str:
    """Slack could not tell about somebody who was named."""
    return f"Slack could not tell me who <@{user_id}> is, so I have saved nothing. Please try again in a moment."
