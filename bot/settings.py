"""What the environment says: frozen, checked, every mistake told at once and by its name."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_EXAMPLES = {
    "SLACK_BOT_TOKEN": "xoxb-1234-5678-abc, from your app's page: OAuth & Permissions",
    "SLACK_APP_TOKEN": "xapp-1-A111-222-abc, from your app's page: Basic Information, App-Level Tokens",
    "SLACK_API_URL": "https://slack.com/api/",
    "DATABASE_URL": "sqlite:///data/tend.db or postgresql://tend@localhost/tend",
    "TEND_ALERT_CHANNEL": "#client-health or C0123456789",
    "LOG_LEVEL": "INFO",
}


class SettingsError(Exception):
    """Settings that cannot be used. `mistakes` has a sentence for each, which names it and gives an example."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


def _token(prefix: str) -> AfterValidator:
    def check(value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        if not value.get_secret_value().startswith(prefix):
            raise ValueError(f"does not begin with {prefix}")
        return value

    return AfterValidator(check)


def _http(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("is not a web address")
    return value if value.endswith("/") else value + "/"


def _database(value: str) -> str:
    try:
        backend = make_url(value).get_backend_name()
    except ArgumentError:
        raise ValueError("is not a database address") from None
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("is neither SQLite nor PostgreSQL")
    return value


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"is none of {', '.join(LOG_LEVELS)}")
    return value.upper()


class Settings(BaseSettings):
    """Everything that is set outside Slack. Read once, at start; secrets do not show in a repr."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: Annotated[SecretStr | None, _token("xoxb-")] = None
    slack_app_token: Annotated[SecretStr | None, _token("xapp-")] = None
    slack_api_url: Annotated[str, AfterValidator(_http)] = "https://slack.com/api/"
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite:///data/tend.db"
    tend_alert_channel: str = ""
    log_level: Annotated[str, AfterValidator(_log_level)] = "INFO"

    @model_validator(mode="after")
    def _both_tokens_or_none(self) -> Settings:
        if (self.slack_bot_token is None) != (self.slack_app_token is None):
            missing = "SLACK_BOT_TOKEN" if self.slack_bot_token is None else "SLACK_APP_TOKEN"
            raise ValueError(f"{missing} is missing: Socket Mode needs both tokens. Example: {_EXAMPLES[missing]}")
        return self

    @property
    def has_slack(self) -> bool:
        """Whether there are tokens to speak to Slack with."""
        return self.slack_bot_token is not None

    @classmethod
    def load(cls, **given: Any) -> Settings:
        """Read `.env` and the environment; raises `SettingsError` with every mistake."""
        try:
            return cls(**given)
        except ValidationError as error:
            raise SettingsError([_sentence(e) for e in error.errors(include_url=False)]) from None


def _sentence(error: Any) -> str:
    said = str(error["msg"]).removeprefix("Value error, ")
    if not error["loc"]:
        return said
    name = str(error["loc"][0]).upper()
    return f"{name} {said}. Example: {_EXAMPLES[name]}"
