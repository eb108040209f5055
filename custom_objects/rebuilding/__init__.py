"""Brings ``FieldValue`` to what the records hold, and tells where it says otherwise.

The records are the truth. Writers keep the index true record by record; what has to be
done for all of them (a field that becomes filterable or unique) is done here, a
thousand records at a time.
"""

from custom_objects.rebuilding.comparison import Difference
from custom_objects.rebuilding.passes import Pass, Step, hold, pending_fields

__all__ = ["Difference", "Pass", "Step", "hold", "pending_fields"]
