"""How the built-in types differ, in the document dialect, from their neutral names.

What the dialect's documentation names has its name here; everything else keeps the
neutral one, so that nothing a record holds is out of reach.
"""

from crm.targets import ID, TYPE
from crm.wire.document.examples import EXAMPLES
from crm.wire.document.stages import CONTACT_STATUS, contact_stages, deal_stages
from records.dialects.document import DIALECT
from records.dialects.document.identifiers import USER_PREFIX
from records.schema.kinds import ValueKind
from records.schema.projections import Projection, StagesOf

_RENAMED: dict[str, dict[str, str]] = {
    "contacts": {"company_id": "company"},
    "contacts_summary": {"company_id": "company"},
    "deals": {
        "amount": "value",
        "status": "stage",
        "estimated_close_date": "close_date",
        "contact_id": "contact",
        "company_id": "company",
    },
}
# What ids of this dialect say of themselves: ``contact_id`` and the like are enough.
_TARGET = frozenset({TYPE, ID})
_HIDDEN: dict[str, frozenset[str]] = dict.fromkeys(
    (
        *("tasks", "notes", "calls", "text_messages", "visits", "documents"),
        "collaborations",
    ),
    _TARGET,
)
# Keys that a record cannot be without here, beyond those no dialect can do without.
_REQUIRED: dict[str, tuple[str, ...]] = {"contacts": ("name",)}
_KINDS: dict[str, dict[str, ValueKind]] = {
    "contacts": {"status": CONTACT_STATUS},
    "contacts_summary": {"status": CONTACT_STATUS},
}
# What the kind of a value does not tell of the type of its field.
_PHONES = {"phone": "phone", "mobile": "phone"}
_FIELD_TYPES: dict[str, dict[str, str]] = {
    "contacts": _PHONES | {"status": "status"},
    "contacts_summary": _PHONES | {"status": "status"},
    "companies": _PHONES,
    "companies_summary": _PHONES,
    "leads": _PHONES,
    "deals": {"status": "status", "amount": "currency"},
}
_STAGES: dict[str, dict[str, StagesOf]] = {
    "contacts": {"status": contact_stages},
    "contacts_summary": {"status": contact_stages},
    "deals": {"status": deal_stages},
}
_ICONS = {"contacts": "user", "companies": "building"}
# A person is no record to this dialect, and has an id of its own form.
_ID_PREFIXES = {"crm_users": USER_PREFIX}

PROJECTIONS = tuple(
    Projection(
        dialect=DIALECT,
        resource=slug,
        object_type=slug,
        renamed=_RENAMED.get(slug, {}),
        hidden=_HIDDEN.get(slug, frozenset()),
        required=_REQUIRED.get(slug, ()),
        one_of=example.one_of,
        kinds=_KINDS.get(slug, {}),
        field_types=_FIELD_TYPES.get(slug, {}),
        stages=_STAGES.get(slug, {}),
        icon=_ICONS.get(slug, ""),
        id_prefix=_ID_PREFIXES.get(slug, ""),
        description=example.description,
        example=example.sent,
        example_answer=example.read,
    )
    for slug, example in EXAMPLES.items()
)
