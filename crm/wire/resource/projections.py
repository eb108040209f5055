"""How the built-in types differ, in the resource dialect, from their neutral names.

This dialect gave the neutral names, so no key is renamed.
"""

from crm.wire.resource.examples import EXAMPLES
from records.dialects.resource import DIALECT
from records.schema.projections import Projection

_TAKE_CUSTOM_FIELDS = frozenset(
    {
        "contacts",
        "companies",
        "deals",
        "leads",
        "companies_summary",
        "contacts_summary",
    }
)

PROJECTIONS = tuple(
    Projection(
        dialect=DIALECT,
        resource=slug,
        object_type=slug,
        hidden=frozenset(() if slug in _TAKE_CUSTOM_FIELDS else ("custom_fields",)),
        description=example.description,
        one_of=example.one_of,
        example=example.sent,
        example_answer=example.read,
    )
    for slug, example in EXAMPLES.items()
)
