from __future__ import annotations

import pytest
from sqlmodel import select

from bot.playbooks import KIND, ours
from bot.work import documents
from bot.work.deed import AlreadyDone, Refused
from bot.work.permission import NotAllowed
from storage import documents as rows
from storage.tables import Audit, Document
from tests.work.scene import ANA, CHRIS, NOW, TEAM, Scene

MINE = 'key = "mine"\ntitle = "Mine"\n'


def newest(scene: Scene, key: str = "mine") -> Document | None:
    with scene.look() as session:
        return rows.newest(session, TEAM, KIND, key)


def test_every_version_is_kept_and_the_newest_counts(scene: Scene) -> None:
    documents.put(scene.store, scene.deed(CHRIS), KIND, MINE)
    documents.put(scene.store, scene.deed(CHRIS), KIND, MINE.replace("Mine", "Better"))
    with scene.look() as session:
        kept = rows.versions(session, TEAM, KIND, "mine", 9)
    assert [(one.version, one.put_by, one.put_at, "Better" in one.text) for one in kept] == [
        (2, CHRIS, NOW, True),
        (1, CHRIS, NOW, False),
    ]
    documents.bring_back(scene.store, scene.deed(CHRIS), KIND, "mine", 1)
    assert (found := newest(scene))
    assert (found.version, found.text) == (3, MINE)


def test_what_stands_so_already_is_not_put_twice(sqlite_scene: Scene) -> None:
    documents.put(sqlite_scene.store, sqlite_scene.deed(CHRIS), KIND, MINE)
    with pytest.raises(AlreadyDone):
        documents.put(sqlite_scene.store, sqlite_scene.deed(CHRIS), KIND, f"\n{MINE}\n\n")


def test_it_is_switched_off_and_on_and_what_is_put_is_on(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    for key in ("mine", "rescue"):
        if key == "mine":
            documents.put(scene.store, scene.deed(CHRIS), KIND, MINE)
        documents.switch(scene.store, scene.deed(CHRIS), KIND, key, on=False)
        with pytest.raises(AlreadyDone):
            documents.switch(scene.store, scene.deed(CHRIS), KIND, key, on=False)
        assert (off := newest(scene, key))
        assert off.is_off
    documents.switch(scene.store, scene.deed(CHRIS), KIND, "mine", on=True)
    documents.put(scene.store, scene.deed(CHRIS), KIND, ours("rescue") + "# ours, and a word more")
    assert not any(one.is_off for one in (newest(scene), newest(scene, "rescue")) if one)
    with pytest.raises(AlreadyDone):
        documents.switch(scene.store, scene.deed(CHRIS), KIND, "closing", on=True)


def test_what_is_wrong_is_refused_with_its_lines_and_nothing_is_kept(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    bad = MINE + "".join(f"x{number} = 1\n" for number in range(12))
    with pytest.raises(Refused) as told:
        documents.put(scene.store, scene.deed(CHRIS), KIND, bad)
    lines = str(told.value).splitlines()
    assert lines[0] == "Line 3: “x0” is not known here."
    assert (len(lines), lines[-1]) == (11, "And 2 more.")
    with pytest.raises(Refused, match="20,000 is the most"):
        documents.put(scene.store, scene.deed(CHRIS), KIND, MINE + "#" * 20_000)
    assert newest(scene) is None


def test_there_is_nothing_to_switch_or_bring_back_of_what_nobody_wrote(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    with pytest.raises(Refused, match="no playbook “nonsense”"):
        documents.switch(scene.store, scene.deed(CHRIS), KIND, "nonsense", on=False)
    with pytest.raises(Refused, match="no version 7"):
        documents.bring_back(scene.store, scene.deed(CHRIS), KIND, "rescue", 7)
    with pytest.raises(Refused, match="no version 0"):
        documents.bring_back(scene.store, scene.deed(CHRIS), KIND, "mine", 0)


def test_only_an_admin_may_and_each_change_is_in_the_audit_log(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    with pytest.raises(NotAllowed, match="Only an admin can change, switch off or bring back a playbook"):
        documents.put(scene.store, scene.deed(ANA), KIND, MINE)
    documents.put(scene.store, scene.deed(CHRIS), KIND, MINE)
    documents.switch(scene.store, scene.deed(CHRIS), KIND, "mine", on=False)
    with scene.look() as session:
        told = session.exec(select(Audit).where(Audit.deed == "document.put").order_by(Audit.id)).all()
    assert [(one.person_id, one.after and (one.after["version"], one.after["is_off"])) for one in told] == [
        (CHRIS, (1, False)),
        (CHRIS, (2, True)),
    ]
