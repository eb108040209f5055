"""Removes the values of an archived field for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Func, JSONField, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from custom_objects.definitions.changes import (
    FIELDS,
    filled,
    renewed,
    schema_change,
)
from custom_objects.definitions.drafts import draft_of
from custom_objects.definitions.holders import Holder, find_holder, options_of
from custom_objects.fields import BAG
from custom_objects.models import FieldDefinition, FieldOption, FieldValue
from custom_objects.rebuilding import hold
from records.access.roles import Permission
from records.engine.errors import Conflict, FieldNotFound
from records.engine.impact import MOST_EXAMPLES, Effect, Example, Impact
from records.engine.reader import read_rows
from records.engine.writer import writing
from records.history.models import Action
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

    from records.access.caller import Caller
    from records.access.scoping import OrganizationQuerySet

_BATCH = 5_000
"""Records of one transaction."""


class WithoutKey(Func):
    """A JSON object without one key."""

    output_field = JSONField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        return self.as_sql(
            compiler,
            connection,
            template="JSON_REMOVE(%(expressions)s)",
            arg_joiner=", '$.' || ",
            **context,
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        return self.as_sql(
            compiler,
            connection,
            template="(%(expressions)s::text)",
            arg_joiner=" - ",
            **context,
        )


def purge_field(
    caller: Caller,
    *,
    object_slug: str,
    slug: str,
    on_batch: Callable[[int], None] = lambda _records: None,
) -> FieldDefinition:
    """Remove the values of an archived field from all records, and empty the field.

    What is left of it keeps the slug from being given again. First the field is emptied
    (that is the change that is logged, and nothing brings the field back), then the
    values go, some thousand records at a time; ``on_batch`` is told after each how many
    it looked at. Called again, it goes on where it was interrupted.

    Raises :class:`UnknownObjectType`, :class:`FieldNotFound`, :class:`Conflict` for a
    built-in field and one that is not archived, :class:`PermissionRefused` (this needs
    :attr:`Permission.PURGE` as well).
    """
    caller.require(Permission.PURGE)
    row = _empty(caller, object_slug, slug)
    _remove_values(renewed(caller), object_slug, row, on_batch)
    return row


def preview_purge(caller: Caller, *, object_slug: str, slug: str) -> Impact:
    """Tell which records, archived ones included, have a value that a purge removes.

    The field may still be live. Raises :class:`UnknownObjectType`,
    :class:`FieldNotFound`, :class:`Conflict` for a built-in field,
    :class:`PermissionRefused`.
    """
    caller.require(Permission.SCHEMA)
    current = renewed(caller)
    _find(find_holder(current, object_slug), slug)
    return _hiding(current, object_slug, slug, attribute="purge")


def preview_archive(caller: Caller, *, object_slug: str, slug: str) -> Impact:
    """Tell which records, archived ones included, have a value that an archive hides.

    Raises :class:`UnknownObjectType`, :class:`FieldNotFound`,
    :class:`PermissionRefused`.
    """
    caller.require(Permission.SCHEMA)
    current = renewed(caller)
    find_holder(current, object_slug).find(slug)
    return _hiding(current, object_slug, slug, attribute="archived_at")


def _hiding(current: Caller, object_slug: str, slug: str, *, attribute: str) -> Impact:
    object_type = registry.resolve(current.organization, object_slug)
    rows = _holding(current, object_slug, slug)
    count = rows.count()
    if not count:
        return Impact()
    naming = [object_type.fields_by_name[name] for name in object_type.naming_fields]
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_EXAMPLES])
    found = read_rows(current, object_type, rows.filter(pk__in=ids), fields=naming)
    message = ngettext(
        "%(count)d record has a value.", "%(count)d records have a value.", count
    )
    examples = tuple(Example(one, object_type.display(found[one])) for one in ids)
    return Impact((Effect(attribute, message % {"count": count}, count, examples),))


def _find(holder: Holder, slug: str) -> FieldDefinition:
    """Return a field that an admin defined, whatever became of it."""
    if holder.declared(slug) is not None:
        raise Conflict(_("A built-in field is hidden, never purged."), field=slug)
    for one in holder.fields:
        if one.slug == slug and not one.is_built_in:
            return one
    raise FieldNotFound(holder.slug, slug)


def _empty(caller: Caller, object_slug: str, slug: str) -> FieldDefinition:
    with schema_change(caller) as change:
        row = _find(find_holder(change.caller, object_slug), slug)
        if row.archived_at is None:
            raise Conflict(_("Archive the field first."), field=slug)
        if not row.label:
            return row
        before = draft_of(row, options_of(row)).told()
        row.label = row.help_text = ""
        row.default, row.settings, row.backfilled_to = None, {}, None
        row.is_required = row.is_unique = row.is_searchable = False
        row.updated_at = change.at
        row.save()
        options = FieldOption.objects.for_organization(row.organization_id)
        options.filter(field=row).delete()
        change.log(FIELDS, row.pk, Action.PURGED, before=filled(before))
    return row


def _remove_values(
    caller: Caller,
    object_slug: str,
    row: FieldDefinition,
    on_batch: Callable[[int], None],
) -> None:
    """Remove the values in the order of the records' ids.

    The records' own ``updated_at`` and log stay: to their readers the field went when
    it was archived.
    """
    object_type = registry.resolve(caller.organization, object_slug)
    all_rows = object_type.rows(caller, include_archived=True, include_hidden=True)
    values = FieldValue.objects.of_fields([row.pk])
    after = 0
    while True:
        following = all_rows.filter(pk__gt=after).order_by("pk")
        ids = list(following.values_list("pk", flat=True)[:_BATCH])
        with writing():
            holding = _holding(caller, object_slug, row.slug).filter(pk__in=ids)
            hold(holding)
            holding.update(**{BAG: WithoutKey(BAG, Value(row.slug))})
            values.filter(record_id__in=ids).delete()
        on_batch(len(ids))
        if len(ids) < _BATCH:
            break
        after = ids[-1]
    values.delete()


def _holding(caller: Caller, object_slug: str, slug: str) -> OrganizationQuerySet[Any]:
    object_type = registry.resolve(caller.organization, object_slug)
    rows = object_type.rows(caller, include_archived=True, include_hidden=True)
    return rows.filter(**{f"{BAG}__has_key": slug})
