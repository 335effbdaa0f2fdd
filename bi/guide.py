"""Writes `docs/indicators.md` and `docs/id/indikator.md`: what is asked, how it is counted, which query answers it.

Made from the SQL files and introductions beside this one and from the definitions `mart.dictionary` shows, so that no text stands
twice. `make guide` writes both; a test finds them out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from load.indicators import indicator_list

Language = Literal["en", "id"]
HERE = Path(__file__).parent
GUIDES: Mapping[Language, Path] = {
    "en": HERE.parent / "docs" / "indicators.md",
    "id": HERE.parent / "docs" / "id" / "indikator.md",
}
_TITLES = re.compile(r"/\* (?P<en>.+)\n   (?P<id>.+) \*/\n")
_HEADS: Mapping[Language, tuple[str, ...]] = {
    "en": ("measure", "concept", "definition", "classification", "numerator / denominator", "unit"),
    "id": ("ukuran", "konsep", "definisi", "klasifikasi", "pembilang / penyebut", "satuan"),
}
_QUERY: Mapping[Language, str] = {"en": "Query", "id": "Kueri"}


class Question(NamedTuple):
    """A question with the file that answers it."""

    number: int
    file: Path
    title: Mapping[str, str]

    @property
    def sql(self) -> str:
        """The query, with its titles."""
        return self.file.read_text(encoding="utf-8")


def questions() -> list[Question]:
    """All questions in order. Raises ValueError for a file without its two titles."""
    return [_question(file) for file in sorted(HERE.glob("*.sql"))]


def _question(file: Path) -> Question:
    titles = _TITLES.match(file.read_text(encoding="utf-8"))
    if titles is None:
        raise ValueError(f"{file.name} does not begin with its title in English and Indonesian")
    return Question(int(file.name[:2]), file, titles.groupdict())


def guide(language: Language) -> str:
    """The whole guide in a language, as Markdown."""
    introduction = (HERE / f"introduction.{language}.md").read_text(encoding="utf-8")
    return "\n".join([introduction, *(_section(question, language) for question in questions())])


def _section(question: Question, language: Language) -> str:
    measures = {name: entry for name, entry in indicator_list().items() if entry["indicator"] == question.number}
    folder = "../bi" if language == "en" else "../../bi"
    query = f"{_QUERY[language]}: [`bi/{question.file.name}`]({folder}/{question.file.name})"
    lines = [
        f"## {question.number}. {question.title[language]}",
        "",
        *_table(measures, language),
        "",
        *_notes(measures, language),
    ]
    return "\n".join([*lines, query, ""])


def _table(measures: Mapping[str, Mapping[str, Any]], language: Language) -> Iterator[str]:
    heads = _HEADS[language]
    yield _line(heads)
    yield _line(["---"] * len(heads))
    for name, entry in measures.items():
        texts = (entry[text][language] for text in ("concept", "definition"))
        yield _line(
            [
                f"{entry['name'][language]} `{name}`",
                *texts,
                entry["classification"],
                entry["formula"][language],
                entry["unit"][language],
            ]
        )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _notes(measures: Mapping[str, Mapping[str, Any]], language: Language) -> Iterator[str]:
    for entry in measures.values():
        if "note" in entry:
            yield from (entry["note"][language], "")


def main() -> None:
    """Write both guides."""
    for language, path in GUIDES.items():
        path.write_text(guide(language), encoding="utf-8")


if __name__ == "__main__":
    main()
