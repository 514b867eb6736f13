"""What was said of late, by when and where it would have been said with other settings."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.lately.digests import digests
from bot.lately.figures import Figure
from bot.lately.speaking import own_hours, storms, waits
from bot.policy import Policy
from bot.work import preferences, settings
from storage.tables import Nudge
from tests.lately.changed import send, told
from tests.work.scene import ANA, BEN, CHRIS, Scene
from tests.work.test_hearing import nudge


def posted(scene: Scene, channel: str, at: datetime, some: list[Nudge]) -> None:
    """One post for each."""
    for index, one in enumerate(some):
        send(scene, "post", channel, at, [one], slot=f"{at}:{index}")


def some(scene: Scene, count: int) -> list[Nudge]:
    acme = scene.account()
    return [nudge(scene, acme, days + 1) for days in range(count)]


def test_a_storm_is_what_came_to_one_channel_together_gathered_or_not(scene: Scene) -> None:
    seven, then = some(scene, 7), scene.ago(3)
    posted(scene, "C1", then, seven[:4])
    posted(scene, "C2", then, seven[4:6])
    posted(scene, "C2", then + timedelta(seconds=60), seven[6:])
    posted(scene, "C2", then + timedelta(seconds=61), seven[:1])
    send(scene, "post", "C3", scene.ago(4), seven)
    send(scene, "post", "C3", scene.ago(40), seven, slot="of old")

    assert told(scene, storms, storm=2) == Figure(before=1, after=3)
    assert told(scene, storms, storm=3) == Figure(before=1, after=2)
    assert told(scene, storms, storm=9) == Figure(before=1, after=0)


def test_posts_that_would_have_waited_are_those_planned_outside_the_hours(scene: Scene) -> None:
    three = some(scene, 3)
    lisbon = datetime.fromisoformat
    posted(scene, "C1", lisbon("2026-05-11T08:30+01:00"), three[:1])
    posted(scene, "C1", lisbon("2026-05-11T12:00+01:00"), three[1:2])
    posted(scene, "C1", lisbon("2026-05-09T12:00+01:00"), three[2:])  # a Saturday
    send(scene, "urgent", "C1", lisbon("2026-05-11T05:00+01:00"), three[:1])

    assert told(scene, waits, working_hours=(8, 17)) == Figure(before=2, after=1, of=3)
    assert told(scene, waits, working_hours=(13, 17)) == Figure(before=2, after=3, of=3)


def test_digests_are_those_that_came_and_those_that_would_have_come_to_channels_of_today(scene: Scene) -> None:
    settings.set_alert_channel(scene.store, scene.deed(CHRIS), "C0HEALTH")
    for week in (17, 18, 19):
        send(scene, "digest", "C0HEALTH", scene.ago(22 - week), slot=f"digest:2026-W{week}")
    send(scene, "digest", "C0HEALTH", scene.ago(11), slot="report:2026-05")
    send(scene, "digest", CHRIS, scene.ago(1), slot="digest:2026-W20")

    assert told(scene, digests, channels_digest="monthly") == Figure(before=4, after=1)
    assert told(scene, digests, channels_digest="never") == Figure(before=4, after=0)


def test_digests_that_channels_do_not_get_yet_are_counted_by_the_calendar(scene: Scene) -> None:
    settings.set_alert_channel(scene.store, scene.deed(CHRIS), "C0HEALTH")
    send(scene, "digest", "C0HEALTH", scene.ago(11), slot="report:2026-05")
    monthly = Policy(channels_digest="monthly")

    assert told(scene, digests, monthly, channels_digest="weekly") == Figure(before=1, after=6)


def test_readers_with_an_hour_of_their_own_are_told_apart(scene: Scene) -> None:
    for person in (ANA, BEN):
        for days in (1, 2):
            send(scene, "daily", person, scene.ago(days))
    send(scene, "daily", "U0CHRIS", scene.ago(40))
    preferences.set_hour(scene.store, scene.deed(BEN), BEN, 7)

    assert told(scene, own_hours, daily_hour=8) == Figure(before=1, after=1, of=2)
