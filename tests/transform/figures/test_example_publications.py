import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
import yaml

from extract.publications.read import read_publication
from transform.figures.outcome import Understood
from transform.figures.sidecar import read_declarations
from transform.figures.understand import understand

EXAMPLES = Path(__file__).parents[3] / "examples" / "publications"


def understood(name: str, data: bytes | None = None) -> Understood:
    declared, findings = read_declarations(yaml.safe_load((EXAMPLES / "publications.yaml").read_text(encoding="utf-8")))
    assert not findings
    return understand(read_publication(data or (EXAMPLES / name).read_bytes(), name, declared.get(name)), dt.date(2026, 1, 1))


DEBRIS = "penempatan_negara_2022-2024.csv"


@pytest.fixture(scope="module")
def countries() -> Understood:
    return understood(DEBRIS)


def test_the_totals_of_the_debris_table_come_out(countries: Understood) -> None:
    totals = {f["period_start"].year: int(f["value"]) for f in countries.figures if not f["members"]}
    assert totals == {2022: 200_717, 2023: 297_108, 2024: 297_434}


def test_every_cell_of_the_debris_table_is_proved_by_its_sums(countries: Understood) -> None:
    proof = next(f for f in countries.findings if f.rule == "thousands_proved")
    assert proof.facts["cells"] == 27 * 4
    assert proof.facts["sums"] == 27 + 4


def test_decimals_become_thousands_only_where_the_sums_say_so(countries: Understood) -> None:
    found = {(f["country_iso3"], f["period_start"].year): (int(f["value"]), f["raw_token"]) for f in countries.figures}
    assert found["JPN", 2024] == (12_720, "12.72")
    assert found["BRN", 2023] == (2_870, "2.87")
    assert found["BRN", 2022] == (513, "513.0")
    assert found["HRV", 2022] == (0, "0.0")


def test_the_sum_over_three_years_is_no_figure(countries: Understood) -> None:
    assert len(countries.figures) == 27 * 3
    assert max(int(f["value"]) for f in countries.figures) == 297_434


def test_a_debris_table_without_its_totals_is_withheld() -> None:
    lines = (EXAMPLES / DEBRIS).read_text(encoding="utf-8").splitlines()
    bare = [",".join(line.split(",")[:-1]) for line in lines[:-1]]
    result = understood(DEBRIS, "\n".join(bare).encode())
    assert not result.figures
    assert {f.rule for f in result.findings if f.level == "cell"} == {"reading_undecided"}
    assert result.balances[0].quarantined == 26


def test_one_wrong_digit_in_a_debris_table_proves_nothing() -> None:
    text = (EXAMPLES / DEBRIS).read_text(encoding="utf-8").replace("60.065", "60.066")
    assert not understood(DEBRIS, text.encode()).figures


@pytest.fixture(scope="module")
def series() -> Understood:
    return understood("published_figures.csv")


def test_all_343_figures_load(series: Understood) -> None:
    balance = series.balances[0]
    assert (balance.rows_read, balance.loaded, balance.quarantined) == (343, 343, 0)


def test_all_vintages_of_2023_stay(series: Understood) -> None:
    vintages = {
        f["published_on"]: int(f["value"])
        for f in series.figures
        if f["measure"] == "placements"
        and f["basis"] == "national"
        and not f["members"]
        and f["period_start"] == dt.date(2023, 1, 1)
        and f["period_type"] == "year"
    }
    assert sorted(vintages.values()) == [273_747, 274_965, 297_108]
    assert max(vintages) > dt.date(2025, 1, 1)
    assert vintages[max(vintages)] == 297_108


def test_the_four_bases_stay_apart(series: Understood) -> None:
    assert Counter(f["basis"] for f in series.figures) == {
        "national": 220,
        "origin": 101,
        "serving_office": 16,
        "regency_office": 6,
    }


def test_codes_are_filled_and_ambiguous_regencies_left_open(series: Understood) -> None:
    open_labels = {m["label"] for f in series.figures for m in f["members"].values() if m["code"] is None}
    assert open_labels == {"Blitar", "Cirebon", "Kediri", "Madiun", "Malang"}
    ponorogo = [f for f in series.figures if f["members"].get("regency", {}).get("label") == "Ponorogo"]
    assert ponorogo
    assert all(f["region_code"] == "35.02" for f in ponorogo)


def test_an_education_list_of_another_year_is_flagged(series: Understood) -> None:
    assert {f.rule for f in series.findings} >= {"parts_exceed_whole", "sum_off_by_one"}
    education = [f for f in series.figures if f["breakdown"] == "education"]
    assert education
    assert all(f["status"] == "flagged" for f in education)
    total = next(
        f for f in series.figures if f["period_start"] == dt.date(2021, 1, 1) and not f["members"] and f["value"] == 72_624
    )
    assert total["status"] == "final"
