"""Writes the report of a regency: one page for the regency, one for each village, each whole in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html import escape
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from expectations.catalogue import CatalogueError, rule
from expectations.documents import read_yaml
from flows.office_report import numbers
from flows.office_report.charts import line_chart
from flows.office_report.figures import Line, RegencyFigures
from flows.office_report.numbers import Language
from flows.office_report.publications import take_along

INDEX = "index.html"
_MOST_RULES = 12


def write_pages(figures: RegencyFigures, folder: Path, language: Language, findings: Iterable[Path]) -> list[Path]:
    """Write the pages into `folder` (made if need be); returns their paths, the regency's first. Raises CatalogueError.

    `findings` are pages of publications' findings: they go along and are linked.
    """
    environment = _environment(figures, language)
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        environment.globals["findings"] = take_along(findings, folder)
        for name, text in _pages(environment, figures, language):
            path = folder / name
            path.write_text(text, encoding="utf-8")
            written.append(path)
    except OSError as failure:
        raise CatalogueError("report_not_writable", path=folder, why=failure.strerror) from None
    return written


def _pages(environment: Environment, figures: RegencyFigures, language: Language) -> Iterator[tuple[str, str]]:
    villages = figures.villages
    now = {code: lines[-1] for code, lines in villages.items()}
    yield (
        INDEX,
        environment.get_template(INDEX).render(
            villages=villages,
            now=now,
            reported=[line for line in now.values() if line["period"] == figures.latest],
            rules=_rules(figures.answers["rules"], language),
        ),
    )
    for code, lines in villages.items():
        yield (
            f"{code}.html",
            environment.get_template("village.html").render(
                lines=lines,
                now=now[code],
                reports=figures.of_village("reports", code),
                pillars=figures.of_village("pillars", code),
                rules=_rules(figures.of_village("rules", code), language),
            ),
        )


def _environment(figures: RegencyFigures, language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("flows.office_report"), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    words: Mapping[str, Mapping[str, str]] = read_yaml(files("flows.office_report") / "wording.yaml")
    for name in ("shown", "percent", "month", "span"):
        environment.filters[name] = partial(getattr(numbers, name), language=language)
    environment.filters["total"] = numbers.total
    environment.globals |= {
        "say": lambda key: words[key][language],
        "chart": lambda lines, column, title: Markup(line_chart(lines, column, escape(title))),  # noqa: S704 - ours, title escaped
        "figures": figures,
        "language": language,
        "version": version("pmv"),
        "marks": (numbers.ABSENT, numbers.HIDDEN),
    }
    return environment


def _rules(lines: Iterable[Line], language: Language) -> list[Mapping[str, Any]]:
    """The commonest findings: how many, what each means, what to do."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted[line["rule"]] += line["findings"]
    return [
        {"count": count, "title": getattr(entry, f"title_{language}"), "do": _general(getattr(entry, f"do_{language}"))}
        for rule_id, count in counted.most_common(_MOST_RULES)
        for entry in [rule(rule_id)]
    ]


def _general(advice: str) -> str:
    """An advice that names no one place; empty for one that does."""
    return "" if "{" in advice else advice
