"""Secrets that lie in files, as containers and systemd hand them over: `NAME_FILE` says where `NAME` is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource


@dataclass(frozen=True)
class Mistake:
    """Stands where a secret should be. `says` what is wrong, and shows no path: it may be the secret itself."""

    says: str


class SecretFiles(PydanticBaseSettingsSource):
    """Reads the files that `NAME_FILE` names in the environment or in `.env`, for the secrets of these names."""

    def __init__(self, settings: type[BaseSettings], names: Iterable[str], *given: EnvSettingsSource) -> None:
        super().__init__(settings)
        self._names = tuple(names)
        self._given: dict[str, str | None] = {}
        for source in reversed(given):
            self._given |= source.env_vars

    def __call__(self) -> dict[str, Any]:
        """What the files hold, without space around it; a `Mistake` for each that cannot be used."""
        return {name: self._secret(name, path) for name in self._names if (path := self._given.get(f"{name}_file"))}

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """One field's, as the base class wants it told."""
        return self().get(field_name), field_name, False

    def _secret(self, name: str, path: str) -> str | Mistake:
        setting = f"{name}_FILE".upper()
        if self._given.get(name):
            return Mistake(f"is set, and {setting} too: leave one of them away")
        try:
            secret = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            return Mistake(f"cannot be read from the file that {setting} names ({error.strerror or 'no file'})")
        except ValueError:
            return Mistake(f"cannot be read from the file that {setting} names (it is not text)")
        return secret or Mistake(f"is not in the file that {setting} names: it is empty")


def found(value: Any) -> Any:
    """The secret, for a validator. Raises `ValueError` for a `Mistake`."""
    if isinstance(value, Mistake):
        raise ValueError(value.says)
    return value
