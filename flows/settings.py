"""What an installation can be told: environment variables with the prefix PMV_, and a `pmv.toml` in the working directory.

Secrets come from the environment or a file named there, never from `pmv.toml`. It decides no defaults of other packages.
"""

from __future__ import annotations

import os
import secrets
from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from expectations.catalogue import CatalogueError

_SHORTEST_KEY = 16


class Settings(BaseSettings):
    """All settings of an installation, validated."""

    model_config = SettingsConfigDict(env_prefix="PMV_", toml_file="pmv.toml", extra="forbid")

    home: Path = Path(".pmv")
    """Landing store, embedded warehouse, reports, logs. Two homes never touch each other."""
    warehouse_url: SecretStr | None = None
    """PostgreSQL address of a server to use instead of the embedded one."""
    pseudonym_key: SecretStr | None = None
    """Secret under which persons are pseudonymised. Required with a server; the embedded demo makes its own."""
    pseudonym_key_file: Path | None = None
    erasure_key: SecretStr | None = None
    """Secret under which erased persons are listed; never rotated. Made in PMV_HOME/secrets where none is given."""
    erasure_key_file: Path | None = None
    erasure_ledger: Path | None = None
    """File that notes what was erased, by keyed digests; outside of what backups put back. Default: in PMV_HOME/secrets."""
    retention: dict[str, int] = Field(default_factory=dict)
    """Years to keep personal data, by retention class of the contracts, where the office decides otherwise."""
    query_limit_seconds: int = Field(default=120, ge=1)
    """How long a reader's query may take before the watchdog ends it."""
    configuration: Path | None = None
    """Folder with what the office decides itself: programmes, roster, criteria, targets. Left out: what was configured stands."""
    inbox: str | None = None
    """Where scheduled runs find village workbooks: a folder or an https address."""
    publications: str | None = None
    """Where scheduled runs find BP2MI publications."""
    regency: str | None = "35.02"
    """Regency whose village names count where a file names no other (Kemendagri code)."""
    web_hosts: tuple[str, ...] = ("bp2mi.go.id", "kp2mi.go.id")
    """Hosts (with their subdomains) the web connector may ask, besides that of the address it is given."""
    web_agent: str = "pmv/0.1 (village migration statistics; contact: set PMV_WEB_AGENT)"
    """How the web connector names itself; name a contact."""
    web_detail_pattern: str = "statistik-detail"
    """What the paths of a publisher's detail pages contain."""
    web_licence_note: str = "Published by the agency; quote with source."
    """On what terms collected files come; kept with each."""
    web_delay_seconds: float = Field(default=2.0, ge=0)
    """Seconds between two requests to one host."""
    web_allow_local: bool = False
    """Allow plain http and this machine's own addresses, for a server of one's own."""
    batch_files: int = Field(default=200, ge=1, le=2000)
    """Files a batch: one Prefect task a stage, one load."""
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    """Processes that read files."""

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("configuration", mode="before")
    @classmethod
    def _blank_is_unset(cls, written: object) -> object:
        return None if written == "" else written

    @field_validator("configuration")
    @classmethod
    def _of_the_user(cls, folder: Path | None) -> Path | None:
        return folder and folder.expanduser()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Given values, then environment, then `pmv.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def url(self) -> str | None:
        """The server's address, or None for the embedded warehouse."""
        return self.warehouse_url.get_secret_value() if self.warehouse_url else None

    @cached_property
    def pseudonym_secret(self) -> bytes:
        """The pseudonym key. Raises CatalogueError where one is required and absent, or too short."""
        written = _given(self.pseudonym_key, self.pseudonym_key_file)
        if written is None and self.url is not None:
            raise CatalogueError("pseudonym_key_missing")
        return long_enough(written or _own_key(self.own_pseudonym_key_file))

    def known_secret(self, purpose: str) -> bytes | None:
        """The secret for "pseudonyms" or "erasure" where there is one; none is made. Raises CatalogueError for one too short."""
        given, own = {
            "pseudonyms": (_given(self.pseudonym_key, self.pseudonym_key_file), self.own_pseudonym_key_file),
            "erasure": (_given(self.erasure_key, self.erasure_key_file), self.own_erasure_key_file),
        }[purpose]
        written = given or (read_key_file(own) if own.exists() else None)
        return long_enough(written) if written else None

    @property
    def own_pseudonym_key_file(self) -> Path:
        """Where the key of an embedded warehouse that was given none is kept."""
        return self.home / "secrets" / "pseudonym.key"

    @property
    def own_erasure_key_file(self) -> Path:
        """Where the erasure key of an installation that was given none is kept."""
        return self.home / "secrets" / "erasure.key"

    @property
    def erasure_ledger_file(self) -> Path:
        """Where it is noted what was erased."""
        return self.erasure_ledger or self.home / "secrets" / "erasures.jsonl"

    @cached_property
    def erasure_secret(self) -> bytes:
        """The secret of the list of erased persons; made at first use where none is given."""
        return long_enough(_given(self.erasure_key, self.erasure_key_file) or _own_key(self.own_erasure_key_file))


def long_enough(secret: str) -> bytes:
    """A secret as bytes. Raises CatalogueError for one that could be guessed."""
    if len(secret) < _SHORTEST_KEY:
        raise CatalogueError("pseudonym_key_short", shortest=_SHORTEST_KEY)
    return secret.encode()


def read_key_file(path: Path) -> str:
    """The secret in a file. Raises CatalogueError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as failure:
        why = failure.strerror if isinstance(failure, OSError) else "not a text file"
        raise CatalogueError("pseudonym_key_unreadable", path=path, why=why) from None


def _given(value: SecretStr | None, file: Path | None) -> str | None:
    if value:
        return value.get_secret_value()
    return read_key_file(file) if file else None


def _own_key(path: Path) -> str:
    """A key nobody gave: made once, kept beside the warehouse, outside of it."""
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as failure:
        raise CatalogueError("home_not_writable", path=path.parent, why=failure.strerror) from failure
    key = secrets.token_hex(32)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key)
    return key


def load_settings() -> Settings:
    """The settings of this run. Raises CatalogueError naming the first setting that cannot be used."""
    try:
        return Settings()
    except ValidationError as failure:
        first = failure.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "pmv.toml"
        raise CatalogueError("setting_invalid", name=name, why=first["msg"]) from failure
    except ValueError as failure:
        raise CatalogueError("setting_invalid", name="pmv.toml", why=str(failure).splitlines()[0]) from failure
