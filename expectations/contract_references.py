"""Whether everything a contract names is there: columns of checks, code lists, operations; and no header word means two fields.

A misspelt column would otherwise show only when a batch is being checked, and a header word under two fields would make the
reading of a sheet depend on their order.
"""

from __future__ import annotations

from collections.abc import Iterator

from expectations.catalogue import CatalogueError
from expectations.codes import code_list_names
from expectations.contract import Check, Contract
from expectations.derived import OPERATIONS
from expectations.labels import plain

_COLUMN_KEYS = ("column", "column_A", "column_B")


def verify_references(contract: Contract, file: str) -> None:
    """Raises CatalogueError (`contract_reference_unknown`, `contract_header_twice`) for the first fault, naming the file."""
    for place, name in _unknown(contract):
        raise CatalogueError("contract_reference_unknown", file=file, place=place, name=name)
    for header, first, second in _shared_headers(contract):
        raise CatalogueError("contract_header_twice", file=file, header=header, first=first, second=second)


def _unknown(contract: Contract) -> Iterator[tuple[str, str]]:
    """Each place with a name that is not there."""
    fields = {field.name for field in contract.fields}
    columns = fields | {"period"}
    for derived in contract.derived:
        yield from ((derived.name, name) for name in derived.of if name not in columns)
        if derived.operation not in OPERATIONS:
            yield derived.name, derived.operation
        columns.add(derived.name)
    for field in contract.fields:
        if field.code_list and field.code_list not in code_list_names():
            yield field.name, field.code_list
    for joined in contract.joined:
        yield from ((joined.headers[0], name) for name in joined.fields if name not in fields)
    for check in _checks(contract):
        yield from ((check.rule, name) for name in check.withholds if name not in fields)
        yield from ((check.rule, check.kwargs[key]) for key in _COLUMN_KEYS if check.kwargs.get(key, "period") not in columns)


def _checks(contract: Contract) -> Iterator[Check]:
    yield from contract.checks
    for field in contract.fields:
        yield from field.checks


def _shared_headers(contract: Contract) -> Iterator[tuple[str, str, str]]:
    """Each header word that means two things, with both."""
    meanings = [(field.headers, field.name) for field in contract.fields]
    meanings += [(joined.headers, "/".join(joined.fields)) for joined in contract.joined]
    owner: dict[str, str] = {}
    for headers, name in meanings:
        for header in headers:
            first = owner.setdefault(plain(header), name)
            if first != name:
                yield header, first, name
