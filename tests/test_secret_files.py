from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError
from tests.test_settings import INSTALLING

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-hush",
    "SLACK_APP_TOKEN": "xapp-hush",
    "SLACK_SIGNING_SECRET": "hush",
    "SLACK_CLIENT_SECRET": INSTALLING["SLACK_CLIENT_SECRET"],
    "TEND_ENCRYPTION_KEYS": INSTALLING["TEND_ENCRYPTION_KEYS"],
    "DATABASE_URL": "postgresql://tend:hush@db/tend",
}


@pytest.fixture(autouse=True)
def _first(no_environment: None) -> None:
    """Before what a test sets."""


@pytest.fixture
def rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the settings need beside the secret in question."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.setenv(name, SECRETS[name])


def put(monkeypatch: pytest.MonkeyPatch, name: str, content: str | bytes) -> Path:
    path = Path(f"{name.lower()}.secret").absolute()
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    monkeypatch.setenv(f"{name}_FILE", str(path))
    return path


def mistakes() -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    return caught.value.mistakes


def test_every_secret_setting_can_lie_in_a_file() -> None:
    assert {name.upper() for name in Settings.secret_names()} == set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_read_from_its_file_without_the_line_end(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    of_one, of_many = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"), tuple(INSTALLING)
    for other in of_many if name in of_many else of_one:
        monkeypatch.setenv(other, {**INSTALLING, **SECRETS}[other])
    monkeypatch.delenv(name, raising=False)
    put(monkeypatch, name, f"{SECRETS[name]}\n")
    if name in of_many:
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")

    settings = Settings.load()

    assert getattr(settings, name.lower()).get_secret_value() == SECRETS[name]
    assert SECRETS[name] in settings.secrets()


def test_the_name_of_a_file_may_stand_in_dotenv(monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(monkeypatch, "DATABASE_URL", "sqlite:///elsewhere.db")
    monkeypatch.delenv("DATABASE_URL_FILE")
    Path(".env").write_text(f"DATABASE_URL_FILE={path}\nSLACK_BOT_TOKEN_FILE=\n")

    assert Settings.load().database_url.get_secret_value() == "sqlite:///elsewhere.db"


@pytest.mark.usefixtures("rest")
def test_a_secret_given_twice_is_a_mistake_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "SLACK_BOT_TOKEN", "xoxb-hush")

    assert [one.split(". ")[0] for one in mistakes()] == [
        "SLACK_BOT_TOKEN is set, and SLACK_BOT_TOKEN_FILE too: leave one of them away"
    ]


@pytest.mark.usefixtures("rest")
@pytest.mark.parametrize(
    ("content", "told"), [(b"\xff\xfe", "it is not text"), (b" \n", "it is empty"), (None, "No such file or directory")]
)
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(
    content: bytes | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(monkeypatch, "DATABASE_URL", content or b"")
    if content is None:
        path.unlink()

    (mistake,) = mistakes()

    assert mistake.startswith("DATABASE_URL ")
    assert "the file that DATABASE_URL_FILE names" in mistake
    assert told in mistake


def test_empty_token_files_are_mistakes_and_open_no_playground(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        put(monkeypatch, name, "\n")

    told = mistakes()

    for name, mistake in zip(("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"), told, strict=True):
        assert mistake.startswith(f"{name} is not in the file that {name}_FILE names: it is empty.")


@pytest.mark.usefixtures("rest")
def test_a_secret_put_where_the_name_of_its_file_belongs_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET_FILE", "8f742231b10e8888abcd99yyyzzz85a5")

    assert "8f742231b10e" not in "".join(mistakes())


def test_what_is_wrong_in_a_file_is_told_like_what_is_wrong_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, "SLACK_BOT_TOKEN", "hush")
    monkeypatch.setenv("LOG_FORMAT", "verse")

    told = "\n".join(mistakes())

    assert "SLACK_BOT_TOKEN does not begin with xoxb-" in told
    assert "LOG_FORMAT is none of json, text" in told
    assert "hush" not in told


def test_a_databases_address_with_its_password_never_shows_in_a_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", SECRETS["DATABASE_URL"])
    settings = Settings.load()

    assert "hush" not in f"{settings!r} {settings} {settings.database_url}"

    monkeypatch.setenv("DATABASE_URL", "mysql://tend:hush@db/tend")
    assert "hush" not in "".join(mistakes())
