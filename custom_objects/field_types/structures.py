"""Types whose values are structures."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from custom_objects.field_types.base import FieldType
from custom_objects.indexing import TextIndex
from records.schema.kinds import AddressKind

if TYPE_CHECKING:
    from custom_objects.indexing import ValueIndex
    from custom_objects.specification import FieldSpecification
    from records.schema.kinds import ValueKind


class Address(FieldType):
    """A postal address."""

    slug = "address"
    label = _("Address")
    hint = _("Street, city, postal code, state and country.")
    names: ClassVar = {
        "resource": ("location", "address"),
        "document": ("address",),
        "envelope": ("address",),
    }
    can_be_filtered = False
    has_typed_default = False
    is_filtered_at_first = False

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return AddressKind()

    def index(self, specification: FieldSpecification) -> ValueIndex:
        return TextIndex()
