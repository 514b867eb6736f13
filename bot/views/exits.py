"""The exit interview as people read it: a guide to the conversation, a questionnaire to copy, what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.post import Post

NOTE = "exit.note"
_ANSWER = 600


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `hint` is for whoever asks it."""

    key: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ExitShown:
    """The exit interview of an account that is leaving or lost. `on`: None where there was none yet.

    `answers`: a question in the words in which it was asked, and what they said.
    """

    account_id: str
    account: str
    on: date | None
    way: str
    with_whom: str
    answers: Sequence[tuple[str, str]]
    today: date


def guide(shown: ExitShown, asked: Sequence[Asked], about: str) -> Post:
    """How to hold it, what to ask, the same to copy, and what they answered so far."""
    text = f"The exit interview with {mrkdwn.bold(mrkdwn.cut(shown.account, 200))}"
    blocks: list[Block] = [kit.header("Exit interview"), kit.section(f"{text}: {_so_far(shown)}")]
    blocks += _answered(shown)
    blocks += [
        kit.actions(kit.button("Note what they said", NOTE, shown.account_id, primary=True)),
        kit.divider(),
        kit.section(_HOW),
        *kit.paragraphs(_question(number, one) for number, one in enumerate(asked, 1)),
        kit.divider(),
        kit.section("*Where no conversation is possible*: the same in writing, to copy."),
        kit.section(f"```{mrkdwn.escape(questionnaire(asked, about))}```"),
    ]
    return kit.post(text, blocks)


def _question(number: int, one: Asked) -> str:
    hint = f"\n_{mrkdwn.line(one.hint)}_" if one.hint else ""
    return f"{number}. {mrkdwn.bold(one.text)}{hint}"


def questionnaire(asked: Sequence[Asked], about: str) -> str:
    """The questions as they are sent to a client: plain text."""
    lines = [f"{number}. {one.text}" for number, one in enumerate(asked, 1)]
    return "\n\n".join([*filter(None, [about]), *lines, "Thank you. You mattered to us."])


def noted(account: str, answered: int, on: date, today: date) -> Post:
    """The answer to whoever noted what they said."""
    answers = f", with {mrkdwn.count(answered, 'answer')}" if answered else ""
    text = (
        f"Noted: the exit interview with {mrkdwn.bold(mrkdwn.cut(account, 200))} on {mrkdwn.day(on, today)}{answers}. "
        "Their words go into the audit as they are. Thank you for asking."
    )
    return kit.post(text, [kit.section(text)])


_HOW = "\n".join(
    [
        "*How to hold it*",
        "• Before the end, in person or on a call, half an hour; with whoever decided, if they will.",
        "• Somebody senior of ours asks, better not who kept the account: it is easier to be frank then.",
        "• Listen, do not defend, promise nothing. Keep their own words.",
    ]
)


def _so_far(shown: ExitShown) -> str:
    if shown.on is None:
        return "there was none yet."
    how = "in writing" if shown.way == "questionnaire" else "a conversation"
    whom = f" with {mrkdwn.line(shown.with_whom)}" if shown.with_whom else ""
    return f"{how}{whom}, on {mrkdwn.day(shown.on, shown.today)}."


def _answered(shown: ExitShown) -> list[Block]:
    known = [(mrkdwn.bold(question), mrkdwn.cut(said, _ANSWER)) for question, said in shown.answers if said]
    return kit.paragraphs(f"{question}\n> {mrkdwn.line(said)}" for question, said in known)
