"""Withholds numbers of persons from columns that are shown without any protection: a NIK typed as an occupation or a place.

Free text of the contracts that is not personal goes to `core` as written, and an occupation on to the marts; so a number of a
person may not stand in it. Names are looked for elsewhere, once all rows of a file are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from expectations.contract import Field
from expectations.personal_numbers import holds_identity_number, holds_personal_number
from transform.values.parsed import Parsed, refused

FREE_TEXT = frozenset({"text", "hamlet", "occupation"})
"""Semantic types that take any text."""
_LEAST = 7
"""Characters of the shortest number looked for."""


def without_misplaced(field: Field, answers: Sequence[Parsed]) -> Sequence[Parsed]:
    """The answers of one field, those that hold a person's number withheld under `personal_number_misplaced`."""
    if field.privacy or field.semantic_type not in FREE_TEXT:
        return answers
    is_numbered = field.name.endswith("_number")  # of a case, a member, a licence: any make but a NIK's is its own
    holds = holds_identity_number if is_numbered else holds_personal_number
    misplaced = refused("personal_number_misplaced")
    return [misplaced if _is_long_text(answer.value) and holds(answer.value) else answer for answer in answers]


def _is_long_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) >= _LEAST
