"""Writes through the engine, and reads back, as the writer's tests do it."""

from records.engine.reader import get_record
from records.engine.writer import create_records, update_record
from records.history.models import Change
from records.schema.registry import registry


def type_of(tenant, slug):
    return registry.resolve(tenant.caller.organization, slug)


def create(tenant, slug, *batch):
    return create_records(tenant.caller, type_of(tenant, slug), batch)


def update(tenant, slug, record_id, **values):
    return update_record(tenant.caller, type_of(tenant, slug), record_id, values)


def read(tenant, slug, record_id):
    object_type = type_of(tenant, slug)
    row = get_record(tenant.caller, object_type, record_id, include_archived=True)
    return {one.name: one.read(row) for one in object_type.fields}


def log_of(tenant, slug):
    return list(
        Change.objects.for_organization(tenant.organization.pk)
        .filter(object_type=slug)
        .order_by("id")
    )


def count_of(tenant, slug):
    return type_of(tenant, slug).rows(tenant.caller, include_archived=True).count()
