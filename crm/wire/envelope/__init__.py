"""The built-in types in the envelope dialect (contract envelope §4).

Each module holds the tables of a few resources; a table is the documentation of its
resource.
"""

from crm.wire.envelope.associated_contacts import ASSOCIATED_CONTACTS
from crm.wire.envelope.catalogue import LINE_ITEMS, ORDERS, PRODUCTS
from crm.wire.envelope.collaborations import COLLABORATIONS
from crm.wire.envelope.communications import CALLS, TEXT_MESSAGES
from crm.wire.envelope.conversions import LEAD_CONVERSIONS
from crm.wire.envelope.deals import DEALS
from crm.wire.envelope.documents import DOCUMENTS
from crm.wire.envelope.leads import LEADS
from crm.wire.envelope.lookups import LOOKUPS
from crm.wire.envelope.notes import NOTES
from crm.wire.envelope.people import CONTACTS
from crm.wire.envelope.pipelines import PIPELINES, STAGES
from crm.wire.envelope.tags import TAGS
from crm.wire.envelope.tasks import TASKS
from crm.wire.envelope.users import USERS
from crm.wire.envelope.visits import VISITS
from records.schema.registry import registry

RESOURCES = (
    USERS,
    CONTACTS,
    LEADS,
    LEAD_CONVERSIONS,
    DEALS,
    ASSOCIATED_CONTACTS,
    *LOOKUPS,
    NOTES,
    TASKS,
    CALLS,
    TEXT_MESSAGES,
    VISITS,
    DOCUMENTS,
    COLLABORATIONS,
    TAGS,
    PIPELINES,
    STAGES,
    PRODUCTS,
    ORDERS,
    LINE_ITEMS,
)


def register() -> None:
    """Register the resources of this dialect."""
    for resource in RESOURCES:
        registry.register_projection(resource)
