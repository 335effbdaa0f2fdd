"""How a stage becomes a Prefect task: retried on passing failures only, nothing cached, nothing persisted, nothing told.

Rows of a batch never reach Prefect's database: arguments are quoted (not walked through, not kept), results are not stored, and
a failure carries the catalogue's words, since the text of any other may quote a cell.
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
from flows.guarding import guarded

RETRIES = 5
_FIRST_WAIT_SECONDS = 10  # then doubled: a database that is back within five minutes costs no run
_JITTER = 0.5
_PASSING = frozenset(
    {"warehouse_unreachable", "warehouse_interrupted", "warehouse_start_slow", "web_unreachable", "web_too_slow"}
)

P = ParamSpec("P")
R = TypeVar("R")


def is_passing(stage: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether trying again can help: a database or a source out of reach, not a file or a value that is wrong."""
    failure = state.data
    if isinstance(failure, CatalogueError):
        return failure.rule_id in _PASSING
    return isinstance(failure, ConnectionError | TimeoutError)


def as_task(stage: Callable[P, R], name: str) -> Callable[P, R]:
    """The stage as a task of this name. A stage that fails of what passes is called again with the same arguments."""
    wrapped: Callable[..., R] = task(
        name=name,
        retries=RETRIES,
        retry_delay_seconds=exponential_backoff(_FIRST_WAIT_SECONDS),
        retry_jitter_factor=_JITTER,
        retry_condition_fn=is_passing,
        cache_policy=NO_CACHE,
        persist_result=False,
        log_prints=False,
    )(guarded()(stage))

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return wrapped(*map(quote, args), **{key: quote(value) for key, value in kwargs.items()})

    return call
