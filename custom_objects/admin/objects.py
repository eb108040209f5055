"""The pages where objects and their fields are defined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import (
    Http404,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from custom_objects import definitions
from custom_objects.admin.icons import NONE
from custom_objects.admin.object_fates import ObjectFates
from custom_objects.admin.object_page import NotSaved, ObjectPage, Warned
from custom_objects.admin.records import OBJECT
from custom_objects.definitions.changes import FIELDS, OBJECTS
from custom_objects.field_types import FIELD_TYPES
from custom_objects.models import CustomRecord, FieldDefinition, ObjectDefinition
from records.access.roles import Permission
from records.administration.callers import caller_of, may
from records.administration.history import Words
from records.administration.sections import Section
from records.engine.errors import SchemaChangeRefused
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from records.access.caller import Caller
    from records.engine.impact import Impact
    from records.schema.object_types import ObjectType

CONFIRMED, BACK = "confirmed", "back"
"""What the page of warnings sends beside what it was sent."""


@admin.register(ObjectDefinition)
class ObjectDefinitionAdmin(ObjectFates):
    """Objects, an organization's own and the built-in ones that take fields.

    Addresses name an object by its slug: a built-in one has no row until somebody
    defines something for it.
    """

    slugs = (OBJECTS, FIELDS)
    section = Section.SCHEMA
    icon = "schema"
    view_permission: ClassVar[Permission] = Permission.SCHEMA

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, Permission.SCHEMA)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, Permission.SCHEMA)

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the objects that somebody defined something of."""
        return ObjectDefinition.objects.for_organization(caller.organization_id)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return an object by its slug; of a built-in one maybe a fresh row."""
        caller = caller_of(request)
        found = self.rows(caller).filter(slug=object_id).first()
        if found is None and object_id in {one.slug for one in _built_in(caller)}:
            return ObjectDefinition(slug=object_id, is_built_in=True)
        return found

    # -- list ------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show all objects: own ones, built-in ones, archived ones."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        caller = caller_of(request)
        types = registry.object_types(caller.organization)
        own = [one for one in types if one.model is CustomRecord]
        archived = self.rows(caller).filter(archived_at__isnull=False)
        return self.page(
            request,
            "custom_objects/objects.html",
            title=_("Objects"),
            groups=[
                (_("Your objects"), [self._shown(one) for one in own]),
                (_("Built in"), [self._shown(one) for one in _built_in(caller)]),
            ],
            archived=[
                (one, self.own_url("restore", one.slug))
                for one in archived.order_by("-archived_at", "pk")
            ],
            add_url=self.own_url("add"),
        )

    def _shown(self, one: ObjectType) -> dict[str, Any]:
        return {
            "type": one,
            "icon": one.icon or NONE,
            "url": self.own_url("change", one.slug),
            "fields": [str(field.label) for field in one.custom_fields],
        }

    # -- one object ------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show or save the page of a new object."""
        return self._edit(request, None)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Show or save the page of an object."""
        return self._edit(request, object_id)

    def _edit(self, request: HttpRequest, slug: str | None) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        try:
            page = ObjectPage(caller_of(request), slug, data)
        except UnknownObjectType:
            raise Http404 from None
        if data is None or BACK in data or not page.is_valid():
            return self._show(request, page)
        return self._save(request, page, is_confirmed=CONFIRMED in data)

    def _save(
        self, request: HttpRequest, page: ObjectPage, *, is_confirmed: bool
    ) -> HttpResponse:
        warned = [] if is_confirmed else page.warnings()
        if warned:
            return self._warn(request, page, warned)
        try:
            saved = page.save(allow_failing=is_confirmed)
        except NotSaved:
            return self._show(request, page)
        except SchemaChangeRefused as refused:
            return self._warn(request, page, _told(page, refused.impact, refused.field))
        messages.success(request, _("“%s” was saved.") % self._name(request, saved))
        if "_continue" in request.POST:
            return HttpResponseRedirect(self.own_url("change", saved))
        return self.to_list(request)

    def _name(self, request: HttpRequest, slug: str) -> str:
        caller = definitions.renewed(caller_of(request))
        return str(registry.resolve(caller.organization, slug).label_plural)

    def _show(self, request: HttpRequest, page: ObjectPage) -> HttpResponse:
        slug = page.slug
        name = self._name(request, slug) if slug else _("Add an object")
        return self.step(
            request,
            "custom_objects/object.html",
            title=name,
            object_page=page,
            object_actions=self._actions(page) if slug else [],
            empty_form=page.field_form("__prefix__"),
            types={one.slug: _answers(one) for one in FIELD_TYPES.values()},
            slug_url=self.own_url("slug"),
            list_url=self.list_url(request),
            archived=[
                {
                    "field": one,
                    "restore": self.own_url("restore_field", slug, one.slug),
                    "purge": self.own_url("purge_field", slug, one.slug)
                    if may(request, Permission.PURGE)
                    else "",
                }
                for one in page.archived
            ],
        )

    def _actions(self, page: ObjectPage) -> list[dict[str, Any]]:
        """Return the buttons above an object."""
        slug = page.slug or ""
        records = _records_url(self.admin_site, slug)
        found = [
            {"title": _("Records"), "icon": "list", "url": records},
            {
                "title": _("History"),
                "icon": "history",
                "url": self.own_url("history", slug),
            },
        ]
        if not page.is_built_in:
            url = self.own_url("archive", slug)
            found.append({"title": _("Archive"), "icon": "archive", "url": url})
        return found

    def _warn(
        self, request: HttpRequest, page: ObjectPage, warned: list[Warned]
    ) -> HttpResponse:
        """Tell what a change means before it is made; nothing is stored yet."""
        skipped = {CONFIRMED, BACK, "csrfmiddlewaretoken"}
        return self.step(
            request,
            "custom_objects/warnings.html",
            title=_("Before you save"),
            warned=[
                (one, self.examples(page.slug or "", one.effect)) for one in warned
            ],
            sent=[
                (name, value)
                for name, values in request.POST.lists()
                if name not in skipped
                for value in values
            ],
        )

    # -- further pages ---------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        own = [self.own_path("slug/", self.slug_view, "slug"), *self.fate_paths()]
        return [*own, *super().get_urls()]

    def slug_view(self, request: HttpRequest) -> JsonResponse:
        """Answer which slug a label would get."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        caller, label = caller_of(request), request.GET.get("label", "")[:255]
        if request.GET.get("of") != "field":
            found = definitions.propose_object_slug(caller, label=label)
            return JsonResponse({"slug": found})
        try:
            found = definitions.propose_field_slug(
                caller,
                object_slug=request.GET.get("object") or None,
                label=label,
                taken=request.GET.getlist("taken"),
            )
        except UnknownObjectType:
            raise Http404 from None
        return JsonResponse({"slug": found})

    def history_of(self, caller: Caller, record: Any) -> Q:
        """Return the changes of an object and of all its fields."""
        fields = self._fields(caller, record).values("pk")
        return Q(object_type=OBJECTS, record_id=record.pk or 0) | Q(
            object_type=FIELDS, record_id__in=fields
        )

    def words_of(self, caller: Caller, record: Any) -> Words:
        names = {(OBJECTS, record.pk or 0): str(record)}
        names |= {(FIELDS, one.pk): str(one) for one in self._fields(caller, record)}
        models = {OBJECTS: ObjectDefinition, FIELDS: FieldDefinition}
        return Words(models=models, subjects=names)

    def _fields(self, caller: Caller, record: Any) -> QuerySet[Any]:
        rows = FieldDefinition.objects.for_organization(caller.organization_id)
        return rows.filter(object_id=record.pk or 0)


def _built_in(caller: Caller) -> list[ObjectType]:
    """Return the built-in objects that take fields, as the organization has them."""
    return [
        registry.resolve(caller.organization, one.slug)
        for one in registry.built_in()
        if one.custom_fields_of == one.slug
    ]


def _answers(one: Any) -> dict[str, Any]:
    """Return what the page needs to know of a type while somebody chooses it."""
    return {
        "label": str(one.label),
        "hint": str(one.hint),
        "has_options": one.has_options,
        "is_computed": one.is_computed,
        "can_be_unique": one.can_be_unique,
        "can_be_searched": one.can_be_searched,
        "can_be_filtered": one.can_be_filtered and not one.is_computed,
        "is_filtered_at_first": one.is_filtered_at_first,
        "has_typed_default": one.has_typed_default,
    }


def _records_url(site: Any, slug: str) -> str:
    for model, model_admin in site._registry.items():  # noqa: SLF001 - no public way
        if slug in getattr(model_admin, "slugs", ()) and model is not ObjectDefinition:
            return str(model_admin.own_url("changelist"))
    name = f"{site.name}:custom_objects_customrecord_changelist"
    return f"{reverse(name)}?{OBJECT}={slug}"


def _told(page: ObjectPage, impact: Impact, field: str | None) -> list[Warned]:
    row = page.stored.get(field or "")
    label = row.label if row is not None else str(field or "")
    return [Warned(label, one) for one in impact.effects]
