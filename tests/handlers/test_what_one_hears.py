"""What somebody hears, rule by rule: said in a line, chosen in a form, listed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.playground.modals import View
from bot.preferences import Event, Frequency, Preferences
from storage.tables import Person
from tests.handlers.office import ANA, BEN, Office


def form_of(office: Office) -> View:
    shown = office.type("/client settings", ANA).message
    assert shown is not None
    view = office.press(shown, "settings.open", ANA, "personal").view
    assert view is not None
    return view


def asked(office: Office) -> Preferences:
    with office.store.read() as session:
        return Preferences.of(session.exec(select(Person.preferences).where(Person.id == ANA)).one())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quiet home", "Quiet *on your Home alone*. What you hear on your Home alone comes in no message"),
        ("senior gap only on my Home", "Senior gap *on your Home alone*"),
        ("single_thread weekly", "the digest *weekly*; Single thread *weekly*."),
        ("Open remark: never", "Open remark *never*. What you do not hear goes to your backups"),
        ("lead home", "as a lead *on your Home alone*"),
        ("everything weekly", "about your accounts *weekly*, as a lead *weekly*, the digest *weekly*."),
        ("all never", "about your accounts *never*, as a lead *never*, the digest *weekly*."),
        ("hourly", "everything is nudges and lead"),
        ("quiet daily", "Quiet *each day*"),
        ("quiet monthly", "“quiet” comes daily, weekly, home or never"),
        ("quite home", "“quite” is no rule. Did you mean Quiet"),
        ("quiet hourly", "A single rule by its name, like /client settings hear quiet home"),
        ("home", "Say of what and how often"),
        ("digest home", "“digest” comes weekly, monthly or never"),
    ],
)
def test_a_rule_is_chosen_in_a_line_by_the_name_that_is_read(office: Office, line: str, said: str) -> None:
    assert said in office.says(f"/client settings hear {line}")


def test_all_that_one_hears_is_listed_and_default_takes_an_exception_back(office: Office) -> None:
    office.says("/client settings hear quiet home")
    office.says("/client settings hear nudges weekly")

    listed = office.says("/client settings hear")
    for line in ("Nudges about your accounts: *weekly*", "What you hear as a lead: *each day*", "Quiet: *on your Home"):
        assert f"• {line}" in listed
    assert "about your accounts *weekly*, as a lead *each day*, the digest *weekly*; Quiet *on" in office.says(
        "/client settings"
    )
    assert "; Quiet" not in office.says("/client settings hear quiet default")
    assert asked(office) == Preferences(frequencies={Event.NUDGES: Frequency.WEEKLY})


def test_exceptions_are_chosen_in_the_form_and_stand_in_it_afterwards(office: Office) -> None:
    sent: dict[str, Any] = {"hear_lead": "home", "rules_home": ["quiet", "senior"], "rules_never": ["remark"]}
    assert office.submit(form_of(office), ANA, **sent).ok
    own = {"quiet": Frequency.HOME, "senior": Frequency.HOME, "remark": Frequency.NEVER}
    assert asked(office) == Preferences(frequencies={Event.LEAD: Frequency.HOME}, rules=own)

    assert office.submit(form_of(office), ANA, rules_home=["senior"], rules_daily=["quiet"]).ok
    now = {"quiet": Frequency.DAILY, "senior": Frequency.HOME, "remark": Frequency.NEVER}
    assert asked(office).rules == now

    assert office.submit(form_of(office), ANA, rules_home=[], rules_daily=[], rules_never=[]).ok
    assert asked(office) == Preferences(frequencies={Event.LEAD: Frequency.HOME})


def test_a_rule_in_two_fields_is_told_at_the_second_and_nothing_is_changed(office: Office) -> None:
    sent: dict[str, Any] = {"hour": "7", "rules_weekly": ["quiet"], "rules_never": ["quiet"]}

    told = office.submit(form_of(office), ANA, **sent).errors

    assert told == {"rules_never": "Quiet stands above, too, in “Of these weekly”. Leave it in one of the two."}
    assert asked(office) == Preferences()


def test_a_mute_that_is_over_leaves_what_was_chosen_rule_by_rule(office: Office) -> None:
    office.says("/client settings hear quiet home")

    assert office.submit(form_of(office), ANA, hour="7").ok

    assert asked(office) == Preferences(7, rules={"quiet": Frequency.HOME})


def test_who_passes_a_remark_on_learns_that_its_owner_sees_it_on_their_home(office: Office) -> None:
    office.account(owner_id=ANA)
    with office.store.write() as session:
        session.exec(select(Person).where(Person.id == ANA)).one().preferences = {"rules": {"remark": "home"}}

    assert f"<@{ANA}> is to answer it by 26 May, and sees it on their Home." in office.says(
        '/heard Acme "they asked who else uses the new team"', BEN
    )
