from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.test_command_line import Tend, slack, tend

__all__ = ["slack", "tend"]

ACCOUNTS = """name,tier,owner,client_since,status,lost_on
Acme Corp,standard,ana@brightside.test,2024-01-08,lost,2025-06-30
Globex,standard,ana@brightside.test,2024-01-08,active,
"""
EVERY_TWO_WEEKS = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in (8, 22)]
SINCE = ["2025-01-06", "2025-02-03", "2025-03-10", "2025-04-07", "2025-05-12", "2025-06-09"]
CHANGED = """
[tiers.standard]
contact = [5, 6, 7]
"""


@pytest.fixture
def past(tend: Tend, tmp_path: Path) -> Tend:
    """A workspace with two clients: one went quiet after a year of talks and was lost, the other wrote each month."""
    (tmp_path / "accounts.csv").write_text(ACCOUNTS)
    rows = [("Acme Corp", day) for day in EVERY_TWO_WEEKS] + [("Globex", day) for day in EVERY_TWO_WEEKS + SINCE]
    touches = "".join(f"{account},{day},call,two-way\n" for account, day in rows)
    (tmp_path / "touches.csv").write_text(f"account,occurred_at,kind,direction\n{touches}")
    for noun in ("accounts", "touches"):
        code, _, err = tend("import", noun, f"{noun}.csv")
        assert code == 0, err
    return tend


def test_the_past_is_replayed_as_a_gist_and_two_tables(past: Tend) -> None:
    code, out, _ = past("backtest")

    assert code == 0
    assert "Tend would have warned of the one lost account" in out
    for told in ("Quiet", "All rules", "Broken by the client", "Acme Corp", "30 June 2025", "███", "How: each day"):
        assert told in out
    assert "→" not in out


def test_with_a_policy_it_is_before_and_after(past: Tend, tmp_path: Path) -> None:
    (tmp_path / "strict.toml").write_text(CHANGED)

    code, out, _ = past("backtest", "--policy", "strict.toml")

    assert code == 0
    assert "With strict.toml: " in out
    assert "→" in out
    assert "(+" in out


def test_for_machines_it_is_one_object_on_standard_output(past: Tend, tmp_path: Path) -> None:
    (tmp_path / "strict.toml").write_text(CHANGED)

    told = json.loads(past("backtest", "--json", "--policy", "strict.toml")[1])

    assert list(told) == ["before", "after"]
    [lost] = told["before"]["lost"]
    assert (lost["name"], lost["tier"], lost["lost_on"]) == ("Acme Corp", "standard", "2025-06-30")
    assert told["after"]["lost"][0]["days_before"]["quiet"] > lost["days_before"]["quiet"] > 0
    assert told["before"]["accounts"] == 2


def test_without_a_past_there_is_nothing_to_replay(tend: Tend) -> None:
    code, out, _ = tend("backtest")

    assert code == 0
    assert "There is nothing to replay yet" in out
    assert json.loads(tend("backtest", "--json")[1]) == {"before": None, "after": None}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("budgie = 3", "odd.toml, budgie: “budgie” is not a setting"),
        (
            "rhythm_levels = [0.5, 0.4, 0.6]",
            "odd.toml, rhythm_levels: “[0.5, 0.4, 0.6]” does not fit rhythm_levels",
        ),
        ("rhythm_levels = 5", "odd.toml, rhythm_levels: “5” does not fit"),
        ("working_hours = 9", "odd.toml, working_hours: “9” does not fit"),
        ("country = 'QQ'", "odd.toml, country: "),
        ("tiers = 3", "odd.toml, tiers: a table is needed here"),
        ("[tiers]\nkey = 3", "odd.toml, tiers.key: a table is needed here"),
        ("[tiers.gold]\nsenior = 3", "odd.toml, tiers.gold.senior: gold is not a tier; it is one of key"),
        ("[tiers.key]\ncontact = [3, 2, 1]", "odd.toml, tiers.key.contact: contact takes three days that ascend"),
        ("[tiers.key]\ncalls = 3", "odd.toml, tiers.key.calls: calls is not a clock of a tier"),
        ("[counts]\n'email/to-client' = 'reach'", "odd.toml, counts.email/to-client: a list is needed here"),
        ("[counts]\n'fax/to-client' = ['reach']", "odd.toml, counts.fax/to-client: fax is not a kind of touch"),
        ("[counts]\n'email/to-client' = [3]", "odd.toml, counts.email/to-client: 3 is not something"),
        ("budget = ", "odd.toml cannot be read as TOML: "),
    ],
)
def test_a_mistake_in_the_policy_is_told_by_file_and_key(tend: Tend, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "odd.toml").write_text(text)

    code, _, err = tend("backtest", "--policy", "odd.toml")

    assert code == 1
    assert told in err


def test_every_mistake_is_told_at_once(tend: Tend, tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text("budget = 0\nstorm = 0\n")

    err = tend("backtest", "--policy", "odd.toml")[2]

    assert "odd.toml, budget: " in err
    assert "odd.toml, storm: " in err


def test_a_policy_that_is_not_there_is_told_in_a_sentence(tend: Tend, tmp_path: Path) -> None:
    assert "nowhere.toml cannot be read: No such file" in tend("backtest", "--policy", "nowhere.toml")[2]
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    assert "bytes.toml cannot be read: it is not text" in tend("backtest", "--policy", "bytes.toml")[2]


def test_the_policy_in_the_readme_can_be_tried(past: Tend, tmp_path: Path) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text()
    [example] = re.findall(r"### Backtest\n.*?```toml\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "stricter.toml").write_text(example)

    told = json.loads(past("backtest", "--policy", "stricter.toml", "--json")[1])

    assert told["before"] != told["after"]
