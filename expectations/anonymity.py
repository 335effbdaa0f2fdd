"""What stays of a row when its person is erased or the time to keep it has run out: what is counted, nothing that leads back.

Personal fields go, and so do fields that single a person out in a village together with what everybody knows: where in the
village, the family, the agency, the number on a card. Dates of departure, sex, destination and the like stay, since the counts
and durations of the office rest on them.
"""

from __future__ import annotations

from expectations.contract import Contract

SINGLING_OUT = frozenset({"hamlet", "rt", "rw", "agency", "case_number", "member_number", "household_key", "birth_year"})
"""Fields and keys outside the personal ones that go with the person."""


def anonymous_fields(contract: Contract) -> frozenset[str]:
    """Fields of a dataset that may stay when the person is gone."""
    return frozenset(field.name for field in contract.fields if not field.privacy and field.name not in SINGLING_OUT)
