"""The tables of the built-in record types."""

from crm.models.activities import Note, Task
from crm.models.automation import AutomationRule
from crm.models.configuration import Configuration
from crm.models.deals import Deal
from crm.models.leads import Lead
from crm.models.lookups import LossReason, Source, UnqualifiedReason
from crm.models.people import Company, Contact, Party
from crm.models.pipelines import Pipeline, Stage
from crm.models.tags import Tag, Tagging

__all__ = [
    "AutomationRule",
    "Company",
    "Configuration",
    "Contact",
    "Deal",
    "Lead",
    "LossReason",
    "Note",
    "Party",
    "Pipeline",
    "Source",
    "Stage",
    "Tag",
    "Tagging",
    "Task",
    "UnqualifiedReason",
]
