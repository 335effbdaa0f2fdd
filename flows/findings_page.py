"""The page a run leaves beside its report: what does not add up in its publications, each finding beside a picture of its table.

Written for the desk that asks the publisher: Indonesian first, English below. Publications only, no village file is on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from expectations.catalogue import Finding, rule
from flows.finding_pictures import Pictures, place_of
from load.batch import FileRecord

NAME = "findings.html"
_STYLE = """
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; overflow-wrap: anywhere; }
  section { border-top: 1px solid #8886; padding: .8rem 0; } h3 { font-size: 1rem; margin: .2rem 0 .6rem; }
  p { margin: .3rem 0; } .en, .where { opacity: .7; font-size: .9rem; } .error { color: #b3261e; } .warning { color: #9a6700; }
  img { display: block; max-width: 100%; margin: .8rem 0; border: 1px solid #8886; background: #fff; }
"""


def write_findings_page(folder: Path, records: Sequence[FileRecord], pictures: Mapping[str, Pictures]) -> Path | None:
    """Write the page into `folder`; None where no publication has numbers in doubt. `pictures` are by SHA-256."""
    doubted = [record for record in records if any(place_of(finding) for finding in record.findings)]
    if not doubted:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / NAME
    page.write_text("".join(_page(doubted, pictures)), encoding="utf-8")
    return page


def _page(records: Sequence[FileRecord], pictures: Mapping[str, Pictures]) -> Iterator[str]:
    title = "Angka yang tidak cocok"
    yield f"<!doctype html><html lang='id'><meta charset='utf-8'><title>{title}</title><style>{_STYLE}</style>\n"
    yield "<meta name='viewport' content='width=device-width'>\n"
    yield f"<h1>{title} <span class='en' lang='en'>Numbers in doubt</span></h1>\n"
    for record in records:
        yield f"<h2>{escape(record.path)}</h2>\n"
        for place, findings in _by_place(record).items():
            yield from _section(place, findings, pictures.get(record.sha256, {}).get(place))
    yield "</html>\n"


def _by_place(record: FileRecord) -> dict[tuple[str | None, int], list[Finding]]:
    """The findings of one file by the table and page they speak of, in page order."""
    found: dict[tuple[str | None, int], list[Finding]] = {}
    for finding in record.findings:
        if (place := place_of(finding)) is not None:
            found.setdefault(place, []).append(finding)
    return dict(sorted(found.items(), key=lambda item: item[0][1]))


def _section(place: tuple[str | None, int], findings: Sequence[Finding], picture: str | None) -> Iterator[str]:
    sheet, page = place
    yield f"<section><h3>{escape(sheet or 'Teks')} <span class='where'>hlm. {page}</span></h3>\n"
    for finding in findings:
        entry = rule(finding.rule)
        yield f"<p><b class='{entry.severity}'>{escape(entry.title_id)}.</b> {escape(entry.advice_id(finding.facts))}</p>\n"
        yield f"<p class='en' lang='en'>{escape(entry.advice_en(finding.facts))}</p>\n"
    if picture:
        yield f"<img src='{escape(picture)}' alt='{escape(sheet or 'Teks')}, halaman {page}'>\n"
    yield "</section>\n"
