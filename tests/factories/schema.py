"""Objects and fields as rows, for tests of what stands on them.

Written directly, so that the tests of values do not depend on those of the schema
writer; the version moves as it does there.
"""

import time
from typing import Any

import factory
from factory.django import DjangoModelFactory

from custom_objects.models import FieldDefinition, FieldOption, ObjectDefinition
from records.access.models import Organization


class ObjectDefinitionFactory(DjangoModelFactory[ObjectDefinition]):
    """An object of an organization, which is passed explicitly."""

    class Meta:
        model = ObjectDefinition

    slug = "projects"
    label = factory.LazyAttribute(lambda one: one.slug.removesuffix("s").capitalize())
    label_plural = factory.LazyAttribute(lambda one: one.slug.capitalize())


class FieldDefinitionFactory(DjangoModelFactory[FieldDefinition]):
    """A field of an object, which is passed explicitly."""

    class Meta:
        model = FieldDefinition

    organization = factory.SelfAttribute("object.organization")
    type = "text"
    label = factory.LazyAttribute(lambda one: one.slug.replace("_", " ").capitalize())


class FieldOptionFactory(DjangoModelFactory[FieldOption]):
    """An option of a field, which is passed explicitly."""

    class Meta:
        model = FieldOption

    organization = factory.SelfAttribute("field.organization")
    slug = factory.LazyAttribute(lambda one: one.name.casefold().replace(" ", "_"))


def touch_schema(organization: Organization) -> None:
    """Move the version, as every schema change does."""
    version = max(organization.schema_version + 1, time.time_ns() // 1000)
    organization.schema_version = version
    Organization.objects.filter(pk=organization.pk).update(schema_version=version)


def define(
    organization: Organization,
    slug: str,
    *,
    is_built_in: bool = False,
    **fields: object,
) -> dict[str, FieldDefinition]:
    """Define an object and its fields; return the fields by slug.

    A field is its type's slug, or a mapping of its columns, in which ``options`` names
    the options.
    """
    rows = ObjectDefinition.objects.for_organization(organization.pk)
    found = rows.filter(slug=slug).first()
    owner = found or ObjectDefinitionFactory.create(
        organization=organization,
        slug=slug,
        is_built_in=is_built_in,
        **({"label": "", "label_plural": ""} if is_built_in else {}),
    )
    made = {}
    for position, (name, given) in enumerate(fields.items()):
        columns: dict[str, Any] = (
            dict(given) if isinstance(given, dict) else {"type": given}
        )
        options = columns.pop("options", ())
        made[name] = FieldDefinitionFactory.create(
            object=owner, slug=name, position=position, **columns
        )
        slugs: set[str] = set()
        for place, option in enumerate(options):
            slug = option.casefold().replace(" ", "_")
            slug = f"{slug}_{place}" if slug in slugs else slug
            slugs.add(slug)
            FieldOptionFactory.create(
                field=made[name], name=option, slug=slug, position=place
            )
    touch_schema(organization)
    return made
