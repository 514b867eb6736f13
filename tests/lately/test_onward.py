"""What holds from now on, by how it was of late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.lately import onward
from bot.lately.figures import Figure, NextRound
from bot.policy import Tier
from bot.work import accounts, litmus, losses, pulse, winbacks
from bot.work.deed import Deed
from bot.work.losses import NewLoss
from bot.work.winbacks import Wanted
from tests.lately.changed import send, told
from tests.work.litmused import give, opened
from tests.work.scene import ANA, BEN, CHRIS, NOW, Scene
from tests.work.test_losses import PRICE, lose, rescue


def at(scene: Scene, days_ago: float, person: str | None = ANA) -> Deed:
    return replace(scene.deed(person), now=scene.ago(days_ago))


def test_accounts_are_key_to_the_gate_by_their_tier_and_by_the_one_they_had(scene: Scene) -> None:
    scene.account("Acme", tier=Tier.KEY)
    globex, initech = scene.account("Globex", tier=Tier.KEY), scene.account("Initech")
    lose(scene, scene.account("Umbrella"))
    accounts.edit(scene.store, at(scene, 60), globex.id, {"tier": Tier.LIGHT})
    accounts.edit(scene.store, at(scene, 60), initech.id, {"tier": Tier.LIGHT})

    assert told(scene, onward.gated, gate_key_days=30) == Figure(before=2, after=1)


def test_a_rescue_counts_that_was_tried_since_and_since_they_were_last_said_to_go_on(scene: Scene) -> None:
    acme, globex, initech = (scene.account(name) for name in ("Acme", "Globex", "Initech"))
    rescue(scene, acme, days_ago=100)
    rescue(scene, globex, days_ago=20)
    rescue(scene, initech, days_ago=20)
    losses.end(scene.store, at(scene, 10), NewLoss(initech.id, scene.ago(-30).date()))
    losses.reopen(scene.store, at(scene, 5), initech.id, "They stay.")

    assert told(scene, onward.rescued, gate_rescue_days=30) == Figure(before=2, after=1)


def test_views_are_in_time_by_working_days_once_their_test_is_closed(scene: Scene) -> None:
    scene.now = NOW - timedelta(days=21)  # a Tuesday
    asked = opened(scene)
    for days, person in ((2, BEN), (7, CHRIS)):
        scene.now = NOW - timedelta(days=21 - days)
        give(scene, asked.test.id, person)
    scene.now = NOW
    assert told(scene, onward.tests, litmus_days=3) == Figure(0, 0, 0)
    litmus.close_test(scene.store, scene.deed(CHRIS), asked.test.id)

    assert told(scene, onward.tests, litmus_days=3) == Figure(before=2, after=1, of=2)
    assert told(scene, onward.tests, litmus_days=5) == Figure(before=2, after=2, of=2)
    assert told(scene, onward.campaigns, campaign_days=3) == Figure(0, 0, 0)


def test_answers_to_the_pulse_are_in_time_by_days_once_the_round_is_over(scene: Scene) -> None:
    scene.account(owner_id=ANA)
    scene.account("Globex", owner_id=BEN)
    scene.now = NOW - timedelta(days=30)
    pulse.ask(scene.store, scene.deed(CHRIS))
    scene.now = NOW - timedelta(days=20)
    pulse.tell(scene.store, scene.deed(ANA), [])
    assert told(scene, onward.pulses, pulse_days=9) == Figure(0, 0, 0)
    scene.now = NOW

    assert told(scene, onward.pulses, pulse_days=9) == Figure(before=1, after=0, of=1)
    assert told(scene, onward.next_round, pulse_every_days=60) == NextRound(date(2026, 7, 11), date(2026, 6, 11))
    assert told(scene, onward.next_round, pulse_every_days=10) == NextRound(date(2026, 7, 11), NOW.date())
    assert told(scene, onward.next_round, pulse_every_days=0) == NextRound(date(2026, 7, 11), None)


def test_losses_of_the_last_year_are_decided_in_time_or_not(scene: Scene) -> None:
    accounts = [scene.account(name) for name in ("Acme", "Globex", "Initech")]
    for account, lost, decided in zip(accounts, (400, 40, 40), (390, 35, None), strict=True):
        losses.end(scene.store, at(scene, lost), NewLoss(account.id, scene.ago(lost).date(), reasons=[PRICE]))
        if decided:
            winbacks.decide(scene.store, at(scene, decided), Wanted(account.id, wanted=False, why="Too small."))

    assert told(scene, onward.decisions, winback_decide_days=2) == Figure(before=1, after=0, of=2)


def test_owners_who_heard_of_the_time_that_was_free_are_counted(scene: Scene) -> None:
    send(scene, "notice", ANA, scene.ago(40), slot="freed:1")
    send(scene, "notice", ANA, scene.ago(40), slot="kind_word:1")
    send(scene, "notice", BEN, scene.ago(400), slot="freed:2")

    assert told(scene, onward.freed, freed_days=2) == Figure(before=1, after=1, of=1)


def test_attention_is_weighed_with_the_limits_of_the_change(scene: Scene) -> None:
    acme = scene.account(client_since=scene.ago(500).date())
    for name in ("Globex", "Initech"):
        scene.account(name, client_since=scene.ago(40).date())
    for days in range(6):
        scene.touch(acme, days)

    assert told(scene, onward.short, attention_new_days=60) == Figure(before=2, after=0)
    assert told(scene, onward.crowded, attention_new_days=60) == Figure(before=1, after=0)
    assert told(scene, onward.crowded, attention_crowds_share=1.0) == Figure(before=1, after=1)
