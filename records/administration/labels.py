"""The texts that stand for records wherever they are mentioned."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.admin import AdminSite
    from django.db.models import Model

    from records.access.caller import Caller
    from records.schema.fields import Field
    from records.schema.object_types import ObjectType

Reference = tuple[str, int]
"""Slug of a type and the id of one of its records."""


class Labels:
    """Names of records by reference, read in one statement per type and load.

    Only records that the caller may know of have a name, archived ones included:
    everything else reads as its number.
    """

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._known: dict[Reference, str | None] = {}

    def load(self, wanted: Iterable[Reference]) -> None:
        """Read the names of these records, unless they are known."""
        missing: dict[str, set[int]] = defaultdict(set)
        for slug, record_id in wanted:
            if slug and (slug, record_id) not in self._known:
                missing[slug].add(record_id)
        for slug, ids in missing.items():
            names = self._read(slug, ids)
            self._known.update({(slug, one): names.get(one) for one in ids})

    def find(self, slug: str, record_id: int) -> str | None:
        """Return the name of one record, ``None`` for one that cannot be seen."""
        self.load([(slug, record_id)])
        return self._known.get((slug, record_id))

    def _read(self, slug: str, ids: set[int]) -> dict[int, str]:
        try:
            target = registry.resolve(self._caller.organization, slug)
        except UnknownObjectType:
            return {}
        fields: list[Field] = [
            target.fields_by_name[name] for name in target.naming_fields
        ]
        rows: Any = target.rows(self._caller, include_archived=True).filter(
            **{f"{target.id_path}__in": ids}
        )
        annotations: dict[str, Any] = {}
        paths = {"pk": None, target.id_path: None}
        for one in fields:
            annotations.update(one.annotations)
            paths.update(dict.fromkeys(one.paths))
        rows = rows.annotate(**annotations) if annotations else rows
        return {
            row[target.id_path]: name_of(target, row) for row in rows.values(*paths)
        }


def name_of(object_type: ObjectType, row: Mapping[str, Any]) -> str:
    """Return what a row is called, in one line that fits into a list."""
    text = " ".join(object_type.display(row).split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def change_url(site: AdminSite, slug: str, record_id: int) -> str | None:
    """Return the admin page of a record, ``None`` when its type has none."""
    model = model_of(site, slug)
    if model is None:
        return None
    name = f"{site.name}:{model._meta.app_label}_{model._meta.model_name}_change"
    try:
        return reverse(name, args=[record_id])
    except NoReverseMatch:
        return None


def model_of(site: AdminSite, slug: str) -> type[Model] | None:
    """Return the model under which the admin shows the records of a type."""
    for model, model_admin in site._registry.items():  # noqa: SLF001 - no public way
        if hasattr(model_admin, "keeps") and model_admin.keeps(slug):
            return model
    return None
