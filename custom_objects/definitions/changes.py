"""What every change of a schema has in common: its lock, its version and its entry.

Invariant: whoever changes a schema holds the organization's row alone. Writers of
records share that row until they commit, so a change waits for the writers under way
and the later ones work with what it left. The version moves last, in the same
transaction: a schema read before that belongs to the old version.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from custom_objects.rebuilding import Pass
from records.access.models import Organization
from records.access.roles import Permission
from records.engine.changes import now
from records.engine.schema_lock import advance_version, in_force, lock_version
from records.engine.writer import writing
from records.history.models import Action
from records.members.log import log_member_change

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    from records.access.caller import Caller

OBJECTS = "objects"
"""What the log calls the type of an object definition."""
FIELDS = "fields"


@dataclass(slots=True)
class SchemaChange:
    """A change under way. ``caller`` knows the schema as it is under the lock.

    Ask the registry before the first row is changed and never after: what it reads
    would be kept for the version that is still in force.
    """

    caller: Caller
    at: dt.datetime
    is_made: bool = False
    rebuilds: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Objects and their fields that are brought before the change commits."""
    afterwards: list[Callable[[Caller], None]] = field(default_factory=list)
    """What is done to records before the change commits, by the schema it makes."""

    def log(
        self,
        subject: str,
        row_id: int,
        action: Action,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Store the one entry of this change."""
        log_member_change(
            self.caller, subject, row_id, action, before=before, after=after
        )
        self.is_made = True


@contextmanager
def schema_change(caller: Caller) -> Iterator[SchemaChange]:
    """Hold the schema alone for one change; nothing is kept when it raises.

    Raises :class:`PermissionRefused`, and :class:`Conflict` when the database refuses
    what another change came before.
    """
    caller.require(Permission.SCHEMA)
    with writing():
        version = lock_version(caller.organization_id, alone=True)
        info = in_force(caller.organization, version)
        change = SchemaChange(replace(caller, organization=info), now())
        yield change
        if change.is_made:
            version = advance_version(caller.organization_id, version)
            info = replace(info, schema_version=version)
            for slug, field_ids in change.rebuilds.items():
                for _step in Pass(info, slug, field_ids).steps():
                    pass
            for act in change.afterwards:
                act(replace(caller, organization=info))


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the attributes that differ as JSON, where true is no 1."""
    return [
        name
        for name in after
        if json.dumps(after[name], sort_keys=True)
        != json.dumps(before[name], sort_keys=True)
    ]


def log_difference(
    change: SchemaChange,
    subject: str,
    row_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Log an update by the attributes that differ."""
    changed = differing(before, after)
    change.log(
        subject,
        row_id,
        Action.UPDATED,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def filled(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log says of something new: empty attributes are left out."""
    return {
        name: one
        for name, one in told.items()
        if one is not False and one not in (None, "", [], {})
    }


def renewed(caller: Caller) -> Caller:
    """Return the caller with the schema that is in force now."""
    info = Organization.objects.get(pk=caller.organization_id).info
    return replace(caller, organization=info)
