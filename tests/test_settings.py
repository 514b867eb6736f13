from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import Settings, SettingsError

NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "PORT",
    "TEND_HOST",
    "SLACK_API_URL",
    "DATABASE_URL",
    "TEND_ALERT_CHANNEL",
    "LOG_LEVEL",
)
INSTALLING = {
    "SLACK_CLIENT_ID": "123.456",
    "SLACK_CLIENT_SECRET": "hush-secret",
    "TEND_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "TEND_PUBLIC_URL": "https://tend.example.com",
}


pytestmark = pytest.mark.usefixtures("no_environment")


def test_without_anything_set_there_is_a_database_and_no_slack() -> None:
    settings = Settings.load()

    assert settings.database_url.get_secret_value() == "sqlite:///data/tend.db"
    assert not settings.has_slack


def test_dotenv_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=debug\nTEND_ALERT_CHANNEL=#one\n")
    monkeypatch.setenv("TEND_ALERT_CHANNEL", "#two")

    settings = Settings.load()

    assert (settings.log_level, settings.tend_alert_channel) == ("DEBUG", "#two")


def test_every_mistake_is_told_at_once_by_its_name_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NAMES, *INSTALLING):
        monkeypatch.setenv(name, "nonsense")

    with pytest.raises(SettingsError) as caught:
        Settings.load()

    told = "\n".join(caught.value.mistakes)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL", "LOG_LEVEL"):
        assert name in told
    for name in ("TEND_ENCRYPTION_KEYS", "TEND_PUBLIC_URL"):
        assert name in told
    assert "PORT is not a port" in told
    assert told.count("Example:") == len(caught.value.mistakes) == 8


@pytest.mark.parametrize(
    ("given", "missing"), [("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"), ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN")]
)
def test_one_token_without_the_other_is_a_mistake(given: str, missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(given, "xoxb-1" if given == "SLACK_BOT_TOKEN" else "xapp-1")

    with pytest.raises(SettingsError, match=f"{missing} is missing"):
        Settings.load()


def test_with_a_signing_secret_the_bot_token_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "hush")
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is missing"):
        Settings.load()

    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    settings = Settings.load()

    assert settings.has_slack
    assert settings.slack_signing_secret is not None
    assert "hush" not in repr(settings)


@pytest.mark.parametrize("port", ["65536", "-1", "3.5", "http", "٣"])
def test_a_port_is_a_number_that_there_is(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(SettingsError, match="PORT is not a port"):
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


def set_installing(monkeypatch: pytest.MonkeyPatch, **others: str) -> None:
    for name, value in {**INSTALLING, **others}.items():
        monkeypatch.setenv(name, value)


def test_with_an_app_of_its_own_tend_serves_many_workspaces_without_a_bot_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    set_installing(monkeypatch, SLACK_APP_TOKEN="xapp-1", TEND_ENCRYPTION_KEYS=f"{first}, {second},")

    settings = Settings.load()

    assert settings.has_slack
    assert settings.serves_many
    assert settings.encryption_keys == (first, second)
    assert settings.tend_public_url == "https://tend.example.com/"


@pytest.mark.parametrize("name", INSTALLING)
def test_what_installing_lacks_is_told_by_its_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_installing(monkeypatch, SLACK_APP_TOKEN="xapp-1", **{name: ""})

    with pytest.raises(SettingsError, match=name) as caught:
        Settings.load()

    assert [other for other in INSTALLING if other in str(caught.value)] == [name]


def test_for_many_workspaces_too_there_must_be_a_way_to_be_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    set_installing(monkeypatch)

    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET is missing"):
        Settings.load()


def test_one_workspaces_token_beside_an_app_for_many_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    set_installing(monkeypatch, SLACK_APP_TOKEN="xapp-1", SLACK_BOT_TOKEN="xoxb-1")

    with pytest.raises(SettingsError, match="leave one of them away"):
        Settings.load()


def test_a_key_that_is_none_is_told_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    set_installing(monkeypatch, TEND_ENCRYPTION_KEYS=f"{INSTALLING['TEND_ENCRYPTION_KEYS']},hush")

    with pytest.raises(SettingsError, match="TEND_ENCRYPTION_KEYS has a key that is not 32 bytes") as caught:
        Settings.load()

    assert "hush" not in str(caught.value)


def test_secrets_of_installing_never_show_in_a_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    set_installing(monkeypatch, SLACK_APP_TOKEN="xapp-1")

    shown = repr(Settings.load())

    assert "hush" not in shown
    assert INSTALLING["TEND_ENCRYPTION_KEYS"] not in shown
