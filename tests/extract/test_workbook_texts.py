"""The lengths of shared xls texts are followed across the records that continue them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.formats.biff_texts import text_lengths
from extract.formats.ole import workbook_stream
from tests.extract.workbooks import plain_xls


@given(st.lists(st.tuples(st.sampled_from("xé漢"), st.integers(1, 12_000)), min_size=1, max_size=12))
def test_every_text_has_its_length(texts: list[tuple[str, int]]) -> None:
    written = [f"{number}{letter * count}" for number, (letter, count) in enumerate(texts)]
    stream = workbook_stream(plain_xls([[text] for text in written]))
    assert text_lengths(stream) == [2 * len(text) for text in written]
