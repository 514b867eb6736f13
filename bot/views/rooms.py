"""What channels hear, in words: all of them, and one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from bot.policy import NOTHING, ChannelPolicy, Level, Policy
from bot.policy.channels import AS_ALL
from bot.preferences import Frequency
from bot.views import mrkdwn, words
from bot.views.forms.settings.figures import DAYS, Rooms

EVERYTHING, DIGEST = "everything", "digest"
EXAMPLE = "/client settings hear quiet critical in #acme"
HOW = f"Say what, from which level on and where, like “{EXAMPLE}”"
NOWHERE = f"{HOW}; “in here” is the channel where you type it, “in channels” all of them."
LEVELS = f"{HOW}: early, due, critical, nothing, or default."
OFTEN = "A channel gets a digest weekly, monthly or never; say it like “/client settings hear digest monthly in #acme”."
_OF_A_RULE = {
    Level.EARLY.value: "from early on",
    Level.DUE.value: "once due",
    Level.CRITICAL.value: "only critical",
    NOTHING: "never",
}
_OF_EVERYTHING = {
    Level.EARLY.value: "what there is from early on",
    Level.DUE.value: "what there is once due",
    Level.CRITICAL.value: "only what is critical",
    NOTHING: "nothing",
}
_FEW = 4
_LINES = 8


def apart(rule: str) -> str:
    """A rule of which no channel chooses."""
    return f"{rule} is urgent, and told at once, or private, and in no channel: whatever a channel chooses."


def told(policy: Policy, channel_id: str = "") -> str:
    """What a channel hears, or all of them do, as it is set."""
    who = f"{mrkdwn.channel(channel_id)} hears" if channel_id else "Channels hear"
    if channel_id and channel_id not in policy.channels:
        return f"{who} what all channels do. {told(policy)}"
    own = _chosen(policy, channel_id)
    everything = _OF_EVERYTHING[own.hears] if own.hears else "what all channels do"
    but = f", but {_rules(own.rules)}" if own.rules else ""
    return f"{who} {everything}{but}{_digest(own.digest)}."


def _digest(often: str | None) -> str:
    if often == Frequency.NEVER:
        return "; no digest comes"
    return f"; a digest comes {often}" if often else ""


def exceptions(policy: Policy) -> Iterator[str]:
    """What is heard otherwise: a line for rules and one for channels; nothing where there is none."""
    if policy.channels_rules:
        yield f"But channels hear of {_rules(policy.channels_rules)}"
    if policy.channels:
        named = [mrkdwn.channel(channel_id) for channel_id in sorted(policy.channels)]
        yield f"Channels that chose for themselves: {mrkdwn.listing(named, _FEW)}"


def effects(before: Policy, after: Policy, rooms: Rooms, silent: Collection[str] = ()) -> list[str]:
    """What channels would have heard: of all nudges, or of those of each rule that they hear otherwise.

    `rooms`: the nudges of the last `DAYS`, by the channel where they are told; `silent`: channels that are no room.
    """
    ones = sorted({*before.channels, *after.channels} - {*silent})
    each = [("", rooms), *((one, {one: rooms.get(one, {})}) for one in ones)]
    said = [line for channel_id, of in each for line in _effects(before, after, channel_id, of)]
    said += [_silent(one) for one in sorted(silent) if _chosen(before, one) != _chosen(after, one)]
    return said[:_LINES] + ([f"+{len(said) - _LINES} more"] if len(said) > _LINES else [])


def changes(before: Policy, after: Policy) -> Iterator[tuple[str, str, str]]:
    """What is chosen otherwise, before and after: "channels hear `quiet`", "default", "critical"."""
    yield from _changed("channels hear", before.channels_rules, after.channels_rules)
    for channel_id in sorted({*before.channels, *after.channels}):
        old, new = (_chosen(policy, channel_id) for policy in (before, after))
        each = ({EVERYTHING: own.hears, DIGEST: own.digest, **own.rules} for own in (old, new))
        yield from _changed(f"{mrkdwn.channel(channel_id)} hears", *each)


def _changed(
    hears: str, before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> Iterator[tuple[str, str, str]]:
    for what in dict.fromkeys([*before, *after]):
        old, new = (chosen.get(what) or "default" for chosen in (before, after))
        if old != new:
            yield f"{hears} {mrkdwn.code(what)}", old, new


def _effects(before: Policy, after: Policy, channel_id: str, rooms: Rooms) -> Iterator[str]:
    old, new = (_chosen(policy, channel_id) for policy in (before, after))
    if old.hears != new.hears:
        yield _effect(before, after, channel_id, rooms, "")
    else:
        for rule in sorted({*old.rules, *new.rules}):
            if old.rules.get(rule) != new.rules.get(rule):
                yield _effect(before, after, channel_id, rooms, rule)
    often = [policy.channel_digest(channel_id) for policy in (before, after)]
    if channel_id and old.digest != new.digest and often[0] != often[1]:
        yield f"{mrkdwn.channel(channel_id)} {_digests(*often)}"


def _silent(channel_id: str) -> str:
    return (
        f"Nothing is told in {mrkdwn.channel(channel_id)} as of now: no account has it for its own channel, and it is "
        "not the alert channel. What you choose holds once it is one of them."
    )


def _digests(old: str, new: str) -> str:
    if new == Frequency.NEVER:
        return f"gets no digest any more; until now one comes {old}."
    return f"gets a digest {new} instead of {'none' if old == Frequency.NEVER else old}, from the next one on."


def _effect(before: Policy, after: Policy, channel_id: str, rooms: Rooms, only: str) -> str:
    """`only`: the rule that is heard otherwise; empty: all are."""
    told = [(room, *key, n) for room, counts in rooms.items() for key, n in counts.items() if only in ("", key[0])]

    def heard(policy: Policy) -> int:
        return sum(n for room, rule, level, n in told if policy.channel_hears(rule, Level(level), room))

    about = f" about {words.rule(only)}" if only else ""
    of = f"Of {mrkdwn.count(sum(n for *_, n in told), 'nudge')}{about} in the last {DAYS} days"
    who = mrkdwn.channel(channel_id) if channel_id else "channels"
    return f"{of}, {who} would have heard {heard(after):,} instead of {heard(before):,}."


def _chosen(policy: Policy, channel_id: str) -> ChannelPolicy:
    """What a channel chose; without one, what is chosen for all."""
    if channel_id:
        return policy.channels.get(channel_id, AS_ALL)
    return ChannelPolicy(policy.channels_hear, policy.channels_rules, policy.channel_digest())


def _rules(rules: Mapping[str, str]) -> str:
    named = [f"{words.rule(rule)} {_OF_A_RULE[level]}" for rule, level in sorted(rules.items())]
    return mrkdwn.listing(named, _FEW)
