"""What somebody would have heard if they heard it otherwise."""

from __future__ import annotations

from datetime import date

from bot.lately.cards import Card, HowOften, Otherwise, otherwise
from bot.preferences import Event, Frequency, Preferences
from bot.worktime import Calendar

MON, TUE, WED, NEXT = date(2026, 5, 4), date(2026, 5, 5), date(2026, 5, 6), date(2026, 5, 11)
CALENDAR = Calendar()
CARDS = [
    Card("n1", MON, MON, "owner", "quiet"),
    Card("n2", TUE, TUE, "owner", "quiet"),
    Card("n3", TUE, TUE, "owner", "senior"),
    Card("n4", WED, WED, "lead", "quiet"),
]


def asked(**often: Frequency) -> HowOften:
    preferences = Preferences(
        frequencies={Event(event): chosen for event, chosen in often.items() if event in [*Event]},
        rules={rule: chosen for rule, chosen in often.items() if rule not in [*Event]},
    )
    return lambda heard_as, rule: preferences.how_often(Event.LEAD if heard_as == "lead" else Event.NUDGES, rule)


def test_what_comes_weekly_comes_on_the_first_working_day_of_a_week() -> None:
    found = otherwise(CARDS, asked(), asked(nudges=Frequency.WEEKLY, lead=Frequency.WEEKLY), CALENDAR)
    assert found == Otherwise(days=2, cards=4, home=0, declined=())
    off = Calendar(days_off=frozenset({NEXT}))
    assert otherwise(CARDS[1:], asked(), asked(nudges=Frequency.WEEKLY, lead=Frequency.WEEKLY), off).days == 1


def test_what_stands_on_home_or_is_never_heard_is_in_no_message() -> None:
    found = otherwise(CARDS, asked(), asked(senior=Frequency.HOME, lead=Frequency.NEVER), CALENDAR)
    assert found == Otherwise(days=2, cards=2, home=1, declined=("n4",))


def test_what_came_weekly_would_have_come_on_the_days_on_which_it_was_raised() -> None:
    weekly = [Card("n1", NEXT, TUE, "owner", "quiet"), Card("n2", NEXT, date(2026, 5, 9), "owner", "quiet")]
    found = otherwise(weekly, asked(nudges=Frequency.WEEKLY), asked(), CALENDAR)
    assert found == Otherwise(days=2, cards=2, home=0, declined=())
    assert otherwise(weekly, asked(nudges=Frequency.WEEKLY), asked(nudges=Frequency.WEEKLY), CALENDAR).days == 1
