"""The office's 30 questions are answered, by one query on one view each, and the guides say how."""

from __future__ import annotations

import re

import pytest

from bi.guide import GUIDES, Language, Question, guide, questions
from load.indicators import indicator_list
from load.warehouse import Warehouse

QUESTIONS = questions()


def test_there_is_one_query_for_each_of_the_thirty_questions() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 31))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.file.stem)
def test_a_question_is_answered_from_one_view_for_the_role_with_the_fewest_rights(
    examples: Warehouse, question: Question
) -> None:
    columns, rows = examples.query("bi", question.sql)
    assert len(set(re.findall(r"\b(?:FROM|JOIN) ((?!years)\S+)", question.sql))) == 1
    assert columns
    assert rows


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_guide_is_what_the_definitions_and_the_queries_say(language: Language) -> None:
    assert GUIDES[language].read_text(encoding="utf-8") == guide(language), "run `make guide`"


def test_the_guide_and_the_dictionary_define_a_measure_in_the_same_words(examples: Warehouse) -> None:
    columns = "concept_id, concept_en, classification, measure_id, measure_en, unit_id, unit_en, definition_id, definition_en"
    _, rows = examples.query("bi", f"SELECT column_name, {columns} FROM mart.dictionary WHERE table_name = 'indicators'")
    defined = {name: texts for name, *texts in rows}
    for measure, entry in indicator_list().items():
        *said, definition_id, definition_en = defined[measure]
        words = [entry[text][language] for text in ("concept", "formula", "unit") for language in ("id", "en")]
        assert said == [*words[:2], entry["classification"], *words[2:]]
        assert definition_id.startswith(entry["definition"]["id"])
        assert definition_en.startswith(entry["definition"]["en"])


def test_every_one_of_the_thirty_indicators_has_a_shown_value_on_the_examples(examples: Warehouse) -> None:
    _, rows = examples.query("bi", "SELECT DISTINCT indicator FROM mart.indicators WHERE value IS NOT NULL ORDER BY 1")
    assert [indicator for (indicator,) in rows] == list(range(1, 31))


def test_no_number_rests_on_more_reports_than_expected_where_quarterly_ones_are_sent_monthly(
    examples: Warehouse,
) -> None:
    query = "SELECT count(*) FILTER (WHERE coverage > 1), count(coverage) > 0 FROM mart.indicators WHERE measure {}"
    assert examples.query("bi", query.format("= 'rows_accepted'"))[1] == [(0, True)]
    assert examples.query("bi", query.format("IS NOT NULL"))[1] == [(0, True)]


def test_a_village_that_reported_in_the_year_its_programme_began_is_told_the_change_since(examples: Warehouse) -> None:
    query = "SELECT {} FROM mart.indicators WHERE region_name = 'Nailan' AND measure = '{}' AND period_code {}"
    share = {
        year: examples.query("bi", query.format("value", "nonprocedural_share", f"= '{year}'"))[1][0][0] for year in (2024, 2026)
    }
    _, rows = examples.query("bi", query.format("period_code, member, value", "nonprocedural_change", "IS NOT NULL"))
    assert rows == [("2026", "2024", share[2026] - share[2024])]


def test_an_answer_the_data_cannot_give_says_so(examples: Warehouse) -> None:
    """Pager did not report in the year its programme began."""
    query = """SELECT value, suppressed, note_id, note_en FROM mart.indicators
               WHERE measure = 'nonprocedural_change' AND region_name = 'Pager'"""
    _, rows = examples.query("bi", query)
    note = indicator_list()["nonprocedural_change"]["note"]
    assert set(rows) == {(None, False, note["id"], note["en"])}
