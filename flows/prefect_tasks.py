"""How a stage becomes a Prefect task: retried on passing failures only, nothing cached, nothing persisted.

Rows of a batch never reach Prefect's database: arguments are quoted, results are not stored, a failure's text is the catalogue's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from expectations.catalogue import CatalogueError

_RETRIES = 3
_FIRST_WAIT_SECONDS = 10
_JITTER = 0.5
_PASSING = frozenset({"warehouse_unreachable", "source_unavailable", "warehouse_busy"})

P = ParamSpec("P")
R = TypeVar("R")


def is_passing(task_: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether trying again can help: a database or a source out of reach, not a file that is wrong."""
    failure = state.result(raise_on_failure=False)
    if isinstance(failure, CatalogueError):
        return failure.rule_id in _PASSING
    return isinstance(failure, ConnectionError | TimeoutError)


def as_task(stage: Callable[P, R], name: str) -> Callable[P, R]:
    """The stage as a task of this name; positional arguments are kept from Prefect's eyes."""
    wrapped = task(
        name=name,
        retries=_RETRIES,
        retry_delay_seconds=exponential_backoff(_FIRST_WAIT_SECONDS),
        retry_jitter_factor=_JITTER,
        retry_condition_fn=is_passing,
        cache_policy=NO_CACHE,
        persist_result=False,
        log_prints=False,
    )(stage)

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return wrapped(*(quote(argument) for argument in args), **kwargs)  # type: ignore[call-overload, no-any-return]

    return call
