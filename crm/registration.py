"""Makes the built-in types known to the kernel, in the order of the sidebar."""

from crm.associated_deals import find_associations
from crm.object_types.activities import TASKS
from crm.object_types.associations import ASSOCIATED_CONTACTS, COLLABORATIONS
from crm.object_types.catalogue import LINE_ITEMS, ORDERS, PRODUCTS
from crm.object_types.clients import AUTOMATION_RULES, CONFIGURATION
from crm.object_types.communications import CALLS, TEXT_MESSAGES
from crm.object_types.conversions import LEAD_CONVERSIONS
from crm.object_types.deals import DEALS
from crm.object_types.documents import DOCUMENTS
from crm.object_types.leads import LEADS
from crm.object_types.lookups import (
    CALL_OUTCOMES,
    DEAL_SOURCES,
    DEAL_UNQUALIFIED_REASONS,
    LEAD_SOURCES,
    LEAD_UNQUALIFIED_REASONS,
    LOSS_REASONS,
    VISIT_OUTCOMES,
)
from crm.object_types.members import CRM_USERS
from crm.object_types.notes import (
    COMPANY_NOTES,
    CONTACT_NOTES,
    DEAL_NOTES,
    LEAD_NOTES,
    NOTES,
)
from crm.object_types.people import (
    COMPANIES,
    COMPANIES_SUMMARY,
    CONTACTS,
    CONTACTS_SUMMARY,
)
from crm.object_types.pipelines import PIPELINES, STAGES
from crm.object_types.tags import TAGS
from crm.object_types.visits import VISITS
from crm.seeds import seed_organization
from crm.wire import document, envelope, resource
from records.schema.registry import registry

OBJECT_TYPES = (
    CONTACTS,
    COMPANIES,
    DEALS,
    LEADS,
    TASKS,
    CONTACT_NOTES,
    COMPANY_NOTES,
    DEAL_NOTES,
    LEAD_NOTES,
    NOTES,
    CALLS,
    TEXT_MESSAGES,
    VISITS,
    DOCUMENTS,
    COLLABORATIONS,
    ASSOCIATED_CONTACTS,
    LEAD_CONVERSIONS,
    PRODUCTS,
    ORDERS,
    LINE_ITEMS,
    TAGS,
    PIPELINES,
    STAGES,
    DEAL_SOURCES,
    LEAD_SOURCES,
    LOSS_REASONS,
    DEAL_UNQUALIFIED_REASONS,
    LEAD_UNQUALIFIED_REASONS,
    CALL_OUTCOMES,
    VISIT_OUTCOMES,
    CONFIGURATION,
    AUTOMATION_RULES,
    CRM_USERS,
    COMPANIES_SUMMARY,
    CONTACTS_SUMMARY,
)

RESERVED_SLUGS = frozenset(
    # First path segments of the resource dialect's neighbours (contract §10).
    [
        "admin",
        "auth",
        "auth-code",
        "automation-runs",
        "connections",
        "crm",
        "custom_field_defs",
        "email-sync",
        "gateway-chat",
        "health",
        "ingest",
        "init",
        "intake",
        "invites",
        "me",
        "meetings",
        "merge_contacts",
        "merge_companies",
        "notifications",
        "object-config",
        "openapi",
        "organization",
        "api-tokens",
        "rbac",
        "schema",
        "signup",
        "slack",
        "stream",
        "threads",
        "v1",
        "v2",
        "views",
        "webhooks",
        "docs",
        "accounts",
        "associated_contacts",
        "call_outcomes",
        "calls",
        "collaborations",
        "custom_fields",
        "documents",
        "lead_conversions",
        "line_items",
        "notes",
        "orders",
        "products",
        "sources",
        "sync",
        "text_messages",
        "users",
        "visit_outcomes",
        "visits",
        "upsert",
        "prospect_and_customer",
        "lead_statuses",
        "industries",
        "id",
        "new",
        "add",
        "change",
        "delete",
        "history",
        "import",
        "export",
        "records",
        "record",
        "objects",
        "fields",
        "query",
        "search",
        "changes",
        "tags_summary",
    ]
)


def register_all() -> None:
    """Register everything this package brings; called once, when Django is ready."""
    for object_type in OBJECT_TYPES:
        registry.register(object_type)
    registry.reserve_slugs(RESERVED_SLUGS)
    registry.register_reference_finder(find_associations)
    registry.on_new_organization(seed_organization)
    document.register()
    resource.register()
    envelope.register()
