"""The tables of the built-in record types."""

from crm.models.activities import Note, Task
from crm.models.associations import AssociatedContact, Collaboration
from crm.models.automation import AutomationRule
from crm.models.catalogue import LineItem, Order, Product, ProductPrice
from crm.models.communications import (
    AssociatedDeal,
    Call,
    CallOutcome,
    TextMessage,
)
from crm.models.configuration import Configuration
from crm.models.conversions import LeadConversion
from crm.models.deals import Deal
from crm.models.documents import Document
from crm.models.leads import Lead
from crm.models.lookups import LossReason, Source, UnqualifiedReason
from crm.models.moving import CopiedRecord
from crm.models.people import Company, Contact, Party
from crm.models.pipelines import Pipeline, Stage
from crm.models.tags import Tag, Tagging
from crm.models.visits import Visit, VisitOutcome

__all__ = [
    "AssociatedContact",
    "AssociatedDeal",
    "AutomationRule",
    "Call",
    "CallOutcome",
    "Collaboration",
    "Company",
    "Configuration",
    "Contact",
    "CopiedRecord",
    "Deal",
    "Document",
    "Lead",
    "LeadConversion",
    "LineItem",
    "LossReason",
    "Note",
    "Order",
    "Party",
    "Pipeline",
    "Product",
    "ProductPrice",
    "Source",
    "Stage",
    "Tag",
    "Tagging",
    "Task",
    "TextMessage",
    "UnqualifiedReason",
    "Visit",
    "VisitOutcome",
]
