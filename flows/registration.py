"""Registers deployments with a Prefect server, and makes the work pool they wait in. Safe to repeat."""

from __future__ import annotations

from prefect import Flow, __version__
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import DeploymentApplyError, RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.types.entrypoint import EntrypointType
from prefect.workers.process import ProcessWorker

from expectations.catalogue import CatalogueError
from flows.deployments import Deployment


def ensure_pool(name: str) -> None:
    """Make the work pool where it is missing; one that is there is left as it is. Its workers start processes."""
    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(name)
        except ObjectNotFound:
            template = ProcessWorker.get_default_base_job_template()
            client.create_work_pool(WorkPoolCreate(name=name, type=ProcessWorker.type, base_job_template=template))


def register(deployment: Deployment) -> str:
    """Make or update a deployment and return its full name, flow/deployment. Raises CatalogueError where the server refuses."""
    flow: Flow[..., object] = load_flow_from_entrypoint(deployment.entrypoint, use_placeholder_flow=False)
    registered = RunnerDeployment.from_flow(
        flow,
        name=deployment.name,
        schedules=[DeploymentScheduleCreate(schedule=entry.as_cron(), slug=entry.slug) for entry in deployment.schedules],
        concurrency_limit=ConcurrencyLimitConfig(
            limit=deployment.concurrency_limit.limit,
            collision_strategy=ConcurrencyLimitStrategy(deployment.concurrency_limit.collision_strategy),
        ),
        parameters=deployment.parameters,
        description=deployment.description,
        tags=list(deployment.tags),
        work_pool_name=deployment.work_pool.name,
        job_variables=deployment.work_pool.job_variables.model_dump(),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    try:
        registered.apply()
    except DeploymentApplyError as failure:
        why = str(failure).strip().partition("\n")[0]
        raise CatalogueError("deployment_refused", name=registered.full_name, why=why, version=__version__) from None
    return registered.full_name
