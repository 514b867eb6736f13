"""Who is meant in a file: people by e-mail, Slack id or full name, accounts by any of their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlmodel import Session

from bot.intake import cells
from bot.work.deed import Refused
from bot.work.slips import Slips
from storage import accounts, names, people
from storage.tables import Person


class Who:
    """Everybody and every account of a workspace, looked up in memory."""

    def __init__(self, session: Session, team_id: str) -> None:
        everybody = people.all_of(session, team_id)
        self._by_email: dict[str, Person] = {}
        for person in sorted(everybody, key=lambda one: (one.deactivated_at is not None, one.id)):
            if person.email:
                self._by_email.setdefault(person.email, person)
        self._by_id = {person.id: person for person in everybody}
        self._by_name: defaultdict[str, list[Person]] = defaultdict(list)
        for person in everybody:
            if not (person.is_stranger or person.is_bot or person.deactivated_at):
                self._by_name[names.key(person.name)].append(person)
        self._accounts = {key: account_id for account_id, key, _ in accounts.named(session, team_id)}

    def person(self, typed: str) -> str:
        """The Slack id of a person. Raises `Refused`."""
        found = self._by_id.get(typed) or self._by_email.get(typed.lower()) or self._called(typed.removeprefix("@"))
        if found is None or found.is_stranger:
            raise Refused(f"Nobody of ours has the e-mail, Slack id or full name “{typed}”")
        return found.id

    def _called(self, name: str) -> Person | None:
        called = self._by_name.get(names.key(name), [])
        if len(called) > 1:
            raise Refused(f"{len(called)} of ours are called “{name}”; say which by e-mail")
        return called[0] if called else None

    def people(self, typed: str) -> list[str]:
        """The Slack ids of a list of people. Raises `Refused`."""
        slips = Slips()
        found = slips.each(self.person, cells.split(typed))
        slips.tell()
        return found

    def account(self, typed: str) -> str:
        """The id of the account with this name or alias. Raises `Refused`."""
        found = self._accounts.get(names.key(typed))
        if found is None:
            raise Refused(f"No account is called “{typed}”; import the accounts first" if typed else "account is empty")
        return found

    def known_accounts(self, typed: Iterable[str]) -> set[str]:
        """The ids of the accounts that have one of these names or aliases."""
        return {found for one in typed if (found := self._accounts.get(names.key(one)))}

    def shown(self, person_id: str | None) -> str:
        """A person as a file names them: by e-mail where that means nobody else, else by Slack id."""
        person = self._by_id.get(person_id or "")
        if person is None or not person.email or self._by_email[person.email].id != person.id:
            return person_id or ""
        return person.email
