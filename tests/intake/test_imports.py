from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from bot.intake import accounts, touches
from bot.work import accounts as work
from bot.work import contacts as contact_work
from bot.work import touches as touch_work
from storage import audit
from storage import touches as stored_touches
from storage.tables import Account, Clock, Contact, Touch
from tests.intake.files import export, import_accounts, import_contacts, import_touches
from tests.work.scene import ANA, BEN, CHRIS, TEAM, Scene

ACCOUNTS = """name,tier,annual_value,annual_profit,currency,client_since,owner,backup,sponsor,aliases,domains,channel
Acme Corp,key,"120,000",30000,EUR,2019-04-01,ANA@brightside.test,U0BEN,,acme;the acme,acme.test,C0ACME1
Globex,,,,,,,,,,,
"""


def test_accounts_come_in_with_all_that_their_row_says(scene: Scene) -> None:
    report = import_accounts(scene, ACCOUNTS)
    assert (report.added, report.bad) == (2, [])
    with scene.look() as session:
        acme = session.exec(select(Account).where(Account.name == "Acme Corp")).one()
        shown = work.shown(session, acme)
        assert session.exec(select(Clock).where(Clock.account_id == acme.id)).first() is not None
    assert (shown["annual_value_minor"], shown["annual_profit_minor"]) == (12_000_000, 3_000_000)
    assert (shown["owner_id"], shown["backup_id"], shown["client_since"]) == (ANA, BEN, date(2019, 4, 1))
    assert (shown["aliases"], shown["channels"]) == (["acme", "the acme"], ["C0ACME1"])


def test_importing_the_same_accounts_twice_changes_nothing(scene: Scene) -> None:
    import_accounts(scene, ACCOUNTS)
    again = import_accounts(scene, ACCOUNTS)
    assert (again.added, again.changed, again.unchanged, again.bad) == (0, 0, 2, [])


def test_an_alias_that_is_the_name_itself_is_none(scene: Scene) -> None:
    rows = "name,aliases\nAcme,acme;the acme\n"
    import_accounts(scene, rows)
    assert import_accounts(scene, rows).unchanged == 1
    with scene.look() as session:
        assert work.shown(session, session.exec(select(Account)).one())["aliases"] == ["the acme"]


def test_a_later_file_changes_what_it_says_and_leaves_the_rest(scene: Scene) -> None:
    import_accounts(scene, ACCOUNTS)
    report = import_accounts(scene, "name,tier,aliases\nACME,light,apex\n")
    assert report.changed == 1
    with scene.look() as session:
        acme = session.exec(select(Account).where(Account.name == "Acme Corp")).one()
        shown = work.shown(session, acme)
    assert (shown["tier"], shown["owner_id"]) == ("light", ANA)
    assert shown["aliases"] == ["acme", "apex", "the acme"]


def test_bad_rows_are_reported_with_their_lines_and_the_others_go_in(scene: Scene) -> None:
    report = import_accounts(
        scene,
        "name,tier,owner,annual_value,currency,channel\n"
        "Acme,gold,,,,\n"
        "Globex,key,nobody@brightside.test,,,\n"
        ",key,,,,\n"
        "Initech,key,,12x,EUR,\n"
        "Umbrella,key,,100,,\n"
        "Hooli,key,,,,#hooli\n"
        "Stark,key,,,,\n",
    )
    assert report.added == 1
    assert [(bad.line, bad.reason.split(";")[0].split(":")[0]) for bad in report.bad] == [
        (2, "“gold” is not a tier"),
        (3, "Nobody of ours has the e-mail, Slack id or full name “nobody@brightside.test”"),
        (4, "The account's name is empty"),
        (5, "annual_value is “12x”"),
        (6, "annual_value needs a currency, like EUR, in the column beside it"),
        (7, "channel is “#hooli”"),
    ]
    with scene.look() as session:
        assert [account.name for account in session.exec(select(Account))] == ["Stark"]


def test_all_mistakes_of_a_row_of_accounts_are_told_at_once(scene: Scene) -> None:
    report = import_accounts(
        scene,
        "name,tier,owner,annual_value,currency,domains,cadence_days,helpers\n"
        "Acme,gold,nobody@x.test,12x,EUR,no domain,soon,who;what\n",
    )
    assert [(bad.line, bad.reason) for bad in report.bad] == [
        (
            2,
            "Nobody of ours has the e-mail, Slack id or full name “nobody@x.test”. "
            "Nobody of ours has the e-mail, Slack id or full name “who”. "
            "Nobody of ours has the e-mail, Slack id or full name “what”. "
            "cadence_days is “soon”; it takes a whole number. "
            "annual_value is “12x”; write amounts like 120000 or 99.50. "
            "“gold” is not a tier; it is one of key, standard, light. "
            "“no domain” does not look like an e-mail domain; one looks like acme.com.",
        )
    ]
    with scene.look() as session:
        assert session.exec(select(Account)).all() == []


def test_all_mistakes_of_a_row_about_a_known_account_are_told_and_none_of_it_goes_in(scene: Scene) -> None:
    import_accounts(scene, ACCOUNTS)
    [bad] = import_accounts(scene, "name,tier,client_since,status\nacme,gold,2030-01-01,leaving\n").bad
    said = ("“gold” is not a tier", "is still to come", "they are leaving is said")
    assert [part for part in said if part not in bad.reason] == []


def test_a_day_that_cannot_be_read_is_not_missed_besides(scene: Scene) -> None:
    [bad] = import_accounts(scene, "name,status,paused_until\nAcme,paused,soon\n").bad
    assert bad.reason == "paused_until is “soon”; write days like 2026-05-12."


def test_the_day_an_account_was_lost_comes_in_and_stays(scene: Scene) -> None:
    import_accounts(scene, "name,status,lost_on\nAcme,lost,2026-03-02\nGlobex,,2026-03-03\nHooli,lost,\n")
    again = import_accounts(scene, "name,status,lost_on\nAcme,lost,\nGlobex,,\nHooli,lost,\n")
    assert again.unchanged == 3
    with scene.look() as session:
        known = {one.name: (one.status, one.lost_on) for one in session.exec(select(Account))}
    assert known == {
        "Acme": ("lost", date(2026, 3, 2)),
        "Globex": ("lost", date(2026, 3, 3)),
        "Hooli": ("lost", scene.now.date()),
    }


def test_an_end_that_cannot_be_is_a_bad_row(scene: Scene) -> None:
    report = import_accounts(scene, "name,lost_on\nAcme,2026-05-13\nGlobex,soon\n")
    assert ["is still to come" in bad.reason for bad in report.bad] == [True, False]
    assert "lost_on" in report.bad[1].reason


def test_a_dry_run_reports_and_leaves_no_trace(scene: Scene) -> None:
    assert import_accounts(scene, ACCOUNTS, dry_run=True).added == 2
    import_accounts(scene, "name\nHooli\n")
    assert import_contacts(scene, "account,name\nHooli,Gavin\n", dry_run=True).added == 1
    assert import_touches(scene, "account,occurred_at\nHooli,2026-05-01\n", dry_run=True).added == 1
    with scene.look() as session:
        assert [account.name for account in session.exec(select(Account))] == ["Hooli"]
        assert session.exec(select(Contact)).all() == []
        assert session.exec(select(Touch)).all() == []


def test_progress_hears_of_every_row(sqlite_scene: Scene) -> None:
    heard: list[int] = []
    import_accounts(sqlite_scene, "name\n" + "".join(f"A{n}\n" for n in range(450)), progress=heard.append)
    assert heard == [50, 100, 150, 200, 250, 300, 350, 400, 450]


CONTACTS = """account,name,title,level,roles,email
acme,Jane Doe,VP Operations,,decision-maker;champion,VP@acme.test
acme,Joe Bloggs,Clerk,executive,,
"""


def test_contacts_come_in_and_a_given_level_stands(scene: Scene) -> None:
    import_accounts(scene, ACCOUNTS)
    assert import_contacts(scene, CONTACTS).added == 2
    with scene.look() as session:
        jane, joe = session.exec(select(Contact).order_by(Contact.name_key)).all()
    assert (jane.level, jane.level_is_suggested, jane.email) == ("executive", True, "vp@acme.test")
    assert jane.roles == ["decision-maker", "champion"]
    assert (joe.level, joe.level_is_suggested) == ("executive", False)


def test_importing_the_same_contacts_twice_changes_nothing(scene: Scene) -> None:
    import_accounts(scene, ACCOUNTS)
    import_contacts(scene, CONTACTS)
    again = import_contacts(scene, CONTACTS)
    assert (again.added, again.changed, again.unchanged, again.bad) == (0, 0, 2, [])


def test_an_old_file_does_not_bring_back_who_has_left(scene: Scene) -> None:
    jane = scene.contact(scene.account())
    contact_work.mark_left(scene.store, scene.deed(), jane.id)
    assert import_contacts(scene, "account,name,title\nAcme,Jane Doe,CEO\n").changed == 1
    with scene.look() as session:
        assert session.get(Contact, (TEAM, jane.id)).left_at == scene.now


def test_contacts_of_an_unknown_account_are_bad_rows(sqlite_scene: Scene) -> None:
    report = import_contacts(sqlite_scene, "account,name,level\nNobody,Jane,\n,Jane,\n")
    assert [bad.reason for bad in report.bad] == [
        "No account is called “Nobody”; import the accounts first",
        "account is empty",
    ]


def test_all_mistakes_of_a_row_of_contacts_are_told_at_once(scene: Scene) -> None:
    import_accounts(scene, ACCOUNTS)
    head, wrong = "account,name,level,roles,email,can_hire_or_fire,left_at\n", ",,boss,king;queen,jane,perhaps,soon\n"
    known, unknown = import_contacts(scene, f"{head}acme{wrong}Nobody{wrong}").bad
    said = (
        "can_hire_or_fire is “perhaps”",
        "left_at is “soon”",
        "The contact's name is empty",
        "“boss” is not a level",
        "“king” is not a role",
        "“queen” is not a role",
        "“jane” does not look like an e-mail address",
    )
    assert [part for part in said if part not in known.reason] == []
    assert [part for part in ("No account is called “Nobody”", *said) if part not in unknown.reason] == []


TOUCHES = """account,occurred_at,kind,direction,people,contacts,note,temperature,external_id
Acme,2026-05-01,call,two-way,ana@brightside.test;U0BEN,Jane Doe,"renewal, fine",1,
Acme,2026-05-02T10:00:00+02:00,email,to-client,,,,,
Acme,2026-04-01 09:00,,,,,,,crm-7
Globex,2026-05-03,attempt,,,,,,
"""


@pytest.fixture
def laid_out(scene: Scene) -> tuple[Scene, Account, Account]:
    acme, globex = scene.account(), scene.account("Globex")
    scene.contact(acme)
    return scene, acme, globex


def test_touches_come_in_and_move_times_and_clocks(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, acme, globex = laid_out
    assert import_touches(scene, TOUCHES).added == 4
    again = scene.again(acme)
    assert again.last_contact_at == datetime(2026, 5, 1, 11, tzinfo=UTC)  # noon in Lisbon
    assert again.last_reach_at == datetime(2026, 5, 2, 8, tzinfo=UTC)
    assert again.attempts_since_contact == 1
    assert scene.again(globex).attempts_since_contact == 1
    with scene.look() as session:
        assert session.exec(select(Contact)).one().last_met_at == again.last_contact_at
        first = session.exec(select(Touch).where(Touch.note == "renewal, fine")).one()
        assert stored_touches.people_of(session, TEAM, [first.id]) == {first.id: [ANA, BEN]}
    assert (first.kind, first.temperature, first.source) == ("call", 1, "csv")


def test_importing_the_same_touches_twice_changes_nothing(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, _, _ = laid_out
    import_touches(scene, TOUCHES)
    again = import_touches(scene, TOUCHES)
    assert (again.added, again.changed, again.unchanged, again.bad) == (0, 0, 4, [])


def test_two_rows_alike_are_two_touches_and_stay_two(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, _, _ = laid_out
    twice = "account,occurred_at,note\nAcme,2026-05-01,hello\nAcme,2026-05-01,hello\n"
    assert import_touches(scene, twice).added == 2
    assert import_touches(scene, twice).unchanged == 2
    assert import_touches(scene, twice + "Acme,2026-05-01,hello\n").added == 1


def test_an_external_id_counts_once_however_often_a_file_holds_it(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, _, _ = laid_out
    text = "account,occurred_at,note,external_id\nAcme,2026-05-01,first,9\nAcme,2026-05-02,second,9\n"
    report = import_touches(scene, text)
    assert (report.added, report.unchanged) == (1, 1)
    with scene.look() as session:
        assert session.exec(select(Touch)).one().note == "first"


def test_a_touch_that_was_undone_here_does_not_come_back(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, acme, _ = laid_out
    import_touches(scene, "account,occurred_at,external_id\nAcme,2026-05-01,9\n")
    with scene.look() as session:
        touch = session.exec(select(Touch)).one()
    touch_work.undo(scene.store, scene.deed(CHRIS), touch.id)
    assert import_touches(scene, "account,occurred_at,external_id\nAcme,2026-05-01,9\n").unchanged == 1
    assert scene.again(acme).last_contact_at is None


def test_an_export_of_what_was_logged_here_comes_in_as_nothing_new(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, acme, _ = laid_out
    scene.touch(acme, note="=HYPERLINK(1)")
    scene.touch(acme, source="calendar", external_id="42")
    text = export(scene, touches.export_touches)
    assert "'=HYPERLINK(1)" in text
    report = import_touches(scene, text)
    assert (report.added, report.unchanged, report.bad) == (0, 2, [])


def test_an_old_touch_moves_no_time_backwards(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, acme, _ = laid_out
    scene.touch(acme, days_ago=1)
    import_touches(scene, "account,occurred_at\nAcme,2020-01-01\n")
    assert scene.again(acme).last_contact_at == scene.ago(1)


def test_today_without_a_time_is_not_in_the_future(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, acme, _ = laid_out
    assert import_touches(scene, "account,occurred_at\nAcme,2026-05-12\n").bad == []
    assert scene.again(acme).last_contact_at == scene.now


def test_touches_that_cannot_be_are_reported_with_their_lines(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, _, _ = laid_out
    report = import_touches(
        scene,
        "account,occurred_at,kind,people,contacts,note,temperature\n"
        "Acme,2026-05-13,,,,,\n"
        "Acme,30 February,,,,,\n"
        "Acme,2026-02-30,,,,,\n"
        "Acme,2026-05-01,chat,,,,\n"
        "Acme,2026-05-01,,who@x.test,,,\n"
        "Acme,2026-05-01,,erik@brightside.test,,,\n"
        "Acme,2026-05-01,,,Nobody,,\n"
        f"Acme,2026-05-01,,,,{'x' * 3001},\n"
        "Acme,2026-05-01,,,,,hot\n"
        "Acme,2026-05-01,,,,,3\n"
        "Nowhere,2026-05-01,,,,,\n"
        "Acme,2026-05-01,,,,,2\n",
    )
    assert report.added == 1
    assert [bad.line for bad in report.bad] == list(range(2, 13))
    assert "still to come" in report.bad[0].reason
    assert "write 2026-05-12" in report.bad[1].reason


def test_all_mistakes_of_a_row_of_touches_are_told_at_once(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, _, _ = laid_out
    known, unknown, timeless = import_touches(
        scene,
        "account,occurred_at,kind,direction,people,contacts,temperature,next_on,signs,link\n"
        "Acme,2026-05-13,chat,up,who@x.test,Jim;Jon,hot,soon,bad;worse,page\n"
        "Nowhere,2026-05-13,chat,up,who@x.test,Jim;Jon,hot,soon,bad;worse,page\n"
        "Acme,yesterday,,,,,,2026-05-01,,\n",
    ).bad
    theirs = ("Nobody at this account is called “Jim”", "Nobody at this account is called “Jon”")
    said = (
        "still to come",
        "“chat” is not a kind",
        "“up” is not a direction",
        "full name “who@x.test”",
        "temperature is “hot”",
        "next_on is “soon”",
        "“bad” is not a sign",
        "“worse” is not a sign",
        "“page” does not look like",
    )
    assert [part for part in (*said, *theirs) if part not in known.reason] == []
    assert [part for part in ("No account is called “Nowhere”", *said) if part not in unknown.reason] == []
    assert not any(part in unknown.reason for part in theirs)
    assert timeless.reason == "occurred_at is “yesterday”; write 2026-05-12, or 2026-05-12 14:30."


def test_import_is_audited_once_for_each_account(laid_out: tuple[Scene, Account, Account]) -> None:
    scene, acme, _ = laid_out
    import_touches(scene, TOUCHES)
    with scene.look() as session:
        rows = audit.of_account(session, TEAM, acme.id)
    assert [(row.deed, row.after) for row in rows if row.deed == "touch.import"] == [("touch.import", {"touches": 3})]


def test_an_export_names_people_by_mail_and_guards_formulas(sqlite_scene: Scene) -> None:
    sqlite_scene.account("=Acme", owner_id=ANA, annual_value_minor=1999, annual_profit_minor=500, currency="EUR")
    header, row = export(sqlite_scene, accounts.export_accounts).splitlines()
    assert header.startswith(
        "name,tier,annual_value,annual_profit,currency,client_since,owner,backup,sponsor,aliases,domains,channel"
    )
    assert row.startswith("'=Acme,standard,19.99,5,EUR,,ana@brightside.test,")
