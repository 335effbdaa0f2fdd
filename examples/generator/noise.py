"""Typed values into cells, the way hands write them: number or text, dots or slashes, capitals, hard spaces, missing marks.

Every form written here stands for exactly one value. Forms that cannot be read are faults and live in `faults`.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .layouts.columns import fields_of
from .layouts.recipe import Recipe
from .model import Cell, Meant, Record
from .months import NAMES, OTHER_SHORT, SHORT
from .words import load

_EPOCH = dt.date(1899, 12, 30)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_HAMLETS = ("{}", "{}", "{}", "Dusun {}", "Dsn {}", "DUSUN {}", "Dsn. {}")
_YEARS = ("{} th", "{} tahun", "{} Thn", "{} Th")
_MONTHS = ("{} bln", "{} bulan", "{} Bln")
_COUNTED = {"members_male", "members_female", "members_total", "participants_total", "children_male", "children_female"}
_DATES: dict[str, Callable[[dt.date], Cell]] = {
    "dash": lambda day: f"{day:%d-%m-%Y}",
    "slash": lambda day: f"{day.day}/{day.month}/{day.year}",
    "slash_short": lambda day: f"{day.day}/{day.month}/{day:%y}",
    "dots": lambda day: f"{day:%d.%m.%Y}",
    "iso": lambda day: day.isoformat(),
    "long": lambda day: f"{day.day} {NAMES[day.month - 1]} {day.year}",
    "capitals": lambda day: f"{day:%d} {NAMES[day.month - 1].upper()} {day.year}",
    "month_short": lambda day: f"{day:%d}-{SHORT[day.month - 1]}-{day.year}",
    "month_other": lambda day: f"{day.day} {OTHER_SHORT.get(day.month, SHORT[day.month - 1])} {day.year}",
    "cell": lambda day: day,
    "serial": lambda day: (day - _EPOCH).days,
}
_ODD_DATES = ("dash", "slash", "slash_short", "iso", "long", "capitals", "month_other", "cell", "serial")


@dataclass(frozen=True, slots=True)
class Hand:
    """One village's way of writing: the recipe it follows and two streams of chance, for its cells and for its form."""

    recipe: Recipe
    rng: random.Random
    form: random.Random

    def slips(self, share: float = 1.0) -> bool:
        """Whether this cell is written otherwise than usual."""
        return self.rng.random() < self.recipe.noise * share


def write_record(record: Record, keys: list[str], dataset: str, hand: Hand) -> dict[str, Cell]:
    """The cells of one record by column key; the running number is left to whoever places the row."""
    return {key: write_cell(key, record, dataset, hand) for key in keys if key != "no"}


def write_cell(key: str, record: Record, dataset: str, hand: Hand) -> Cell:
    """One cell of a record."""
    if key.startswith("x:"):
        return str(hand.rng.choice(load("header_groups")["unknown"][key[2:]]))
    if key == "ttl":
        return write_birth(record["birth_place"], write_date(record["birth_date"], hand, in_text=True), hand)
    if key == "rt_rw":
        return f"{record['rt']:02d}/{record['rw']:02d}"
    return write_value(key, record, fields_of(dataset)[key], hand)


def write_birth(place: Meant, day: Cell, hand: Hand) -> str:
    """Place and day of birth in one cell."""
    return f"{place}{hand.rng.choice((', ', ', ', ','))}{day}"


def write_value(key: str, record: Record, field: dict[str, Any], hand: Hand) -> Cell:
    """One value by its type; None becomes one of the marks for missing."""
    value, kind = record[key], field["type"]
    if value is None:
        return str(hand.rng.choice(load("labels")["missing"]["number" if kind in ("integer", "rupiah", "wage") else "text"]))
    if kind == "wage":
        return _wage(value, record, hand)
    if kind == "code":
        return _label(field["list"], value, hand)
    if kind == "integer":
        return _integer(value, key in _COUNTED, hand)
    return _WRITERS[kind](value, hand)


def write_date(value: Meant, hand: Hand, in_text: bool = False) -> Cell:
    """A date in the hand's usual form or, now and then, another; `in_text` keeps to forms that can follow a place."""
    if not isinstance(value, dt.date):
        return ""
    form = hand.rng.choice(_ODD_DATES) if hand.slips() else hand.recipe.dates
    if form in ("cell", "serial") and (in_text or hand.recipe.format in ("csv", "html")):
        form = "slash"
    return _DATES[form](value)


def write_rupiah(value: Meant, hand: Hand) -> Cell:
    """A whole amount of rupiah in the hand's usual form; negative amounts in brackets or with a minus."""
    assert isinstance(value, int)
    form = hand.rng.choice(("rp", "rp_dash", "rp_close", "dots", "number", "juta")) if hand.slips() else hand.recipe.money
    dotted = f"{abs(value):,}".replace(",", ".")
    if value == 0 or form == "number":
        return value
    if form == "juta" and value > 0 and value % 100_000 == 0 and value >= 1_000_000:
        return f"{value / 1_000_000:.1f} ".replace(".", ",").replace(",0", "") + hand.rng.choice(("juta", "jt"))
    text = {"rp_dash": f"Rp {dotted},-", "rp_close": f"Rp{dotted},00", "dots": dotted}.get(form, f"Rp {dotted}")
    return text if value > 0 else hand.rng.choice((f"({text})", f"-{dotted}"))


def _text(value: Meant, hand: Hand) -> Cell:
    text = str(value)
    if hand.slips(0.6):
        text = hand.rng.choice(
            (text.upper(), text.lower(), f" {text}", f"{text} ", text.replace(" ", "  "), text.replace(" ", "\u00a0"))
        )
    return text


def _number_text(value: Meant, hand: Hand) -> Cell:
    """A number that is a name: "001" must stay text, "12" may be a number cell."""
    text = str(value)
    return text if text.startswith("0") or hand.rng.random() < 0.5 else int(text)


def _nik(value: Meant, hand: Hand) -> Cell:
    text = str(value)
    if not hand.slips(1.5):
        return text
    dotted = f"{text[:2]}.{text[2:6]}.{text[6:12]}.{text[12:]}"
    return hand.rng.choice(
        (f"'{text}", dotted, " ".join(text[i : i + 4] for i in (0, 4, 8, 12)), text.translate(_FULL_WIDTH), f"\u00a0{text}")
    )


def _phone(value: Meant, hand: Hand) -> Cell:
    text = str(value)
    if not hand.slips(2):
        return text
    grouped = f"{text[1:4]} {text[4:8]} {text[8:]}"
    return hand.rng.choice((int(text), f"+62 {grouped}", f"62{text[1:]}", f"0{grouped}".replace(" ", "-"), f"'{text}"))


def _integer(value: Meant, is_counted: bool, hand: Hand) -> Cell:
    assert isinstance(value, int)
    if not hand.slips():
        return value
    if value >= 1000:
        return f"{value:,}".replace(",", ".")
    return hand.rng.choice((str(value), str(value).translate(_FULL_WIDTH), f"{value} orang" if is_counted else f" {value}"))


def _rt_rw(value: Meant, hand: Hand) -> Cell:
    assert isinstance(value, int)
    return hand.rng.choice((f"{value:02d}", f"{value:02d}", f"{value:03d}", value))


def _duration(value: Meant, hand: Hand) -> Cell:
    assert isinstance(value, int)
    in_years = value % 12 == 0 and hand.rng.random() < 0.6
    return hand.rng.choice(_YEARS).format(value // 12) if in_years else hand.rng.choice(_MONTHS).format(value)


def _month(value: Meant, hand: Hand) -> Cell:
    assert isinstance(value, dt.date)
    return hand.rng.choice(
        (f"{value:%m/%Y}", f"{NAMES[value.month - 1]} {value.year}", f"{SHORT[value.month - 1]} {value.year}", f"{value:%Y-%m}")
    )


def _label(code_list: str, value: Meant, hand: Hand) -> Cell:
    code = str(value).lower() if isinstance(value, bool) else str(value)
    label = hand.rng.choice(load("labels")[code_list][code])
    if hand.slips():
        label = hand.rng.choice((label.upper(), label.lower(), f" {label}", f"{label} ", label.replace(" ", "\u00a0")))
    return str(label)


def _wage(value: Meant, record: Record, hand: Hand) -> Cell:
    assert isinstance(value, int)
    currency = record["wage_currency"]
    if hand.recipe.wages != "prefixed" or currency is None:
        return value
    sign = hand.rng.choice(load("labels")["currency"][currency])
    return f"{sign} {value:,}".replace(",", ".")


def _currency(value: Meant, hand: Hand) -> Cell:
    return str(hand.rng.choice(load("labels")["currency"][value]))


def _passport(value: Meant, hand: Hand) -> Cell:
    text = str(value)
    return f"{text[0]} {text[1:]}" if hand.slips() else text


_WRITERS: dict[str, Callable[[Meant, Hand], Cell]] = {
    "name": _text,
    "text": _text,
    "number_text": _number_text,
    "year": lambda value, hand: value if isinstance(value, int) else "",
    "hamlet": lambda value, hand: hand.rng.choice(_HAMLETS).format(value),
    "date": write_date,
    "month": _month,
    "sex": lambda value, hand: _label("sex", value, hand),
    "yes_no": lambda value, hand: _label("yes_no", value, hand),
    "active": lambda value, hand: _label("active", value, hand),
    "country": lambda value, hand: _label("country", value, hand),
    "nik": _nik,
    "kk": _nik,
    "passport": _passport,
    "phone": _phone,
    "rt_rw": _rt_rw,
    "duration": _duration,
    "rupiah": write_rupiah,
    "currency": _currency,
}
