"""What the environment says: frozen, checked, every mistake told at once and by its name."""

from __future__ import annotations

import re
from typing import Annotated, Any, get_args

from cryptography.fernet import Fernet
from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot import secret_files

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("json", "text")
_EXAMPLES = {
    "SLACK_BOT_TOKEN": "xoxb-1234-5678-abc, from your app's page: OAuth & Permissions",
    "SLACK_APP_TOKEN": "xapp-1-A111-222-abc, from your app's page: Basic Information, App-Level Tokens",
    "SLACK_SIGNING_SECRET": "32 characters, from your app's page: Basic Information, App Credentials",
    "PORT": "3000",
    "SLACK_API_URL": "https://slack.com/api/",
    "DATABASE_URL": "sqlite:///data/tend.db or postgresql://tend@localhost/tend",
    "TEND_ALERT_CHANNEL": "#client-health or C0123456789",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "json",
    "SLACK_CLIENT_ID": "1234567890.1234567890, from your app's page: Basic Information",
    "SLACK_CLIENT_SECRET": "32 characters, from your app's page: Basic Information",
    "TEND_ENCRYPTION_KEYS": "what `tend new-key` prints; several are separated by commas, and the first one encrypts",
    "TEND_PUBLIC_URL": "https://tend.example.com, where Slack sends whoever installs Tend",
    "TEND_PRIVATE_CALENDARS": "yes, where calendars lie in your own network",
}
_LAST_PORT = 65_535
_DEFAULT_PORT = 3000
#: What it takes to be installed in many workspaces.
_INSTALLING = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "TEND_ENCRYPTION_KEYS", "TEND_PUBLIC_URL")


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


def _secret(value: SecretStr | None) -> SecretStr | None:
    return value if value and value.get_secret_value().strip() else None


def _port(value: Any) -> Any:
    if value is not None and not (re.fullmatch("[0-9]{1,5}", str(value)) and int(value) <= _LAST_PORT):
        raise ValueError(f"is not a port, a number up to {_LAST_PORT}")
    return value


def _http(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("is not a web address")
    return value if value.endswith("/") else value + "/"


def _public(value: str) -> str:
    return _http(value) if value else ""


def _keys(value: SecretStr | None) -> SecretStr | None:
    for key in _split(value):
        try:
            Fernet(key)
        except ValueError:
            raise ValueError("has a key that is not 32 bytes in URL-safe base64") from None
    return value


def _split(keys: SecretStr | None) -> tuple[str, ...]:
    return tuple(key.strip() for key in keys.get_secret_value().split(",") if key.strip()) if keys else ()


def _database(value: SecretStr) -> SecretStr:
    try:
        backend = make_url(value.get_secret_value()).get_backend_name()
    except ArgumentError:
        raise ValueError("is not a database address") from None
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("is neither SQLite nor PostgreSQL")
    return value


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"is none of {', '.join(LOG_LEVELS)}")
    return value.upper()


def _log_format(value: str) -> str:
    if value and value.lower() not in LOG_FORMATS:
        raise ValueError(f"is none of {', '.join(LOG_FORMATS)}")
    return value.lower()


class Settings(BaseSettings):
    """Everything that is set outside Slack. Read once, at start; secrets do not show in a repr.

    Each secret may lie in a file instead, which `NAME_FILE` names.
    """

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: Annotated[SecretStr | None, _token("xoxb-")] = None
    slack_app_token: Annotated[SecretStr | None, _token("xapp-")] = None
    slack_signing_secret: Annotated[SecretStr | None, AfterValidator(_secret)] = None
    port: Annotated[int | None, BeforeValidator(_port)] = None
    tend_host: str = "127.0.0.1"
    slack_api_url: Annotated[str, AfterValidator(_http)] = "https://slack.com/api/"
    database_url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("sqlite:///data/tend.db")
    tend_alert_channel: str = ""
    log_level: Annotated[str, AfterValidator(_log_level)] = "INFO"
    log_format: Annotated[str, AfterValidator(_log_format)] = ""
    slack_client_id: str = ""
    slack_client_secret: SecretStr | None = None
    tend_encryption_keys: Annotated[SecretStr | None, AfterValidator(_keys)] = None
    tend_public_url: Annotated[str, AfterValidator(_public)] = ""
    tend_private_calendars: bool = False

    _secret_found = field_validator("*", mode="before")(secret_files.found)

    @model_validator(mode="after")
    def _installing_takes_all_of_it(self) -> Settings:
        missing = [name for name in _INSTALLING if not getattr(self, name.lower())]
        if missing and (self.slack_client_id or self.slack_client_secret):
            told = "; ".join(f"{name}, for example {_EXAMPLES[name]}" for name in missing)
            raise ValueError(f"To be installed in many workspaces, Tend needs also: {told}")
        if not missing and self.slack_bot_token is not None:
            raise ValueError(
                "SLACK_BOT_TOKEN is of one workspace and SLACK_CLIENT_ID for many: leave one of them away. "
                f"Example: {_EXAMPLES['SLACK_BOT_TOKEN']}"
            )
        return self

    @model_validator(mode="after")
    def _a_token_and_a_way_to_be_spoken_to(self) -> Settings:
        if self.serves_many:
            if self.slack_signing_secret is None and self.slack_app_token is None:
                raise ValueError(
                    f"SLACK_SIGNING_SECRET is missing, by which requests are known to be Slack's. "
                    f"Example: {_EXAMPLES['SLACK_SIGNING_SECRET']}"
                )
            return self
        if self.slack_signing_secret is not None:
            if self.slack_bot_token is None:
                raise ValueError(f"SLACK_BOT_TOKEN is missing. Example: {_EXAMPLES['SLACK_BOT_TOKEN']}")
            return self
        if (self.slack_bot_token is None) != (self.slack_app_token is None):
            missing = "SLACK_BOT_TOKEN" if self.slack_bot_token is None else "SLACK_APP_TOKEN"
            raise ValueError(
                f"{missing} is missing: Socket Mode needs both tokens, HTTP the bot token and SLACK_SIGNING_SECRET. "
                f"Example: {_EXAMPLES[missing]}"
            )
        return self

    @classmethod
    def settings_customise_sources(  # noqa: D102 - pydantic-settings asks for it
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - a folder of secrets: ours are files
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        given = [one for one in (env_settings, dotenv_settings) if isinstance(one, EnvSettingsSource)]
        files = secret_files.SecretFiles(settings_cls, cls.secret_names(), *given)
        return init_settings, files, env_settings, dotenv_settings

    @classmethod
    def secret_names(cls) -> list[str]:
        """The fields that are secrets."""
        fields = cls.model_fields.items()
        return [name for name, field in fields if SecretStr in (field.annotation, *get_args(field.annotation))]

    def secrets(self) -> list[str]:
        """Every secret that is set: what must not show anywhere."""
        held = (getattr(self, name) for name in self.secret_names())
        return [secret.get_secret_value() for secret in held if secret is not None]

    @property
    def has_slack(self) -> bool:
        """Whether there are tokens to speak to Slack with, or a way to be given them."""
        return self.slack_bot_token is not None or self.serves_many

    @property
    def serves_many(self) -> bool:
        """Whether workspaces install Tend by themselves."""
        return bool(self.slack_client_id)

    @property
    def is_served(self) -> bool:
        """Whether Tend is reached over HTTP, too."""
        return self.slack_signing_secret is not None or self.port is not None or self.serves_many

    @property
    def http_port(self) -> int:
        """The port that it is reached at."""
        return _DEFAULT_PORT if self.port is None else self.port

    @property
    def address(self) -> str:
        """Where programs and browsers reach it, without a slash at the end; empty where they do not."""
        here = self.tend_public_url or f"http://{self.tend_host}:{self.http_port}"
        return here.rstrip("/") if self.is_served else ""

    @property
    def encryption_keys(self) -> tuple[str, ...]:
        """The keys that tokens are encrypted with: the first encrypts, all of them decrypt."""
        return _split(self.tend_encryption_keys)

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
