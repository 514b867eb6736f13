from __future__ import annotations

from bot.policy import Level, Tier
from tests.rules.build import account, ago, ask, level, meeting, rings, silent, untouched


def test_however_much_they_wrote_we_are_asked_to_reach_out() -> None:
    facts = account(tier=Tier.KEY, last_contact_at=ago(2), last_reach_at=ago(16))
    verdict = ask("neglect", facts)
    assert rings(verdict) == [(-6, "early"), (-2, "due"), (5, "critical")]
    assert verdict.reason == (
        "We have not reached out for 16 days, while they were in touch 2 days ago; "
        "a key account should hear from us every 14 days."
    )
    assert verdict.rests_on == ("touch-reach",)
    assert verdict.clears == "A call, a visit or a message from us."


def test_where_we_never_reached_out_it_is_measured_from_the_start() -> None:
    facts = untouched(31, tier=Tier.KEY, last_contact_at=ago(1), last_contact_id="their-letter")
    assert level("neglect", facts) is Level.CRITICAL
    assert ask("neglect", facts).reason == (
        "Nothing from us is logged since the start on 12 April 2026, while they were in touch yesterday; "
        "a key account should hear from us every 14 days."
    )


def test_a_silence_of_both_sides_is_said_once_by_the_quiet_clock() -> None:
    both = silent(50)
    assert ask("neglect", both).steps == ()
    assert ask("neglect", both).reason == "We have not reached out for 50 days; the quiet clock watches both sides."
    assert level("quiet", both) is Level.CRITICAL


def test_letters_without_an_answer_are_not_neglect() -> None:
    assert ask("neglect", account(last_contact_at=ago(60), last_reach_at=ago(2))).steps == ()


def test_a_meeting_ahead_covers_neglect_too() -> None:
    facts = account(tier=Tier.KEY, last_contact_at=ago(2), last_reach_at=ago(16), meetings=(meeting(3),))
    assert rings(ask("neglect", facts)) == [(4, "due"), (5, "critical")]


def test_a_new_account_should_hear_from_us_as_the_next_tighter_tier_does() -> None:
    new = account(started_at=ago(30), last_contact_at=ago(2), last_reach_at=ago(15))
    assert level("neglect", new) is Level.DUE
    assert ask("neglect", new).reason.endswith("in its first 90 days an account should hear from us every 14 days.")
