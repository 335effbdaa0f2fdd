"""Reads prefect.yaml strictly: a misspelt key, an impossible cron or an unknown time zone is refused.

Prefect's own reader lets all three through and the schedule is silently another one. There is one file: at the root of a
checkout, where `prefect deploy` looks for it; the build puts it into this package (setup.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from prefect.client.schemas.schedules import CronSchedule
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from expectations.catalogue import CatalogueError

_HERE = "{{ $PWD }}"  # Prefect's way to write the folder the command is run in


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ScheduleEntry(_Strict):
    """One cron schedule. `slug` names it, so that registering again replaces it."""

    cron: str
    timezone: str
    slug: str

    @model_validator(mode="after")
    def _is_possible(self) -> ScheduleEntry:
        self.as_cron()
        return self

    def as_cron(self) -> CronSchedule:
        """The schedule as Prefect has it. Raises ValueError for what is no cron line."""
        return CronSchedule(cron=self.cron, timezone=self.timezone)


class ConcurrencyEntry(_Strict):
    """How many runs at a time, and what becomes of one too many."""

    limit: Literal[1]
    collision_strategy: Literal["CANCEL_NEW", "ENQUEUE"]


class JobVariables(_Strict):
    """What the worker is told: the folder the run starts in, where pmv.toml and a relative PMV_HOME are."""

    working_dir: str


class WorkPoolEntry(_Strict):
    """The work pool runs wait in."""

    name: str
    job_variables: JobVariables


class Deployment(_Strict):
    """One flow on its schedules."""

    name: str
    entrypoint: str
    description: str
    tags: tuple[str, ...]
    concurrency_limit: ConcurrencyEntry
    work_pool: WorkPoolEntry
    parameters: dict[str, Any]
    schedules: tuple[ScheduleEntry, ...] = Field(min_length=1)


class _PrefectFile(_Strict):
    prefect_version: str = Field(alias="prefect-version")
    name: str
    pull: None
    definitions: dict[str, Any]
    deployments: tuple[Deployment, ...] = Field(min_length=1)


def deployments_file() -> Path:
    """Where prefect.yaml is: in this package after an install, at the root of a checkout."""
    packaged = Path(__file__).with_name("prefect.yaml")
    return packaged if packaged.exists() else packaged.parents[1] / "prefect.yaml"


def read_deployments(path: Path, working_dir: Path) -> tuple[Deployment, ...]:
    """The deployments of a prefect.yaml, for runs that start in `working_dir`. Raises CatalogueError naming the first fault."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8").replace(_HERE, str(working_dir)))
        return _PrefectFile.model_validate(content).deployments
    except ValidationError as failure:
        first = failure.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CatalogueError("deployment_invalid", file=path, place=place, why=first["msg"]) from None
    except yaml.YAMLError as failure:
        raise CatalogueError("deployment_invalid", file=path, place="YAML", why=" ".join(str(failure).split())) from None
