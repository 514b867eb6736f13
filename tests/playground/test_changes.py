from __future__ import annotations

import threading

from bot.playground.changes import Changes


def test_whoever_waits_looks_again_at_each_change() -> None:
    changes = Changes()
    kept: list[str] = []

    def later() -> None:
        kept.append("something")
        changes.announce("message")

    threading.Timer(0.01, later).start()
    assert changes.until(lambda: kept, 5)


def test_waiting_ends_with_its_time() -> None:
    assert not Changes().until(lambda: False, 0.01)


def test_looking_takes_no_lock_that_an_announcer_waits_for() -> None:
    changes = Changes()
    world = threading.Lock()
    looking, announcing = threading.Event(), threading.Event()

    def announce() -> None:
        with world:
            announcing.set()
            looking.wait(5)
            changes.announce("message")

    def look() -> bool:
        looking.set()
        with world:
            return True

    announcer = threading.Thread(target=announce)
    announcer.start()
    announcing.wait(5)
    assert changes.until(look, 5)
    announcer.join(5)
    assert not announcer.is_alive()


def test_a_listener_hears_until_it_stops() -> None:
    changes = Changes()
    heard: list[dict[str, object]] = []
    stop = changes.listen(heard.append)
    changes.announce("home", user="U0ANA")
    stop()
    changes.announce("home", user="U0BEN")
    assert heard == [{"kind": "home", "user": "U0ANA"}]
