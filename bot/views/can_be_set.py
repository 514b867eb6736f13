"""Every plain setting of the policy in a few words, for whoever asks what can be set."""

from __future__ import annotations

RULES = {
    "new_account_days": "so many days a new account is watched as the next tighter tier",
    "senior_grace_days": "after so many days, nobody senior being known is due",
    "single_thread_days": "who met the client within so many days knows them",
    "influence_people": "so many of us should know everyone who can hire or fire us; 0: not watched",
    "flagship_share": "more than this of all value, or of one owner's touches, is much for one account",
    "flagship_accounts": "among fewer accounts, no share is told",
    "flagship_touches": "of fewer touches, no share is told",
    "flagship_touch_days": "touches of so many days are compared",
    "meeting_grace_days": "so many working days to log a meeting that went by",
    "remark_big_days": "so many working days to answer something big that a client said",
    "remark_small_days": "so many working days to answer something small that a client said",
    "remark_late_days": "so many working days later, no answer is critical",
    "audit_days": "so many days after a loss, its audit is due",
    "audit_late_days": "so many working days later, an audit that is not done is critical",
    "rescue_key_hours": "so many working hours to the first contact of a rescue, for a key account",
    "rescue_hours": "so many working hours to the first contact of a rescue, for any other account",
    "rescue_review_hours": "so many hours after which a rescue is looked at again",
    "rescue_signals": "so many signals at once suggest a rescue; 0: not watched",
    "warmdown_temperature": "so many degrees down in the mean are a sign of cooling",
    "warmdown_ratio": "so many times as long between talks as before are a sign of cooling",
    "complacency_years": "a client for so many years is taken for granted easily; 0: not watched",
    "rhythm_levels": "how odd a silence is by the account's own rhythm, from 0 to 1: early, due, critical",
    "rhythm_longest": "so many times their longest gap of late, and a silence is due at the latest",
    "rhythm_bounds": "how many times its tier's days an account's own rhythm may make it, at the least and at the most",
}
SPEAKING = {
    "budget": "so many cards a person sees in a day",
    "daily_hour": "the hour of the day's message, where its reader is",
    "untouched_days": "after so many working days, the lead hears of what nobody touched; 0: never",
    "critical_to_lead": "whether the lead hears of it as soon as it is critical",
    "channels_hear": "the level from which on channels hear, too: early, due, critical or nothing",
    "storm": "more posts than this for one channel at once become one",
    "working_days": "the days on which I speak, unless a person has their own",
    "working_hours": "the hours of a working day",
    "days_off": "days that do not count",
    "country": "whose public holidays do not count either",
}
ALL = RULES | SPEAKING
