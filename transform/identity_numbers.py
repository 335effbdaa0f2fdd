"""What a register's NIKs say when its rows are held side by side.

One NIK on rows with different names is withheld on all of them, since whose it is cannot be known. A NIK that does not fit the
district, birth date or sex beside it is only a warning: it was given where the person was first registered and never changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from expectations.catalogue import Finding
from expectations.contract import Contract
from expectations.labels import plain
from transform.records import Rows
from transform.values import nik as nik_values


def person_name_field(contract: Contract) -> str | None:
    """The field that names the person of a row."""
    return next((f.name for f in contract.fields if f.privacy and f.name.endswith("_name")), None)


def withhold_shared(parts: Sequence[Rows], contract: Contract) -> None:
    """Withhold every NIK that stands beside different names in one register, the first row too."""
    name_field = person_name_field(contract)
    if name_field is None:
        return
    names: dict[str, set[str]] = {}
    for rows in parts:
        for nik, name in zip(rows.values.get("nik", ()), rows.values.get(name_field, ()), strict=False):
            if nik and name:
                names.setdefault(nik, set()).add(plain(name))
    shared = {nik for nik, named in names.items() if len(named) > 1}
    for rows in parts if shared else ():
        _withhold(rows, shared, contract)


def _withhold(rows: Rows, shared: set[str], contract: Contract) -> None:
    niks = rows.values.get("nik", [])
    for position, nik in enumerate(niks):
        if nik in shared:
            niks[position] = None
            rows.findings.append(_finding("nik_shared", rows, position, contract, withheld=nik))


def warn_of_differences(rows: Rows, contract: Contract, district_code: str) -> None:
    """Warn where a NIK's district, birth date or sex is not the row's own."""
    niks = rows.values.get("nik")
    if niks is None:
        return
    births = rows.values.get("birth_date", [None] * len(niks))
    sexes = rows.values.get("sex", [None] * len(niks))
    for position, (nik, birth, sex) in enumerate(zip(niks, births, sexes, strict=True)):
        if nik:
            for rule in _differences(nik, birth, sex, district_code.replace(".", "")):
                rows.findings.append(_finding(rule, rows, position, contract))


def _differences(nik: str, birth: dt.date | None, sex: str | None, district_digits: str) -> list[str]:
    rules = []
    if nik_values.district_code(nik).replace(".", "") != district_digits:
        rules.append("nik_district_differs")
    if birth is not None and not nik_values.agrees_with_birth(nik, birth):
        rules.append("nik_birth_differs")
    if sex is not None and nik_values.sex(nik) != sex:
        rules.append("nik_sex_differs")
    return rules


def _finding(rule: str, rows: Rows, position: int, contract: Contract, withheld: str | None = None) -> Finding:
    return Finding(
        rule,
        "cell",
        sheet=rows.sheet,
        row=rows.source_rows[position],
        cell=rows.cell("nik", position),
        dataset=rows.dataset,
        field="nik",
        facts={"label": contract.field("nik").label_id},
        withheld=withheld,
    )
