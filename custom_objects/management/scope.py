"""Which part of the index is a command about?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.management import CommandError

from custom_objects.rebuilding import Pass
from custom_objects.schema import schema_of
from custom_objects.values import ValueKeeper
from records.access.models import Organization
from records.management.organizations import chosen_organization
from records.schema.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.management.base import CommandParser

    from custom_objects.specification import ObjectSpecification
    from records.access.caller import OrganizationInfo


@dataclass(frozen=True, slots=True)
class Part:
    """An object of an organization, and the fields of it that are meant."""

    organization: OrganizationInfo
    object_slug: str
    field_ids: frozenset[int] | None = None

    def a_pass(self, *, is_repairing: bool = True, is_pending: bool = False) -> Pass:
        """Return a way through the records of the part."""
        return Pass(
            self.organization,
            self.object_slug,
            self.field_ids,
            is_repairing=is_repairing,
            is_pending=is_pending,
        )


def add_arguments(parser: CommandParser) -> None:
    """Let a command be limited to an organization, an object or a field."""
    parser.add_argument(
        "--organization", type=int, metavar="ID", help="its id (default: all)"
    )
    parser.add_argument(
        "--object", metavar="SLUG", help="the slug of an object (default: all)"
    )
    parser.add_argument(
        "--field", metavar="SLUG", help="the slug of a field of that object"
    )


def chosen_parts(options: dict[str, Any]) -> list[Part]:
    """Return what the command is about. Raises :class:`CommandError`."""
    if options["field"] and not options["object"]:
        raise CommandError("--field needs --object.")
    parts = [
        part
        for organization in _organizations(options["organization"])
        for part in _parts(organization, options["object"], options["field"])
    ]
    if not parts and options["object"]:
        what = f"object “{options['object']}”"
        if options["field"]:
            what = f"field “{options['field']}” in the index for an {what}"
        raise CommandError(f"There is no {what}.")
    return parts


def _organizations(organization_id: int | None) -> Iterator[Organization]:
    if organization_id is not None:
        yield chosen_organization(organization_id)
    else:
        yield from Organization.objects.order_by("pk").iterator()


def _parts(
    organization: Organization, object_slug: str | None, field_slug: str | None
) -> Iterator[Part]:
    info = organization.info
    for slug, known in schema_of(info).objects.items():
        if object_slug not in (None, slug):
            continue
        ids = _kept_ids(info, known)
        if field_slug is None:
            if ids or object_slug:
                yield Part(info, slug)
        elif field_slug in ids:
            yield Part(info, slug, frozenset({ids[field_slug]}))


def _kept_ids(info: OrganizationInfo, known: ObjectSpecification) -> dict[str, int]:
    """Return the ids of the fields whose values are in the index, by slug."""
    index = registry.resolve(info, known.slug).index
    if not isinstance(index, ValueKeeper):
        return {}
    return {one.field.name: one.field_id for one in index.kept}
