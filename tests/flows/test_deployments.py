"""prefect.yaml as `pmv deploy` reads it: one file, and nothing in it that Prefect would pass over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from expectations.catalogue import CatalogueError
from flows.deployments import deployments_file, read_deployments

ROOT = Path(__file__).parents[2]
WRITTEN = (ROOT / "prefect.yaml").read_text(encoding="utf-8")


def test_the_shipped_file_names_all_flows_in_jakarta_time() -> None:
    deployments = read_deployments(deployments_file(), Path("/office"))
    names = [each.entrypoint.rpartition(".")[2] for each in deployments]
    assert names == ["village_reports", "bp2mi_statistics", "retention", "end_long_queries"]
    assert {entry.timezone for each in deployments for entry in each.schedules} == {"Asia/Jakarta"}
    assert {each.work_pool.job_variables.working_dir for each in deployments} == {"/office"}


def test_no_deployment_carries_an_address_or_a_secret() -> None:
    assert all(each.parameters == {} for each in read_deployments(deployments_file(), ROOT))


def test_schedules_are_named_apart() -> None:
    for deployment in read_deployments(deployments_file(), ROOT):
        slugs = [entry.slug for entry in deployment.schedules]
        assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("concurrency_limit:", "concurency_limit:"),
        ("timezone:", "time_zone:"),
        ("schedules:", "schedule:"),
        ("collision_strategy:", "colision_strategy:"),
        ("limit: 1", "limit: 2"),
        ("CANCEL_NEW", "CANCEL"),
        ('"0 19 * * *"', '"0 25 * * *"'),
        ('"0 19 * * *"', '"every evening"'),
        ("Asia/Jakarta", "Asia/Djakarta"),
        ("tags: [pmv", "tags: [pmv]]"),
    ],
)
def test_what_prefect_would_let_through_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    assert right in WRITTEN
    file = tmp_path / "prefect.yaml"
    file.write_text(WRITTEN.replace(right, wrong), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        read_deployments(file, ROOT)
    assert refused.value.rule_id == "deployment_invalid"
    assert str(file) in str(refused.value)


def test_prefects_own_reader_understands_the_same_file() -> None:
    from prefect.cli.deploy._models import PrefectYamlModel

    read = PrefectYamlModel.model_validate(yaml.safe_load(WRITTEN)).deployments
    ours = read_deployments(deployments_file(), ROOT)
    assert [each.entrypoint for each in read] == [each.entrypoint for each in ours]
    assert [len(each.schedules or []) for each in read] == [len(each.schedules) for each in ours]
