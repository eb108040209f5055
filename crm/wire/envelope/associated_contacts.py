"""``/v2/deals/<id>/associated_contacts``: who else has to do with a deal."""

from crm.wire.envelope.parties import PARTY
from crm.wire.envelope.shared import TIMES
from records.dialects.envelope.keys import Key
from records.dialects.envelope.resources import Parent, Resource

ASSOCIATED_CONTACTS = Resource(
    resource="associated_contacts",
    type="associated_contact",
    operations="CDL",
    sources=("associated_contacts",),
    parent=Parent(resource="deals", field="deal_id"),
    # It has no id of its own: it is known by its contact.
    id_fields=PARTY.fields,
    # Nor could a device be told which one is gone.
    in_sync=False,
    description=(
        "The contacts of a deal beside its primary one, each once. The address of one "
        "ends with its `contact_id`."
    ),
    keys=(PARTY, Key("role", required=True), *TIMES),
    sorts=("created_at", "updated_at"),
    default_sort="created_at",
    example={"contact_id": 42, "role": "involved"},
)
