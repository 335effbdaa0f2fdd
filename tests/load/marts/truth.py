"""The indicators once more, counted with pandas from the rows as reported: numerator and denominator by village and month.

Written from the definitions, not from the SQL. `None` or an absent row means: not reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from load.indicators import indicator_list
from tests.load.marts.small_regency import Regency

Part = tuple[float | None, float | None]
Key = tuple[str, str, str, str, dt.date]
"""measure, level, place, period type, first day of the period."""


class Reports:
    """The rows of each village's report of a month, by dataset; None where it was not reported."""

    def __init__(self, regency: Regency) -> None:
        self.regency = regency
        self.months = regency.months
        self.balances = {
            (file.village_code, file.period, balance.dataset): (file, balance)
            for batch in regency.batches
            for file in batch.files
            for balance in file.balances
        }
        self.frames = {
            (name, *key): group
            for name, frame in regency.rows.items()
            for key, group in frame.groupby(["village_code", "period"])
        }
        self.columns = {name: frame.iloc[:0] for name, frame in regency.rows.items()}
        self.reported = sorted({(village, period) for village, period, _ in self.balances})

    def get(self, dataset: str, village: str, month: dt.date) -> pd.DataFrame | None:
        """The rows, an empty frame for NIHIL, None where not reported."""
        if (village, month, dataset) not in self.balances:
            return None
        return self.frames.get((dataset, village, month), self.columns.get(dataset, pd.DataFrame()))

    def before(self, dataset: str, village: str, month: dt.date) -> tuple[pd.DataFrame, int] | None:
        """The same of the report before and how many months ago that was, unless another village joined this one since."""
        earlier = [m for m in self.months if m < month and (village, m, dataset) in self.balances]
        if not earlier or self.regency.grew(village, earlier[-1], month):
            return None
        rows = self.get(dataset, village, earlier[-1])
        assert rows is not None
        return rows, self.months.index(month) - self.months.index(earlier[-1])


def month_after(month: dt.date, count: int = 1) -> dt.date:
    """First of the month `count` months on."""
    return (pd.Timestamp(month) + pd.DateOffset(months=count)).date()


def comparable(register: pd.DataFrame, status: str) -> set[str]:
    """Keys of persons with this status who can be told again in another month."""
    known = (register["person_key_weak"] == False) | register["birth_year"].notna()  # noqa: E712 - a column of objects
    return set(register.loc[known & (register["status"] == status), "person_key"])


def register_parts(r: Reports, village: str, month: dt.date) -> Iterator[tuple[str, Part]]:
    """What the migrant register says."""
    register = r.get("migrant_register", village, month)
    if register is None:
        return
    active = register[register["status"] == "AKTIF"]
    n_active = active["person_key"].nunique()
    yield "migrants_active", (n_active, None)
    population = latest_population(r, village, month)
    yield "migrants_per_1000", (n_active, population)
    gone = register[
        [isinstance(d, dt.date) and (d.year, d.month) == (month.year, month.month) for d in register["departure_date"]]
    ]
    known = gone[gone["procedural"].isin(["PROSEDURAL", "NON_PROSEDURAL"])]["person_key"].nunique()
    yield "departures", (len(gone), None)
    yield "nonprocedural_share", (int((gone["procedural"] == "NON_PROSEDURAL").sum()), known)
    yield "procedural_unknown_share", (len(gone) - known, len(gone))
    window = [isinstance(d, dt.date) and month_after(month) <= d < month_after(month, 4) for d in active["contract_end"]]
    yield "contracts_ending", (sum(window), None)
    compared = r.before("migrant_register", village, month)
    if compared is not None:
        before, months = compared
        returns = len(comparable(register, "PURNA") - comparable(before, "PURNA"))
        yield "returns", (returns, None)
        if months == 1:
            yield "net_departures", (len(gone) - returns, None)
        yield "deaths_per_1000", (len(comparable(register, "MENINGGAL") - comparable(before, "MENINGGAL")), n_active * months)
    asked = register[register["remittance_use"].notna()]
    households = lambda rows: rows["household_key"].fillna(rows["person_key"]).nunique()  # noqa: E731
    productive = asked[asked["remittance_use"].isin(["USAHA", "TABUNGAN"])]
    yield "remittance_productive_share", (households(productive), households(asked))
    cohort = set().union(
        *(
            comparable(rows, "PURNA")
            for m in r.months
            if month_after(month, -24) <= m < month and (rows := r.get("migrant_register", village, m)) is not None
        )
    )
    if cohort:
        yield "remigration_share", (len(cohort & comparable(register, "AKTIF")), len(cohort))


def latest_population(r: Reports, village: str, month: dt.date) -> float | None:
    """The population last reported."""
    for m in reversed([m for m in r.months if m <= month]):
        profile = r.get("village_profile", village, m)
        if profile is not None and profile["population"].notna().any():
            return float(profile["population"].dropna().max())
    return None


def pillar_one_parts(r: Reports, village: str, month: dt.date) -> Iterator[tuple[str, Part]]:
    """Services and complaints."""
    services, cases, register = (r.get(name, village, month) for name in ("migration_services", "complaints", "migrant_register"))
    if services is not None:
        yield "services", (len(services), 1)
        candidates = None if register is None else register[register["status"] == "CALON"]["person_key"].nunique()
        yield "candidates_verified_share", (int((services["service_type"] == "VERIFIKASI_CPMI").sum()), candidates)
    if cases is not None:
        active = None if register is None else register[register["status"] == "AKTIF"]["person_key"].nunique()
        closed = ((cases["status"] == "SELESAI") | cases["resolved_date"].notna()).sum()
        yield "complaints_per_1000", (len(cases), active)
        yield "complaints_closed_share", (int(closed), len(cases))
        non, known = (
            (cases["procedural"] == "NON_PROSEDURAL").sum(),
            cases["procedural"].isin(["PROSEDURAL", "NON_PROSEDURAL"]).sum(),
        )
        yield "complaints_nonprocedural_share", (int(non), int(known))


def attended(sessions: pd.DataFrame) -> pd.Series[Any]:
    """Children of the sessions that counted them."""
    counted = sessions[sessions["children_male"].notna() | sessions["children_female"].notna()]
    return counted["children_male"].fillna(0).astype(int) + counted["children_female"].fillna(0).astype(int)


def pillar_three_parts(r: Reports, village: str, month: dt.date) -> Iterator[tuple[str, Part]]:
    """Children and sessions."""
    children, sessions = r.get("migrant_children", village, month), r.get("parenting_sessions", village, month)
    minors = None if children is None else int(children["age"].between(0, 17).sum())
    if children is not None:
        school = children[children["age"].between(7, 18) & children["in_school"].notna()]
        yield "out_of_school_share", (int((school["in_school"] == False).sum()), len(school))  # noqa: E712
    if sessions is not None:
        present = attended(sessions)
        if len(present) or not len(sessions):
            yield "children_reached_share", (int(present.max()) if len(present) else 0, minors)
        if len(present):
            yield "attendance_rate", (int(present.sum()), None if minors is None else len(present) * minors)


def group_parts(groups: pd.DataFrame) -> Iterator[tuple[str, Part]]:
    """Business groups of a quarter."""
    aided = groups[groups["aid_year"].notna() | (groups["aid_value"].fillna(0) > 0)]
    yield "groups_surviving", (int(aided["active"].sum()), len(aided))
    origin = groups[groups["members_former"].notna() & groups["members_family"].notna() & groups["members_total"].notna()]
    if len(origin):
        share = (origin["members_former"] + origin["members_family"]).sum()
        yield "members_former_family_share", (int(share), int(origin["members_total"].sum()))
    sexes = groups[groups["members_male"].notna() & groups["members_female"].notna()]
    if len(sexes):
        women = int(sexes["members_female"].sum())
        yield "members_women_share", (women, women + int(sexes["members_male"].sum()))
    paid = groups[groups["aid_value"].notna() & groups["monthly_turnover"].notna()]
    if len(paid):
        yield "turnover_to_aid", (float(paid["monthly_turnover"].sum()), float(paid["aid_value"].sum()))
    tools = groups[groups["equipment_aided"].notna() & groups["equipment_in_use"].notna()]
    if len(tools):
        yield "equipment_in_use", (int(tools["equipment_in_use"].sum()), int(tools["equipment_aided"].sum()))


def cooperative_parts(r: Reports, village: str, month: dt.date, cooperatives: pd.DataFrame) -> Iterator[tuple[str, Part]]:
    """Cooperatives of a quarter."""
    limit = month_after(month, 1 - 15)
    lawful = any(
        row.legal_number is not None and isinstance(row.last_annual_meeting, dt.date) and row.last_annual_meeting >= limit
        for row in cooperatives.itertuples()
    )
    yield "cooperatives_alive", (int(lawful), 1)
    family = cooperatives["members_migrant_family"].dropna()
    if len(family):
        register = r.get("migrant_register", village, month)
        yield "cooperative_reach", (int(family.sum()), None if register is None else households_abroad(register))
    saved = cooperatives[
        cooperatives["principal_savings"].notna()
        & cooperatives["mandatory_savings"].notna()
        & (cooperatives["members_total"] > 0)
    ]
    if len(saved):
        savings = saved["principal_savings"].sum() + saved["mandatory_savings"].sum() + saved["voluntary_savings"].fillna(0).sum()
        yield "savings_per_member", (float(savings), int(saved["members_total"].sum()))


def households_abroad(register: pd.DataFrame) -> int:
    """Households with an active migrant; one without a card number is its person."""
    active = register[register["status"] == "AKTIF"]
    return int(active["household_key"].fillna(active["person_key"]).nunique())


def pillar_lives(r: Reports, village: str, month: dt.date) -> list[bool | None]:
    """The four pillars by the reports of six months; None without one."""
    window = [m for m in r.months if month_after(month, -5) <= m <= month]
    found = {
        name: [rows for m in window if (rows := r.get(name, village, m)) is not None]
        for name in ("migration_services", "complaints", "business_groups", "parenting_sessions", "cooperatives")
    }
    helped = found["migration_services"] + found["complaints"]
    lives: list[bool | None] = [
        any(len(rows) for rows in frames) if frames else None for frames in (helped, found["parenting_sessions"])
    ]
    lives.insert(1, any(rows["active"].any() for rows in found["business_groups"]) if found["business_groups"] else None)
    if not found["cooperatives"]:
        return [*lives, None]
    active = pd.concat([rows[rows["active"] == True] for rows in found["cooperatives"]])  # noqa: E712
    meetings = active["last_annual_meeting"].dropna()
    fresh = not len(meetings) or max(meetings) >= month_after(month, 1 - 15)
    return [*lives, bool(len(active) and fresh)]


def standing_parts(r: Reports, village: str, month: dt.date) -> Iterator[tuple[str, Part]]:
    """Pillars and criteria."""
    lives = pillar_lives(r, village, month)
    known = [alive for alive in lives if alive is not None]
    if known:
        yield "pillars_active", (sum(known), len(known))
    if len(known) == 4:
        yield "all_pillars_active", (int(all(known)), 1)
    criteria = [lives[0], *emas_from_reports(r, village, month)]
    others = [alive for alive in lives[1:] if alive is not None]
    criteria.append(any(others) if others else None)
    yield "emas_criteria", (sum(c is True for c in criteria), sum(c is not None for c in criteria))


def emas_from_reports(r: Reports, village: str, month: dt.date) -> list[bool | None]:
    """A high procedural share in the year, and a group with former migrants in the half-year."""
    known = non = 0
    for m in [m for m in r.months if month_after(month, -11) <= m <= month]:
        parts = dict(register_parts(r, village, m))
        if "nonprocedural_share" in parts:
            n, d = parts["nonprocedural_share"]
            non, known = non + (n or 0), known + (d or 0)
    groups = [
        rows
        for m in r.months
        if month_after(month, -5) <= m <= month and (rows := r.get("business_groups", village, m)) is not None
    ]
    former = any(((g["active"] == True) & (g["members_former"].fillna(0) > 0)).any() for g in groups) if groups else None  # noqa: E712
    return [(known - non) >= 0.8 * known if known >= 10 else None, former]


def profile_parts(profile: pd.DataFrame) -> Iterator[tuple[str, Part]]:
    """Officers and regulation of a half-year."""
    officers = profile["officers_active"].dropna()
    if len(officers):
        yield "officers_in_place", (int(officers.max() >= 1), 1)
    if len(profile):
        yield "villages_with_regulation", (int(profile["village_regulation"].notna().any()), 1)


def quality_parts(r: Reports, village: str, month: dt.date) -> Iterator[tuple[str, Part]]:
    """Rows and required cells of all sheets of the month."""
    from expectations.contract import load_contracts

    loaded = data = filled = cells = 0
    for (v, m, dataset), (_, balance) in r.balances.items():
        if (v, m) == (village, month):
            required = len(load_contracts()[dataset].required)
            rows = balance.loaded + balance.quarantined
            loaded, data = loaded + balance.loaded, data + rows
            cells += rows * required
            filled += max(rows * required - balance.quarantined, 0)
    yield "rows_accepted", (loaded, data)
    yield "required_complete", (filled, cells)


MONTHLY: tuple[Callable[[Reports, str, dt.date], Iterator[tuple[str, Part]]], ...] = (
    register_parts, pillar_one_parts, pillar_three_parts, standing_parts, quality_parts,
)  # fmt: skip


def village_parts(regency: Regency) -> pd.DataFrame:
    """One row a measure, village and shortest period: base_type, base_start, numerator, denominator."""
    r, rows = Reports(regency), []
    for village, month in r.reported:
        for parts in MONTHLY:
            rows += [(measure, village, "month", month, n, d) for measure, (n, d) in parts(r, village, month) if n is not None]
    for village in regency.villages:
        for start, dataset, base in latest_of_spans(r, village):
            month, frame = start
            produced = (
                group_parts(frame) if dataset == "business_groups"
                else cooperative_parts(r, village, month, frame) if dataset == "cooperatives" else profile_parts(frame)
            )  # fmt: skip
            first = span_start(base, month)
            rows += [(measure, village, base, first, n, d) for measure, (n, d) in produced if n is not None]
    return pd.DataFrame(rows, columns=["measure", "village", "base_type", "base_start", "numerator", "denominator"])


def span_start(base: str, month: dt.date) -> dt.date:
    """First day of the quarter, half-year or year of a month."""
    length = {"month": 1, "quarter": 3, "semester": 6, "year": 12}[base]
    return month.replace(month=(month.month - 1) // length * length + 1)


def latest_of_spans(r: Reports, village: str) -> Iterator[tuple[tuple[dt.date, pd.DataFrame], str, str]]:
    """The latest report of each quarter or half-year for what is due that seldom."""
    for dataset, base in (("business_groups", "quarter"), ("cooperatives", "quarter"), ("village_profile", "semester")):
        latest: dict[dt.date, tuple[dt.date, pd.DataFrame]] = {}
        for month in r.months:
            if (frame := r.get(dataset, village, month)) is not None:
                latest[span_start(base, month)] = (month, frame)
        yield from ((found, dataset, base) for found in latest.values())


def indicator_truth(regency: Regency) -> dict[Key, Part]:
    """Numerator and denominator of every measure, place and period."""
    parts = village_parts(regency)
    parts["district"], parts["regency"] = parts["village"].str[:8], parts["village"].str[:5]
    truth: dict[Key, Part] = {}
    for level in ("village", "district", "regency"):
        for (measure, place, base, start), rows in parts.groupby(["measure", level, "base_type", "base_start"]):
            truth[measure, level, place, base, start] = (rows["numerator"].sum(), summed(rows["denominator"]))
    return truth | longer_periods(truth)


def summed(values: pd.Series[Any]) -> float | None:
    """Sum of what is there; None where nothing is."""
    present = values.dropna()
    return float(present.sum()) if len(present) else None


def longer_periods(base: dict[Key, Part]) -> dict[Key, Part]:
    """Sums add up; what stands is the last of the period."""
    wider = {"month": ("quarter", "year"), "quarter": ("year",), "semester": ("year",)}
    found: dict[Key, Part] = {}
    for (measure, level, place, kind, start), (n, d) in sorted(base.items(), key=lambda item: item[0][4]):
        for longer in wider[kind]:
            key = (measure, level, place, longer, span_start(longer, start))
            if indicator_list()[measure]["summed"] and key in found:
                before_n, before_d = found[key]
                both = [x for x in (before_d, d) if x is not None]
                found[key] = ((before_n or 0) + (n or 0), sum(both) if both else None)
            else:
                found[key] = (n, d)
    return found
