"""The page a run leaves beside its report: what does not add up in its publications, each finding beside a picture of its table.

Written for the desk that asks the publisher: Indonesian first, English below. Publications only, no village file is on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from expectations.catalogue import Finding, rule
from flows.finding_pictures import Pictures, place_of
from load.batch import FileRecord

NAME = "findings.html"


def write_findings_page(folder: Path, records: Sequence[FileRecord], pictures: Mapping[str, Pictures]) -> Path | None:
    """Write the page into `folder`; None where no publication has numbers in doubt. `pictures` are by SHA-256."""
    doubted = [record for record in records if any(place_of(finding) for finding in record.findings)]
    if not doubted:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / NAME
    page.write_text(_page(doubted, pictures), encoding="utf-8")
    return page


def findings_pages(reports: Path) -> list[Path]:
    """The pages runs have left below a folder, newest first."""
    return sorted(reports.glob(f"*/{NAME}"), key=lambda page: (page.stat().st_mtime, page), reverse=True)


def _page(records: Sequence[FileRecord], pictures: Mapping[str, Pictures]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("flows"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(NAME).render(records=records, pictures=pictures, by_place=_by_place, rule=rule)


def _by_place(record: FileRecord) -> dict[tuple[str | None, int], list[Finding]]:
    """The findings of one file by the table and page they speak of, in page order."""
    found: dict[tuple[str | None, int], list[Finding]] = {}
    for finding in record.findings:
        if (place := place_of(finding)) is not None:
            found.setdefault(place, []).append(finding)
    return dict(sorted(found.items(), key=lambda item: item[0][1]))
