from __future__ import annotations

from datetime import timedelta

from bot.nudges.brakes import BREATH, Brakes
from tests.nudges.house import ANA, BEN, MORNING, TEAM


def test_a_second_between_two_posts_is_counted_from_when_the_first_was_said_and_not_from_when_it_was_taken_up() -> None:
    brakes, said = Brakes(), MORNING + timedelta(seconds=0.8)

    assert brakes.posts(TEAM, ANA, MORNING) is None
    brakes.posted(TEAM, ANA, said)

    assert brakes.posts(TEAM, ANA, MORNING + timedelta(seconds=1.2)) == said + BREATH
    assert brakes.posts(TEAM, BEN, MORNING + timedelta(seconds=1.2)) is None
    assert brakes.posts(TEAM, ANA, said + BREATH) is None
