"""Is every column of every record reachable as a field, or left out for a reason?"""

import pytest
from django.apps import apps

from custom_objects.models import CustomRecord
from records.record import Record
from records.schema.object_types import Operation
from records.schema.registry import registry

RECORD_MODELS = [
    model
    for model in apps.get_models()
    # A custom record is nothing but what every record is: its values are JSON.
    if issubclass(model, Record) and not model._meta.proxy and model is not CustomRecord
]

# Columns of every record that no field shows, and why.
ANYWHERE = {
    "custom_fields": "holds the values of the fields an admin defines; not one itself",
}
# Those of every record that is deleted, never archived.
OF_LOOK_UP_ROWS = {"archived_at": "stays empty"}
# Columns of one model that no field shows, and why.
HERE = {
    ("configuration", "id"): "one for each organization, so every id means it",
    ("party", "kind"): "tells contacts from companies: the type, not a value of it",
    ("party", "merged_into_id"): "an id that was merged away answers with the winner",
    ("source", "resource_type"): "tells deal_sources from lead_sources",
    ("unqualifiedreason", "resource_type"): "tells those of deals from those of leads",
}


def shown(model):
    """Return the columns that some field of some type of the model reads."""
    return {
        "id" if path == "pk" else path
        for object_type in types_of(model)
        for one in object_type.fields
        for path in one.paths
    }


def types_of(model):
    return [
        one for one in registry.built_in() if one.model._meta.concrete_model is model
    ]


def columns(model):
    return {
        one.attname
        for one in model._meta.concrete_fields
        # A fold is its source, spelled for comparison.
        if not one.attname.endswith("_fold")
    }


@pytest.mark.parametrize("model", RECORD_MODELS, ids=lambda one: one._meta.model_name)
def test_every_column_is_a_field_or_left_out_for_a_reason(model):
    excuses = {column for name, column in HERE if name == model._meta.model_name}
    excuses |= set(ANYWHERE)
    if not any(one.can(Operation.ARCHIVE) for one in types_of(model)):
        excuses |= set(OF_LOOK_UP_ROWS)
    assert columns(model) - shown(model) == excuses


@pytest.mark.parametrize("model", RECORD_MODELS, ids=lambda one: one._meta.model_name)
def test_every_fold_stands_beside_its_source(model):
    names = {one.attname: one for one in model._meta.concrete_fields}
    for name, one in names.items():
        if name.endswith("_fold"):
            assert one.of == name.removesuffix("_fold")
            assert one.of in names


@pytest.mark.parametrize("object_type", registry.built_in(), ids=lambda one: one.slug)
def test_a_field_that_promises_a_fold_has_one(object_type):
    known = {one.attname for one in object_type.model._meta.concrete_fields}
    for one in object_type.fields:
        path = one.paths[0] if one.paths else ""
        if getattr(one, "fold", False) and "__" not in path:
            assert f"{path}_fold" in known, one.name


@pytest.mark.parametrize("object_type", registry.built_in(), ids=lambda one: one.slug)
def test_a_column_that_cannot_be_null_is_declared_so(object_type):
    """Else a null would reach the database, and come back as a conflict."""
    by_name = {one.attname: one for one in object_type.model._meta.concrete_fields}
    for one in object_type.fields:
        column = by_name.get(one.paths[0]) if one.paths else None
        if one.writable and column is not None and not column.null:
            cleans_null = one.kind.clean(None) is not None
            assert one.required or not one.is_nullable or cleans_null, one.name


def test_no_index_is_on_the_organization_alone():
    """SQLite prefers such an index to the one that finds what is asked for.

    Where statistics are sampled, an organization seems to have a few hundred rows.
    """
    few = {"access.Membership", "access.ApiKey", "crm.Configuration"}
    alone = {
        model._meta.label
        for model in apps.get_models()
        for one in model._meta.local_fields
        if one.name == "organization" and (one.db_index or one.unique)
    }
    assert alone <= few
