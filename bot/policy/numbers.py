"""The numbers of a workspace, with their defaults (MISSION, section C)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from bot.policy.channels import AS_ALL, ChannelPolicy, channels_with, heard_rules
from bot.policy.counts import counts_with, default_counts
from bot.policy.tiers import DEFAULT_TIERS, TierPolicy, tiers_with
from bot.policy.words import NOTHING, Counts, Direction, Kind, Level, Tier

GATE_KEY_LEAST = 30  # days: with fewer, a tier made lower just before the end would be a way round the loss gate


@dataclass(frozen=True)
class Policy:
    """One workspace's settings for rules, clocks and nudges. Hours are local to whoever is concerned."""

    tiers: dict[Tier, TierPolicy] = field(default_factory=lambda: dict(DEFAULT_TIERS))
    counts: dict[tuple[Kind, Direction], frozenset[Counts]] = field(default_factory=default_counts)
    new_account_days: int = 90  # so long a new account is watched as the next tighter tier
    senior_grace_days: int = 14  # after so many days with nobody senior known, the gap is due
    single_thread_days: int = 365  # a person of ours "knows" the account if they met within so many days
    influence_people: int = 3  # people of ours whom everyone who can hire or fire us should know; 0: not watched
    flagship_share: float = 0.25  # of all value, or of one owner's touches
    flagship_accounts: int = 4  # among fewer accounts, every one is a large share
    flagship_touches: int = 20  # of fewer touches, a share says nothing
    flagship_touch_days: int = 90
    attention_new_days: int = 30  # so long it takes until something can be said of what an account gets
    attention_short_share: float = 0.5  # less than this part of what it should get is too little
    attention_crowds_share: float = 0.4  # one account with this part of somebody's touches leaves little for the others
    meeting_grace_days: int = 2  # working days after a meeting that went by; the first is there to log it
    remark_big_days: int = 2  # working days to answer what a client said, where it is big
    remark_small_days: int = 10
    remark_late_days: int = 3  # working days after the day an answer was due, when it becomes urgent
    audit_days: int = 14  # days after a loss until its audit is to be done
    audit_choose_days: int = 2  # working days to choose who leads it
    audit_late_days: int = 5  # working days after that, when it becomes urgent
    leaving_ask_days: int = 10  # working days before the end, when a missing exit interview is first said
    leaving_due_days: int = 3  # working days before the end, when it is due
    leaving_late_days: int = 5  # working days after the end, when what nobody closed becomes urgent
    gate_key_days: int = 180  # so long it stays a key account to the loss gate, whatever its tier was made since
    gate_rescue_days: int = 365  # so long a rescue counts as having tried to keep them
    winback_decide_days: int = 20  # working days after a loss until it is decided whether we want them back
    winback_ahead_days: int = 7  # days before that day, or the one on which we ask, when it is first said
    winback_late_days: int = 10  # working days after it, when it becomes urgent
    freed_days: int = 5  # working days after a loss, until its owner hears what the time that is free could do
    calm_days: int = 60  # so long after an unhappy word or a broken promise nobody asks for more
    litmus_ahead_days: int = 14  # days before a test is due, when it is first said
    litmus_late_days: int = 15  # days for each month of its tier's, after which it is urgent
    litmus_days: int = 10  # working days that people have for a test of one account
    litmus_call_days: int = 2  # working days before it closes, when those who have not answered are reminded last
    campaign_days: int = 15  # working days that people have for a campaign
    pulse_days: int = 14  # days that an answer counts towards a round of the pulse
    pulse_every_days: int = 90  # days after a round of the pulse, when the next begins by itself; 0: only by hand
    rescue_key_hours: int = 4  # working hours to the first contact once a rescue of a key account was opened
    rescue_hours: int = 8  # of any other account
    rescue_review_hours: int = 48  # hours after which a rescue is looked at again
    rescue_signals: int = 3  # so many signals together suggest a rescue, one fewer is early; 0: not watched
    promise_ahead_days: int = 2  # working days before the day of a promise, when it is first said
    promise_late_days: int = 1  # working days after the day, when one of ours becomes urgent
    broken_days: int = 365  # so long a broken promise counts
    broken_talk_days: int = 2  # working days to speak with them after one of ours was broken
    wish_ahead_days: int = 3  # working days before a wish is due, when it is first said; fewer for what comes often
    wish_late_days: int = 5  # working days after it was due, when it becomes urgent
    breakdown_days: int = 2  # working days to recover what broke
    breakdown_late_days: int = 3  # working days more, when it becomes urgent; and to verify what was recovered
    step_ahead_days: int = 2  # working days before the day of a plan's step, when it is first said
    step_late_days: int = 5  # working days after its day, when it has stalled
    voice_days: int = 90  # within so many days somebody beside the owner should have spoken of an account
    warmdown_temperature: float = 1.0  # so many degrees down in the mean are a sign of cooling
    warmdown_ratio: float = 1.75  # gaps so many times as long are one, too
    warmdown_longer_days: int = 10  # and at least so many days longer
    complacency_years: int = 3  # a client for so long is taken for granted easily; 0: not watched
    complacency_talk_days: int = 180  # talks of so many days are counted
    complacency_heard_days: int = 365  # so long a word of theirs that was passed on counts as speaking openly
    staffing_changes: int = 2  # so many changes of owner are a warning sign; 0: not watched
    staffing_days: int = 365  # within so many days
    occasion_days: int = 7  # days before a day of theirs, when it is first said; 0: not watched
    rhythm_levels: tuple[float, float, float] = (0.4, 0.75, 0.85)  # scores (bot.rhythm) of early, due and critical
    rhythm_bounds: tuple[float, float] = (0.5, 4.0)  # the least and the most that a rhythm makes of the tier's days
    rhythm_longest: float = 2.5  # times their longest gap in memory after which a silence is due at the latest
    budget: int = 7  # cards a person sees in a day
    daily_hour: int = 9
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)  # Monday is 0
    working_hours: tuple[int, int] = (9, 18)
    days_off: frozenset[date] = frozenset()
    country: str = ""  # ISO 3166 code, for public holidays; empty: none
    untouched_days: int = 3  # working days after which a nudge nobody acted on goes to the lead; 0: never
    critical_to_lead: bool = True  # the lead hears of it as soon as it is critical
    channels_hear: str = Level.DUE.value  # the level from which on channels hear, or `nothing`
    channels_digest: str = "weekly"  # how often channels get a digest: weekly, monthly or never
    channels_rules: dict[str, str] = field(default_factory=dict)  # a rule's key → its own level, or `nothing`
    channels: dict[str, ChannelPolicy] = field(default_factory=dict)  # what single channels chose, by their ids
    storm: int = 5  # more posts than this for one channel at once become one summary

    def resets(self, kind: Kind, direction: Direction) -> frozenset[Counts]:
        """The clocks that a touch of this kind and direction resets."""
        return self.counts.get((kind, direction), frozenset())

    def heard_from(self, rule: str, channel_id: str = "") -> str:
        """The level from which on a channel hears of a rule, or `nothing`; without a channel: as most hear it.

        The most particular choice holds: the channel's for the rule, the channel's for everything, then those for all.
        """
        own = self.channels.get(channel_id, AS_ALL)
        return own.rules.get(rule) or own.hears or self.channels_rules.get(rule) or self.channels_hear

    def channel_hears(self, rule: str, level: Level, channel_id: str = "") -> bool:
        """Whether a channel hears a nudge, beside whoever sees to it."""
        wanted = self.heard_from(rule, channel_id)
        return wanted != NOTHING and level.loudness >= Level(wanted).loudness

    def channel_digest(self, channel_id: str = "") -> str:
        """How often a channel gets a digest; without one, as all do. Where these hear nothing, only one that chose."""
        for_all = "never" if self.channels_hear == NOTHING else self.channels_digest
        return self.channels.get(channel_id, AS_ALL).digest or for_all

    def tier(self, tier: Tier) -> TierPolicy:
        """The clocks of a tier."""
        return self.tiers[tier]

    @classmethod
    def from_overrides(cls, overrides: dict[str, Any]) -> Policy:
        """Defaults with a workspace's stored changes laid over them.

        `tiers` holds what differs in some tiers: `{"key": {"contact": [10, 14, 21], "senior": 60}}`; `counts` what
        some touches reset: `{"email/to-client": ["reach"]}`; `channels_rules` and `channels` what is heard otherwise:
        `{"quiet": "critical"}`, `{"C1": {"hears": "due", "rules": {"quiet": "nothing"}}}`. Unknown names raise
        `ValueError` naming them, and so do a week without a working day, and days that are none or do not ascend.
        `gate_key_days` from when fewer than `GATE_KEY_LEAST` could be set is read as that.
        """
        unknown = sorted(set(overrides) - {f.name for f in fields(cls)})
        if unknown:
            raise ValueError(f"not a setting: {', '.join(unknown)}")
        values = dict(overrides)
        for name in ("working_days", "working_hours", "rhythm_levels", "rhythm_bounds"):
            if name in values:
                values[name] = tuple(values[name])
        if values.get("working_days", (0,)) == ():
            raise ValueError("working_days: a week has at least one working day")
        if "gate_key_days" in values:
            values["gate_key_days"] = max(values["gate_key_days"], GATE_KEY_LEAST)
        if "days_off" in values:
            values["days_off"] = frozenset(date.fromisoformat(day) for day in values["days_off"])
        values["tiers"] = tiers_with(overrides.get("tiers", {}))
        values["counts"] = counts_with(overrides.get("counts", {}))
        values["channels_rules"] = heard_rules(overrides.get("channels_rules", {}))
        values["channels"] = channels_with(overrides.get("channels", {}))
        return cls(**values)
