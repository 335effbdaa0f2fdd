"""Small line charts as inline SVG. A month without a value breaks the line: absence is never drawn as zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

WIDTH, HEIGHT, MARGIN = 220, 56, 5


def line_chart(lines: Sequence[Mapping[str, Any]], column: str, title: str) -> str:
    """SVG of one column over the months of `lines`; empty where it has no value. `title` is read out in place of the picture."""
    values = {line["period"]: float(line[column]) for line in lines if line[column] is not None}
    if not values:
        return ""
    months = list(_months(min(line["period"] for line in lines), max(line["period"] for line in lines)))
    top = max(*values.values(), 1.0)
    points = [(_x(at, len(months)), _y(values[day], top) if day in values else None) for at, day in enumerate(months)]
    runs = [list(run) for known, run in groupby(points, lambda point: point[1] is not None) if known]
    drawn = "".join(_run([(x, y) for x, y in run if y is not None]) for run in runs)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}"><title>{title}</title>{drawn}</svg>'
    )


def _run(points: Sequence[tuple[float, float]]) -> str:
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in points)
    return f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>{dots}'


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield dt.date(number // 12, number % 12 + 1, 1)


def _x(at: int, count: int) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN) * (at / (count - 1) if count > 1 else 0.5)


def _y(value: float, top: float) -> float:
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * max(value, 0.0) / top
