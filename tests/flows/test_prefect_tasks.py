"""Which failures are tried again, and what a failure may say to Prefect."""

from __future__ import annotations

import psycopg
import pytest
from prefect import task
from prefect.client.schemas.objects import TaskRun
from prefect.states import Failed

from expectations.catalogue import CatalogueError, load_catalogue
from flows import prefect_tasks
from flows.prefect_run import markdown
from flows.prefect_tasks import guarded, is_passing
from flows.report import RunReport


def _passes(failure: Exception) -> bool:
    run = TaskRun(task_key="stage", dynamic_key="0")
    return is_passing(task(name="stage")(lambda: None), run, Failed(data=failure))


@pytest.mark.parametrize(
    "failure",
    [
        CatalogueError("warehouse_unreachable", address="db:5432", error="refused"),
        CatalogueError("warehouse_interrupted", kind="AdminShutdown"),
        CatalogueError("web_unreachable", host="example.org"),
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_what_is_out_of_reach_is_tried_again(failure: Exception) -> None:
    assert _passes(failure)


@pytest.mark.parametrize(
    "failure",
    [
        CatalogueError("file_corrupt"),
        CatalogueError("load_refused", table="core.fact_x", constraint="x_check"),
        CatalogueError("warehouse_login_refused", address="db:5432", user="pmv"),
        CatalogueError("run_failed", kind="ValueError", place="flows.run:1"),
        FileNotFoundError("inbox"),
    ],
)
def test_what_is_wrong_is_not_tried_again(failure: Exception) -> None:
    assert not _passes(failure)


def test_every_passing_rule_is_in_the_catalogue() -> None:
    assert set(load_catalogue()) >= prefect_tasks._PASSING


def test_an_unforeseen_failure_tells_its_kind_and_not_its_text() -> None:
    with pytest.raises(CatalogueError) as failed, guarded():
        int("3502180101900001x")
    assert failed.value.rule_id == "run_failed"
    assert failed.value.facts["kind"] == "ValueError"
    assert "3502180101900001" not in str(failed.value)
    assert failed.value.__suppress_context__


def test_a_broken_connection_does_not_quote_the_row_it_was_copying() -> None:
    with pytest.raises(CatalogueError) as failed, guarded():
        raise psycopg.OperationalError('CONTEXT: COPY stage, line 5: "SITI AMINAH"')
    assert failed.value.rule_id == "warehouse_interrupted"
    assert "SITI" not in str(failed.value)


def test_the_artifact_of_an_empty_dry_run_says_so() -> None:
    text = markdown(RunReport("20261103T120000-abc123", is_dry_run=True))
    assert text.startswith("## Files: 0 (dry run: nothing loaded)")
    assert "| loaded | 0 |" in text
