"""The tables of the built-in record types."""

from crm.models.activities import Note, Task
from crm.models.associations import AssociatedContact
from crm.models.automation import AutomationRule
from crm.models.catalogue import LineItem, Order, Product, ProductPrice
from crm.models.configuration import Configuration
from crm.models.deals import Deal
from crm.models.leads import Lead
from crm.models.lookups import LossReason, Source, UnqualifiedReason
from crm.models.people import Company, Contact, Party
from crm.models.pipelines import Pipeline, Stage
from crm.models.tags import Tag, Tagging

__all__ = [
    "AssociatedContact",
    "AutomationRule",
    "Company",
    "Configuration",
    "Contact",
    "Deal",
    "Lead",
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
    "UnqualifiedReason",
]
