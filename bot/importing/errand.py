"""One step of one list: it is tried, imported, or told of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import directory
from bot.directory import LookUpFailed
from bot.importing.chat import Chat, attempt
from bot.importing.lease import DONE, LEASE, REST
from bot.importing.outcome import Outcome
from bot.importing.progress import Progress
from bot.importing.source import Source, open_
from bot.intake.csv_files import ImportReport, Row
from bot.intake.files import NOUNS
from bot.intake.mapping import Meaning
from bot.nudges.slack import trouble
from bot.tend import Tend
from bot.views import imports as views
from bot.views.post import Post
from bot.work import imports as deeds
from bot.work.deed import Deed
from bot.work.permission import allow
from bot.workers import GoOn
from storage import imports
from storage.tables import Import


class Errand:
    """One step of one list."""

    def __init__(self, tend: Tend, row: Import, go_on: GoOn) -> None:
        self._tend = tend
        self._row = row
        self._go_on = go_on
        self._chat = Chat(tend, row)

    def go(self) -> None:
        """Do what the list is due for."""
        {"check": self._check, "import": self._import, "tell": self._tell}[self._row.step]()

    def rest(self, post: Post, values: Mapping[str, Any]) -> None:
        """Say where it stands, and leave it there."""
        self._chat.say(post)
        self._change({**REST, **values})

    def _check(self) -> None:
        """Try it: what would become of each row."""
        self._allow()
        source = self._open(views.reading)
        meaning = source.meaning(self._row)
        outcome = None if meaning.missing else self._bring_in(source, meaning, dry_run=True)
        meant = {"noun": meaning.noun, "columns": dict(meaning.columns), "header": source.sheet.header}
        self.rest(views.offer(self._offer(source, meaning, outcome)), {"step": "offered", **meant})
        if outcome is not None and len(outcome.refused) > views.SHOWN:
            self._send_refused(outcome)

    def _import(self) -> None:
        """Import it, with what was chosen."""
        self._chat.say(views.importing(self._row.name))
        source = self._open(views.importing)
        meaning = source.meaning(self._row)
        outcome = self._bring_in(source, meaning, dry_run=False)
        with self._tend.store.write() as session:
            deeds.note(session, self._deed(), self._row, outcome.counts)
            kept = {"step": "tell", "report": outcome.to_keep()}
            imports.change(session, self._row.team_id, self._row.id, kept)
        self._say(outcome)

    def _tell(self) -> None:
        self._say(Outcome.read(self._row.report or {}))

    def _say(self, outcome: Outcome) -> None:
        """Say what came of it: in the message, and in its thread, which calls whoever waits."""
        told = views.Done(self._row.name, self._row.noun or "", **outcome.counts, again=outcome.again)
        self._chat.say(views.done(told))
        has_file = bool(outcome.refused) and self._send_refused(outcome)
        self._chat.say_in_thread(views.result(told, outcome.problems, has_file=has_file))
        self._change(DONE)

    def _send_refused(self, outcome: Outcome) -> bool:
        name = views.refused_name(self._row.name)
        return attempt(lambda: self._chat.upload(name, outcome.refused_csv(), name))

    def _open(self, saying: views.Saying) -> Source:
        row = self._row
        return open_(row, self._chat.client, self._go_on, lambda: self._chat.say(saying(row.name)))

    def _bring_in(self, source: Source, meaning: Meaning, *, dry_run: bool) -> Outcome:
        row, total = self._row, len(source.sheet.records)

        def tell(handled: int) -> None:
            self._change({"due_at": self._tend.now() + LEASE})
            attempt(lambda: self._chat.say(views.progress(row.name, handled, total, dry_run=dry_run)))

        report: ImportReport = NOUNS[meaning.noun].import_(
            self._tend.store,
            self._deed(),
            meaning.rows(source.sheet),
            dry_run=dry_run,
            progress=Progress(tell, self._go_on),
        )
        return Outcome.of(report, source.sheet, again=row.attempts > 1)

    def _offer(self, source: Source, meaning: Meaning, outcome: Outcome | None) -> views.Offer:
        sheet, used = source.sheet, dict(sorted(meaning.columns.items(), key=lambda one: one[1]))
        return views.Offer(
            import_id=self._row.id,
            name=self._row.name,
            noun=meaning.noun,
            rows=len(sheet.records),
            used=[(sheet.header[place], ours) for ours, place in used.items()],
            unused=[title for place, title in enumerate(sheet.header) if place not in used.values()],
            preview=[[row.cells.get(ours, "") for ours in used] for row in _readable(meaning, source)],
            missing=meaning.missing,
            encoding=source.encoding,
            is_sure=source.is_sure,
            currency=meaning.currency,
            counts=outcome.counts if outcome else {},
            problems=outcome.problems if outcome else [],
        )

    def _allow(self) -> None:
        """Raises `NotAllowed`; guests and people of other companies are never allowed."""
        row = self._row
        try:
            directory.person(self._tend, row.team_id, row.person_id, strictly=True)
        except LookUpFailed as failed:
            raise trouble(failed) from failed
        with self._tend.store.read() as session:
            allow(session, self._deed(), "import")

    def _deed(self) -> Deed:
        return Deed(self._row.team_id, self._row.person_id, self._tend.now())

    def _change(self, values: Mapping[str, Any]) -> None:
        with self._tend.store.write() as session:
            imports.change(session, self._row.team_id, self._row.id, values)


def _readable(meaning: Meaning, source: Source) -> list[Row]:
    return [row for row in meaning.rows(source.sheet) if not row.problem][: views.PREVIEWED]
