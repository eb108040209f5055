"""The only writer of schemas: objects, fields, options, and what of them is built in.

Every function takes the caller, who needs :attr:`Permission.SCHEMA`, and values as a
client wrote them. A change is one transaction and one ``Change`` (of type ``objects``
or ``fields``); a change of nothing leaves no trace; all problems are told together.
The rows returned are the stored ones. A caller knows the schema of its own version:
see :func:`renewed` before asking the registry about what was just defined.
"""

from custom_objects.definitions.changes import renewed
from custom_objects.definitions.changing import change_field, preview_field
from custom_objects.definitions.fields import (
    archive_field,
    define_field,
    restore_field,
)
from custom_objects.definitions.objects import (
    archive_object,
    change_object,
    define_object,
    restore_object,
)
from custom_objects.definitions.proposals import (
    propose_field_slug,
    propose_object_slug,
)
from custom_objects.definitions.purging import (
    preview_archive,
    preview_purge,
    purge_field,
)

__all__ = [
    "archive_field",
    "archive_object",
    "change_field",
    "change_object",
    "define_field",
    "define_object",
    "preview_archive",
    "preview_field",
    "preview_purge",
    "propose_field_slug",
    "propose_object_slug",
    "purge_field",
    "renewed",
    "restore_field",
    "restore_object",
]
