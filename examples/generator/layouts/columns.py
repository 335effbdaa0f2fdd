"""Which columns a village's form has, in which order, under which header words."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from ..model import Column
from ..words import load
from .recipe import Recipe

_TTL = ("TTL", "Tempat, Tgl Lahir", "Tempat/Tgl Lahir")
_RT_RW = ("RT/RW", "RT / RW")
_NUMBER = ("No", "NO", "No.", "NO.")


def fields_of(dataset: str) -> dict[str, dict[str, Any]]:
    """Field name -> its type and header words, in the usual order."""
    fields: dict[str, dict[str, Any]] = load("datasets")[dataset]["fields"]
    return fields


def choose_columns(dataset: str, recipe: Recipe, rng: random.Random, hidden: frozenset[str] = frozenset()) -> list[Column]:
    """The columns of one table. `hidden` are fields the sheet says elsewhere (a section row, the sheet name)."""
    keys = [key for key in fields_of(dataset) if key not in hidden and _is_kept(dataset, key, recipe, rng)]
    if recipe.joined and dataset == "migrant_register":
        keys = _join(_join(keys, "ttl", ("birth_place", "birth_date")), "rt_rw", ("rt", "rw"))
    if recipe.unknown_columns:
        for header in rng.sample(list(load("header_groups")["unknown"]), 2):
            keys.insert(rng.randint(1, len(keys)), f"x:{header}")
    if recipe.shuffled:
        rng.shuffle(keys)
    return _dress(["no", *keys] if recipe.numbered else keys, dataset, recipe, rng)


def _is_kept(dataset: str, key: str, recipe: Recipe, rng: random.Random) -> bool:
    field = fields_of(dataset)[key]
    if f"{dataset}.{key}" in recipe.without:
        return False
    if field["type"] == "currency":
        return recipe.wages == "column"
    if field.get("required") or field.get("keep"):
        return True
    return rng.random() >= (0.4 if recipe.dropped_columns else 0.08)


def _join(keys: list[str], joined: str, parts: tuple[str, str]) -> list[str]:
    return [joined if key == parts[0] else key for key in keys if key != parts[1]]


def _dress(keys: list[str], dataset: str, recipe: Recipe, rng: random.Random) -> list[Column]:
    """Give every key its header words, grouped under upper words where neighbours allow it."""
    groups = load("header_groups").get(dataset, {}) if recipe.header_rows > 1 else {}
    upper = {key: (word, lower) for word, members in groups.items() for key, lower in _neighbours(keys, members).items()}
    band = load("header_groups")["bands"].get(dataset) if recipe.header_rows > 2 else None
    columns = []
    for key in keys:
        levels = upper.get(key) or (_word(key, dataset, rng),)
        if band and key != "no":
            levels = (band, *levels)
        written = [_case(word, recipe) for word in levels]
        written[-1] += " " if rng.random() < recipe.noise / 3 else ""
        columns.append(Column(key, tuple(written)))
    return columns


def _neighbours(keys: list[str], members: Mapping[str, str]) -> dict[str, str]:
    """The members of a header group that stand side by side; a group of one is no group."""
    places = [i for i, key in enumerate(keys) if key in members]
    together = len(places) > 1 and places[-1] - places[0] == len(places) - 1
    return {keys[i]: members[keys[i]] for i in places} if together else {}


def _word(key: str, dataset: str, rng: random.Random) -> str:
    if key.startswith("x:"):
        return key[2:]
    words = {"no": _NUMBER, "ttl": _TTL, "rt_rw": _RT_RW}.get(key) or fields_of(dataset)[key]["headers"]
    return str(rng.choice(words))


def _case(word: str, recipe: Recipe) -> str:
    """Capitals and a line break, as the recipe's hand writes."""
    if recipe.header_breaks and " " in word:
        word = word.replace(" ", "\n", 1)
    return word.upper() if recipe.capitals else word
