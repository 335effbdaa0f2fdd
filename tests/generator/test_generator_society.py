"""A village lives on between its reports: people leave, come home, leave again and die; children grow up."""

from __future__ import annotations

import copy
import datetime as dt
from itertools import pairwise

import pytest

from examples.generator.model import Record
from examples.generator.society import Size, Society, pass_month, settle
from examples.generator.submission import Workshop
from examples.generator.villages import plainly_named

MONTHS = 36


@pytest.fixture(scope="module")
def years() -> list[Society]:
    """A large village in each month of three years."""
    shop = Workshop.opened("three years")
    society = settle(shop.rng, shop.niks, plainly_named()[0], dt.date(2024, 1, 1), Size(migrants=500, children=200))
    lived = [copy.deepcopy(society)]
    for _ in range(MONTHS):
        pass_month(society, shop.rng, shop.niks)
        lived.append(copy.deepcopy(society))
    return lived


def statuses(years: list[Society]) -> list[list[str]]:
    """What each person settled with was, month by month: nobody leaves the register, and new ones are added at its end."""
    return [[str(month.register[i]["status"]) for month in years] for i in range(len(years[0].register))]


def test_people_leave_come_home_leave_again_and_die(years: list[Society]) -> None:
    steps = {step for life in statuses(years) for step in pairwise(life) if step[0] != step[1]}
    assert {("CALON", "AKTIF"), ("AKTIF", "PURNA"), ("PURNA", "AKTIF"), ("AKTIF", "MENINGGAL")} <= steps
    assert not [step for step in steps if step[0] == "MENINGGAL" or step[1] == "CALON"]


def test_about_one_in_five_at_home_leaves_again_within_a_year_and_few_die(years: list[Society]) -> None:
    home = [life[:13] for life in statuses(years) if life[0] == "PURNA"]
    assert 0.1 < sum("AKTIF" in life for life in home) / len(home) < 0.3
    lives = statuses(years)
    died = sum(life[-1] == "MENINGGAL" and life[0] != "MENINGGAL" for life in lives)
    assert 0 < died < len(lives) * MONTHS * 0.002


def test_a_person_who_leaves_again_has_a_new_departure_and_contract(years: list[Society]) -> None:
    for before, after in pairwise(years):
        for was, now in zip(before.register, after.register, strict=False):
            if (was["status"], now["status"]) == ("PURNA", "AKTIF"):
                left = now["departure_date"]
                assert isinstance(left, dt.date)
                assert left.replace(day=1) == after.period
                assert now["contract_end"] != was["contract_end"]
                assert now["nik"] == was["nik"]


def test_children_go_to_the_school_of_their_age_and_leave_the_list_at_eighteen(years: list[Society]) -> None:
    last = years[-1]
    assert len(last.children) == len(years[0].children)
    ages = [last.period.year - born.year for child in last.children if isinstance(born := child["birth_date"], dt.date)]
    assert max(ages) <= 18
    assert {child["school_level"] for child in last.children} == {"NONE", "PAUD", "SD", "SMP", "SMA"}
    assert not [child for child in last.children if child["in_school"] == (child["school_level"] == "NONE")]


def test_who_dropped_out_of_school_stays_out(years: list[Society]) -> None:
    for before, after in pairwise(years):
        now = {identity(child): child for child in after.children}
        out = [child for child in before.children if not child["in_school"] and old_enough(child, before.period)]
        assert not [child for child in out if identity(child) in now and now[identity(child)]["in_school"]]


def identity(child: Record) -> tuple[object, object]:
    return child["child_name"], child["birth_date"]


def old_enough(child: Record, day: dt.date) -> bool:
    born = child["birth_date"]
    return isinstance(born, dt.date) and day.year - born.year > 12
