"""What a change of one's own settings would mean, before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.lately.figures import Mine, Month
from bot.views import kit, mrkdwn
from bot.views.forms.settings import effect
from bot.views.forms.settings.figures import DAYS
from bot.views.preferences import STOOD_IN

APPLY = "form.settings_mine"
_YET = "Nothing is changed yet."
_NONE_COMES = "No message about your accounts is next: you hear of them on your Home alone, or others hear of them."


def mine(sentences: Sequence[str], changes: Sequence[str], change: Mapping[str, Any], id_: str) -> dict[str, Any]:
    """What it would mean, and the choice. `changes`: what would be said once it is made."""
    blocks = [effect.alert(_YET), *kit.paragraphs(sentences), *effect.changed(changes)]
    return effect.view(blocks, id_, {"mine": change}, APPLY)


def sentences(change: Mapping[str, Any], told: Mine) -> list[str]:
    """What each part of a change would mean. `change`: by what it concerns."""
    hear = dict(change.get("hear", {}))
    digest = [_digests(told)] if "digest" in hear and hear.pop("digest") is not None else []
    said = [_coming(told)] if "hour" in change else []
    said += [_days(told)] if "days" in change else []
    said += _heard(told) if hear or "rules" in change else []
    said += digest
    said += [_away(told)] if "mute" in change or "away" in change else []
    return said + ([_lead(told)] if "lead" in change else [])


def _coming(told: Mine) -> str:
    before, after = told.coming
    if after is None:
        return _NONE_COMES
    instead = f", instead of {_when(before)}" if before else ""
    return f"Your next message would come {_when(after)}, where you are{instead}."


def _days(told: Mine) -> str:
    _, after = told.coming
    waited = "; those would have waited for the next day on which you do" if told.off_days else ""
    return (
        f"Of {mrkdwn.count(told.got.messages, 'message')} that you got in the last {DAYS} days, "
        f"{told.off_days or 'none'} came on days on which you would not work{waited}. "
        f"{f'Your next message would come {_when(after)}.' if after else _NONE_COMES}"
    )


def _heard(told: Mine) -> list[str]:
    said = [_month(told.got, told.would)]
    if told.others:
        said.append(f"Of {_nudges(told.open)} that you hear now, {_shared(told.others)} from now on.")
    if told.more:
        said.append(f"{_nudges(told.more)} that you do not hear now would come to you.")
    return said


def _month(got: Month, would: Month) -> str:
    if not got.cards:
        return f"In the last {DAYS} days you got no message of the day by which this could be counted."
    said = (
        f"In the last {DAYS} days you got {_messages(got)}; this way it would have been {_messages(would)}"
        + (f", {mrkdwn.count(would.home, 'card')} would have stood on your Home alone" if would.home else "")
        + (f", and of the others {_shared(would.others, 'would have gone')}" if would.others else "")
    )
    return f"{said}."


def _away(told: Mine) -> str:
    if not told.open:
        return f"No nudge that you hear is open now. What comes up meanwhile goes to {STOOD_IN}, and it is said why."
    if not told.others:
        return f"You hear of {_nudges(told.open)}; none goes to others by this, as your next message comes after it."
    return f"Of {_nudges(told.open)} that you hear, {_shared(told.others)} meanwhile."


def _digests(told: Mine) -> str:
    if not (told.digests.before or told.digests.after):
        return f"In the last {DAYS} days you got no digest by which this could be counted."
    return (
        f"In the last {DAYS} days you got {mrkdwn.count(told.digests.before, 'digest')}; this way it would have been "
        f"{told.digests.after:,}."
    )


def _lead(told: Mine) -> str:
    return f"Of what is open now, {mrkdwn.count(told.moved, 'nudge')} would be heard by somebody else than until now."


def _shared(others: Mapping[str, int], went: str = "would go") -> str:
    """`3 would go to Ben and 1 to #health`, most first."""
    most = sorted(others.items(), key=lambda one: (-one[1], one[0]))
    shares = [f"{count:,} {went} to {_whom(to)}" for to, count in most[:1]]
    return mrkdwn.listing([*shares, *(f"{count:,} to {_whom(to)}" for to, count in most[1:])], 5)


def _whom(recipient: str) -> str:
    return mrkdwn.whom(recipient) if recipient else "whoever is there next"


def _when(moment: datetime) -> str:
    return f"on {moment:%A}, {moment.day} {moment:%B} at {moment.hour}:00"


def _messages(month: Month) -> str:
    return f"{mrkdwn.count(month.messages, 'message')} with {mrkdwn.count(month.cards, 'card')}"


def _nudges(count: int) -> str:
    return mrkdwn.count(count, "open nudge")
