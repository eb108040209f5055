"""Keeps an organization's schema as it is while records are written by it.

Invariant: a write checks and stores its values by the schema that is in force when its
transaction commits. Whoever changes the schema takes the organization's row for itself
first, so it waits for running writes, and later ones see what it made of the schema.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import connection

from records.access.models import Organization
from records.schema.registry import registry

if TYPE_CHECKING:
    from records.access.caller import Caller, OrganizationInfo
    from records.schema.object_types import ObjectType

_TABLE = Organization._meta.db_table
# Django's ORM has no shared lock. On SQLite the transaction itself is the lock.
_VERSION = f"SELECT schema_version FROM {_TABLE} WHERE id = %s"  # noqa: S608 - own name


def hold_schema(
    caller: Caller, object_type: ObjectType, *, alone: bool = False
) -> tuple[Caller, ObjectType]:
    """Return caller and type as the schema in force has them, until the transaction ends.

    Types that take no custom fields have no other schema than their declaration, and
    are returned as they are, unless ``alone``, which keeps every writer of custom
    fields out: for what removes records that their values may name. Raises
    :class:`UnknownObjectType` when the type was taken away meanwhile.
    """
    if not object_type.custom_fields_of and not alone:
        return caller, object_type
    version = lock_version(caller.organization_id, alone=alone)
    if version == caller.organization.schema_version:
        return caller, object_type
    organization = in_force(caller.organization, version)
    current = replace(caller, organization=organization)
    return current, registry.resolve(organization, object_type.slug)


def in_force(organization: OrganizationInfo, version: int) -> OrganizationInfo:
    """Return an organization as it is with the version that was locked.

    Whatever stored values follow from (its time zone) never changes without the version.
    """
    if version == organization.schema_version:
        return organization
    current = Organization.objects.get(pk=organization.id).info
    return replace(current, schema_version=version)


def lock_version(organization_id: int, *, alone: bool) -> int:
    """Lock the schema until the transaction ends, and return its version."""
    statement = _VERSION
    if connection.features.has_select_for_update:
        statement += " FOR NO KEY UPDATE" if alone else " FOR SHARE"
    with connection.cursor() as cursor:
        cursor.execute(statement, [organization_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def advance_version(organization_id: int, version: int) -> int:
    """Put a schema in force that follows ``version``, locked alone; return its version.

    No version is used twice, not even when the transaction that set it is rolled back:
    the clock goes on.
    """
    newer = max(version + 1, time.time_ns() // 1_000)
    Organization.objects.filter(pk=organization_id).update(schema_version=newer)
    return newer
