"""What becomes of objects and fields: archived and back, or emptied for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from custom_objects import definitions
from custom_objects.models import FieldDefinition
from records.access.roles import Permission
from records.administration.callers import caller_of
from records.administration.labels import change_url
from records.administration.scoped import ScopedAdmin
from records.engine.errors import EngineError
from records.schema.registry import UnknownObjectType, registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from records.access.caller import Caller
    from records.engine.impact import Effect, Example


class ObjectFates(ScopedAdmin):
    """The buttons of an object and of its archived fields."""

    def step(
        self, request: HttpRequest, template: str, *, title: str, **context: Any
    ) -> HttpResponse:
        """Return a page below the list of objects, titled so at its head too."""
        vars(request)["header_parts"] = [
            {"title": _("Objects"), "link": self.list_url(request)},
            {"title": title, "link": ""},
        ]
        return self.page(request, template, title=title, **context)

    def examples(self, slug: str, effect: Effect) -> list[tuple[Example, str | None]]:
        """Return the records that an effect names, each with its page."""
        return [
            (one, change_url(self.admin_site, slug, one.record_id))
            for one in effect.examples
        ]

    def fate_paths(self) -> list[URLPattern]:
        """Return the routes of the buttons."""
        fields = "<slug:slug>/fields/<slug:field>"
        return [
            self.own_path("<slug:slug>/archive/", self.archive_view, "archive"),
            self.own_path("<slug:slug>/restore/", self.restore_view, "restore"),
            self.own_path(
                f"{fields}/restore/", self.restore_field_view, "restore_field"
            ),
            self.own_path(f"{fields}/purge/", self.purge_field_view, "purge_field"),
        ]

    def archive_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Archive an object, after telling what goes with it."""
        caller = self._may_change(request)
        row = self.object_or_404(request, slug)
        if row.is_built_in or row.archived_at is not None:
            raise Http404
        if request.method != "POST":
            object_type = registry.resolve(caller.organization, slug)
            count = object_type.rows(caller).count()
            return self.step(
                request,
                "custom_objects/archive_object.html",
                title=_("Archive %s") % row,
                definition=row,
                count=count,
                back_url=self.own_url("change", slug),
            )
        return self._do(
            request,
            lambda: definitions.archive_object(caller, slug=slug),
            told=_("“%s” was archived. It can be restored.") % row,
            back=self.own_url("change", slug),
        )

    def restore_view(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Bring an archived object back with its fields and records."""
        caller = self._may_change(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.object_or_404(request, slug)
        return self._do(
            request,
            lambda: definitions.restore_object(caller, slug=slug),
            told=_("“%s” was restored.") % row,
        )

    def restore_field_view(
        self, request: HttpRequest, slug: str, field: str
    ) -> HttpResponse:
        """Bring an archived field back with its values."""
        caller = self._may_change(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self._archived_field(request, slug, field)
        page = self.own_url("change", slug)
        return self._do(
            request,
            lambda: definitions.restore_field(caller, object_slug=slug, slug=field),
            told=_("“%s” was restored.") % row,
            back=page,
            onward=page,
        )

    def purge_field_view(
        self, request: HttpRequest, slug: str, field: str
    ) -> HttpResponse:
        """Remove an archived field's values for good, after telling whose."""
        caller = self._may_change(request)
        if not caller.may(Permission.PURGE):
            raise PermissionDenied
        row = self._archived_field(request, slug, field)
        page = self.own_url("change", slug)
        if request.method != "POST":
            impact = definitions.preview_purge(caller, object_slug=slug, slug=field)
            return self.step(
                request,
                "custom_objects/purge_field.html",
                title=_("Delete %s for good") % row,
                definition=row,
                effects=[(one, self.examples(slug, one)) for one in impact.effects],
                back_url=page,
            )
        return self._do(
            request,
            lambda: definitions.purge_field(caller, object_slug=slug, slug=field),
            told=_("“%s” was deleted for good.") % row,
            back=page,
            onward=page,
        )

    def _may_change(self, request: HttpRequest) -> Caller:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return caller_of(request)

    def _archived_field(
        self, request: HttpRequest, slug: str, field: str
    ) -> FieldDefinition:
        rows = FieldDefinition.objects.for_organization(
            caller_of(request).organization_id
        )
        found = rows.filter(
            object__slug=slug,
            slug=field,
            is_built_in=False,
            archived_at__isnull=False,
        )
        row = found.exclude(label="").first()
        if row is None:
            raise Http404
        return row

    def _do(
        self,
        request: HttpRequest,
        deed: Callable[[], object],
        *,
        told: str,
        back: str = "",
        onward: str = "",
    ) -> HttpResponse:
        """Do something to the schema; what is refused is told where one came from."""
        try:
            deed()
        except EngineError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(back or self.list_url(request))
        except UnknownObjectType:
            raise Http404 from None
        messages.success(request, told)
        return HttpResponseRedirect(onward or self.list_url(request))
