from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

NAMES = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL", "TEND_ALERT_CHANNEL", "LOG_LEVEL")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_anything_set_there_is_a_database_and_no_slack() -> None:
    settings = Settings.load()

    assert settings.database_url == "sqlite:///data/tend.db"
    assert not settings.has_slack


def test_dotenv_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=debug\nTEND_ALERT_CHANNEL=#one\n")
    monkeypatch.setenv("TEND_ALERT_CHANNEL", "#two")

    settings = Settings.load()

    assert (settings.log_level, settings.tend_alert_channel) == ("DEBUG", "#two")


def test_every_mistake_is_told_at_once_by_its_name_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "nonsense")

    with pytest.raises(SettingsError) as caught:
        Settings.load()

    told = "\n".join(caught.value.mistakes)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL", "LOG_LEVEL"):
        assert name in told
    assert told.count("Example:") == len(caught.value.mistakes) == 5


@pytest.mark.parametrize(
    ("given", "missing"), [("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"), ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN")]
)
def test_one_token_without_the_other_is_a_mistake(given: str, missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(given, "xoxb-1" if given == "SLACK_BOT_TOKEN" else "xapp-1")

    with pytest.raises(SettingsError, match=f"{missing} is missing"):
        Settings.load()


def test_empty_lines_copied_from_the_example_count_as_not_set(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=\nSLACK_APP_TOKEN=\nDATABASE_URL=\n")

    assert not Settings.load().has_slack


def test_a_token_never_shows_in_a_repr_or_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hush")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-hush")
    assert "hush" not in repr(Settings.load())

    monkeypatch.setenv("SLACK_APP_TOKEN", "wrong-hush")
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert "hush" not in str(caught.value)


def test_the_api_url_may_lack_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api")

    assert Settings.load().slack_api_url == "http://127.0.0.1:9/api/"
