"""What a change of who hears what, and when, would have meant: in sentences, as no clock moves by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.lately.figures import Figure
from bot.policy import Level, Policy
from bot.preferences import Frequency
from bot.views import mrkdwn, rooms
from bot.views.forms.settings import onward
from bot.views.forms.settings.figures import DAYS, Lately

_NO_DIGEST = "No channel gets a digest"
_BUT = "but those that chose one"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Another alert channel than now; None: none."""

    before: str | None
    after: str | None


def sentences(before: Policy, after: Policy, changed: Mapping[str, object], lately: Lately) -> list[str]:
    """What each setting that is `changed` and moves no clock would mean: each sentence once."""
    said = (SAYS[name](before, after, lately).splitlines() for name in SAYS if name in changed)
    return list(dict.fromkeys(line for lines in said for line in lines))


def channel(chosen: Chosen, lately: Lately) -> str:
    """Who would be told of where."""
    count = lately.no_channel
    accounts = f"{mrkdwn.count(count, 'account')} without a channel of {'its' if count == 1 else 'their'} own"
    if chosen.after is None:
        return f"{accounts} will be told of in no channel any more: only to people."
    instead = f" instead of {mrkdwn.channel(chosen.before)}" if chosen.before else ""
    return f"{accounts} will be told of in {mrkdwn.channel(chosen.after)}{instead}, and so will the digest of all."


def _budget(before: Policy, after: Policy, lately: Lately) -> str:
    def beyond(budget: int) -> int:
        return sum(messages for cards, messages in lately.cards.items() if cards > budget)

    return (
        f"Of {mrkdwn.count(sum(lately.cards.values()), 'message')} of a day in the last {DAYS} days, "
        f"{beyond(after.budget):,} would have had more to say than {mrkdwn.count(after.budget, 'card')}, instead of "
        f"{beyond(before.budget):,} with {before.budget}; what is beyond is counted below them."
    )


def _rooms(before: Policy, after: Policy, lately: Lately) -> str:
    return "\n".join(rooms.effects(before, after, lately.rooms, lately.silent))


def _hears(before: Policy, after: Policy, lately: Lately) -> str:
    said = [_rooms(before, after, lately)]
    if before.channel_digest() != after.channel_digest():
        said.append(_digests(before, after, lately.figures["channels_hear"]))
    return "\n".join(said)


def _digest(before: Policy, after: Policy, lately: Lately) -> str:
    if before.channel_digest() != after.channel_digest():
        return _digests(before, after, lately.figures["channels_digest"])
    return f"{_NO_DIGEST} while channels hear nothing, {_BUT}: what you choose holds once they hear something."


def _digests(before: Policy, after: Policy, counted: Figure) -> str:
    old, new = before.channel_digest(), after.channel_digest()
    how = f"Channels get digests {new} instead of {'none' if old == Frequency.NEVER else old}, from the next one on"
    if new == Frequency.NEVER:
        how = f"{_NO_DIGEST} any more, {_BUT}"
    return f"{how}. In the last {DAYS} days they got {counted.before:,}; it would have been {counted.after:,}."


def _critical(_before: Policy, after: Policy, lately: Lately) -> str:
    critical = mrkdwn.count(lately.levels.get(Level.CRITICAL, 0), "nudge")
    how = "have heard at once" if after.critical_to_lead else "not have heard at once"
    return f"{critical} got critical in the last {DAYS} days: leads would {how}."


def _untouched(before: Policy, after: Policy, lately: Lately) -> str:
    old, new = (lately.untouched.get(policy.untouched_days, 0) for policy in (before, after))
    if not after.untouched_days:
        return f"Leads will not hear of what nobody touched; as of now, {mrkdwn.count(old, 'open nudge')} would count."
    days = mrkdwn.count(after.untouched_days, "working day")
    return f"As of now {mrkdwn.count(new, 'open nudge')} would lie untouched for {days} or longer, instead of {old:,}."


def _storm(before: Policy, after: Policy, lately: Lately) -> str:
    counted = lately.figures["storm"]
    return (
        f"In the last {DAYS} days channels would have got one summary instead of posts "
        f"{mrkdwn.count(counted.after, 'time')}, instead of {counted.before:,}: for more than {after.storm} at once, "
        f"until now for more than {before.storm}."
    )


def _hour(before: Policy, after: Policy, lately: Lately) -> str:
    counted = lately.figures["daily_hour"]
    return (
        f"From tomorrow on the day's message comes at {after.daily_hour}:00 where its reader is instead of "
        f"{before.daily_hour}:00. Of {mrkdwn.count(counted.of, 'reader')} in the last {DAYS} days, {counted.after:,} "
        f"would get it then, and {counted.before:,} would keep an hour of their own."
    )


def _hours(before: Policy, after: Policy, lately: Lately) -> str:
    (opens, closes), (opened, closed) = after.working_hours, before.working_hours
    counted = lately.figures["working_hours"]
    return (
        f"Of {mrkdwn.count(counted.of, 'post')} in channels in the last {DAYS} days, {counted.after:,} would have "
        f"waited for {opens}:00 to {closes}:00, instead of {counted.before:,} for {opened}:00 to {closed}:00; the "
        "hours of a rescue go by it, too."
    )


SAYS: Mapping[str, Callable[[Policy, Policy, Lately], str]] = {
    "channels_hear": _hears,
    **dict.fromkeys(("channels_rules", "channels"), _rooms),
    "channels_digest": _digest,
    "critical_to_lead": _critical,
    "untouched_days": _untouched,
    "budget": _budget,
    "storm": _storm,
    "daily_hour": _hour,
    "working_hours": _hours,
    **onward.SAYS,
}
