"""What villages register stands beside what is published for their regency, by basis, with how many villages that is."""

from __future__ import annotations

import datetime as dt

import pytest

from load.warehouse import Warehouse
from tests.flows import inboxes
from tests.flows.command_line import Installation
from tests.flows.published import pdf, put

MONTH = dt.date(2026, 10, 1)
ORIGIN = pdf(
    "20 November 2026", [("Penempatan PMI Menurut Kabupaten/Kota", ["KABUPATEN/KOTA;Oktober 2026", "Ponorogo;412", "Ngawi;150"])]
)
OFFICE = pdf(
    "25 November 2026", [("Penempatan PMI Kabupaten Ponorogo", ["BULAN;2026", "Oktober;398"])], publisher="Disnaker Ponorogo"
)
COMPARED = """
    SELECT basis, bp2mi_placements::int, register_departures::int, difference::int, village_months_reported::int,
           village_months_expected::int, coverage::float
    FROM mart.register_vs_bp2mi WHERE regency_code = '{}' AND period_start = '2026-10-01' ORDER BY basis"""


@pytest.fixture(scope="module")
def warehouse(statistics: Installation, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """After one run over the registers of two villages and two publications."""
    shop, folder = inboxes.workshop("beside publications"), tmp_path_factory.mktemp("beside")
    reports = [inboxes.report(shop, inboxes.village(number), MONTH, "migrant_register") for number in (1, 2)]
    inbox = inboxes.put(reports, folder / "inbox")
    publications = put(folder / "publications", {"origin.pdf": ORIGIN, "office.pdf": OFFICE})
    done = statistics.pmv("run", "--inbox", str(inbox), "--publications", str(publications), "--json")
    assert done.code == 0, done.err
    return Warehouse.open(statistics.home)


def test_two_villages_of_three_hundred_are_compared_with_their_coverage_said(warehouse: Warehouse) -> None:
    query = (
        "SELECT count(*) FROM core.migrant_register WHERE period = '2026-10-01' AND date_trunc('month', departure_date) = period"
    )
    ((departed,),) = warehouse.query("office", query)[1]
    assert departed > 0
    assert warehouse.query("bi", COMPARED.format("35.02"))[1] == [
        ("origin", 412, departed, departed - 412, 2, 307, 0.0065),
        ("regency_office", 398, departed, departed - 398, 2, 307, 0.0065),
    ]


def test_a_regency_without_registers_has_no_difference_and_not_zero(warehouse: Warehouse) -> None:
    ((basis, published, departed, difference, reported, _, coverage),) = warehouse.query("bi", COMPARED.format("35.21"))[1]
    assert (basis, published, departed, difference, reported, coverage) == ("origin", 150, None, None, 0, 0.0)
