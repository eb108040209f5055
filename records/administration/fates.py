"""Archiving, restoring, deleting and purging, one by one and in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.access.roles import Permission
from records.administration.callers import caller_of, may
from records.administration.selections import SelectionAdmin
from records.engine.errors import EngineError
from records.engine.removal import purge_record, remove_record, restore_record
from records.schema.object_types import Operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from records.access.caller import Caller
    from records.schema.object_types import ObjectType

    Deed = Callable[[Caller, ObjectType, int], object]

_MOST_MESSAGES = 5
_MOST_NAMED = 50


class FateAdmin(SelectionAdmin):
    """What becomes of records: archived and back, or gone for good."""

    actions: tuple[str, ...] = (
        "archive_selected",
        "restore_selected",
        "remove_selected",
        "purge_selected",
    )

    # -- what a caller may do --------------------------------------------------------

    def _knows(self, request: HttpRequest, operation: Operation) -> bool:
        return may(request, Permission.READ) and self.knows(request, operation)

    def has_archive_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the caller may archive records of this page."""
        return self._knows(request, Operation.ARCHIVE) and may(
            request, Permission.ARCHIVE
        )

    def has_restore_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the caller may bring archived records back."""
        return self._knows(request, Operation.ARCHIVE) and may(
            request, Permission.RESTORE
        )

    def has_purge_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the caller may delete records for good."""
        return self._knows(request, Operation.ARCHIVE) and may(
            request, Permission.PURGE
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions that fit what the list shows."""
        actions = super().get_actions(request)
        shown = request.GET.get("archived", "")
        unfit = {
            "": ("restore_selected", "purge_selected"),
            "1": ("archive_selected", "merge_selected"),
        }
        for name in unfit.get(shown, ()):
            actions.pop(name, None)
        return actions

    # -- in bulk ---------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Archive selected"), permissions=["archive"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Archive the chosen records."""
        self._do_to_all(request, queryset, remove_record)

    @admin.action(description=gettext_lazy("Restore selected"), permissions=["restore"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Bring the chosen records back."""
        self._do_to_all(request, queryset, restore_record)

    @admin.action(description=gettext_lazy("Delete selected"), permissions=["delete"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Delete the chosen look-up rows, after asking."""
        if "confirmed" not in request.POST:
            return self._ask(request, queryset, "remove_selected")
        return self._do_to_all(request, queryset, remove_record)

    @admin.action(
        description=gettext_lazy("Delete selected for good"), permissions=["purge"]
    )
    def purge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Delete the chosen records for good, after asking."""
        if "confirmed" not in request.POST:
            return self._ask(request, queryset, "purge_selected")
        return self._do_to_all(request, queryset, purge_record)

    def _ask(
        self, request: HttpRequest, queryset: QuerySet[Any], action: str
    ) -> HttpResponse:
        box = ACTION_CHECKBOX_NAME
        again = [(box, one) for one in request.POST.getlist(box)]
        across = request.POST.get("select_across", "0")
        return self.page(
            request,
            "administration/confirm.html",
            title=_("Delete for good"),
            records=self.names_of(request, list(queryset[:_MOST_NAMED])),
            unnamed=max(queryset.count() - _MOST_NAMED, 0),
            hidden=[("action", action), ("select_across", across), *again],
            back_url=self.list_url(request),
        )

    def _do_to_all(
        self, request: HttpRequest, queryset: QuerySet[Any], deed: Deed
    ) -> None:
        caller = caller_of(request)
        done, refused = 0, []
        for object_type, ids in self.by_type(request, queryset).values():
            for record_id in ids:
                try:
                    deed(caller, object_type, record_id)
                except EngineError as error:
                    refused.append(error.message)
                else:
                    done += 1
        if done:
            text = ngettext("%d record done.", "%d records done.", done)
            messages.success(request, text % done)
        for message in refused[:_MOST_MESSAGES]:
            messages.error(request, message)
        if len(refused) > _MOST_MESSAGES:
            more = len(refused) - _MOST_MESSAGES
            messages.error(request, _("%d more could not be done.") % more)

    # -- one by one ------------------------------------------------------------------

    def fate_paths(self) -> list[URLPattern]:
        """Return the routes of the buttons above a record."""
        return [
            self.own_path("<path:object_id>/archive/", self.archive_view, "archive"),
            self.own_path("<path:object_id>/restore/", self.restore_view, "restore"),
            self.own_path("<path:object_id>/purge/", self.purge_view, "purge"),
        ]

    def fate_actions(self, request: HttpRequest, record: Any) -> list[dict[str, Any]]:
        """Return the buttons above a record."""
        archived = getattr(record, "archived_at", None) is not None
        merged = getattr(record, "merged_into_id", None) is not None
        known = (
            (
                "archive",
                _("Archive"),
                "archive",
                not archived,
                self.has_archive_permission,
            ),
            (
                "restore",
                _("Restore"),
                "unarchive",
                archived and not merged,
                self.has_restore_permission,
            ),
            (
                "purge",
                _("Delete for good"),
                "delete_forever",
                archived,
                self.has_purge_permission,
            ),
        )
        return [
            {
                "url": self.own_url(name, record.pk),
                "title": title,
                "icon": icon,
                "asks": name == "purge",
            }
            for name, title, icon, fits, permitted in known
            if fits and permitted(request)
        ]

    def archive_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Archive one record."""
        return self._do_to_one(
            request,
            object_id,
            remove_record,
            permitted=self.has_archive_permission(request),
            told=_("“%s” was archived. It can be restored."),
        )

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Bring one record back."""
        return self._do_to_one(
            request,
            object_id,
            restore_record,
            permitted=self.has_restore_permission(request),
            told=_("“%s” was restored."),
        )

    def _do_to_one(
        self,
        request: HttpRequest,
        object_id: str,
        deed: Deed,
        *,
        permitted: bool,
        told: str,
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not permitted:
            raise PermissionDenied
        record = self.object_or_404(request, object_id)
        with self.telling(request):
            deed(caller_of(request), self.type_of(request, record), record.pk)
            messages.success(request, told % record)
        return self.to_change_page(record.pk)

    def purge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Delete one record for good, after asking."""
        if not self.has_purge_permission(request):
            raise PermissionDenied
        return self._delete(request, object_id, purge_record)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Delete a look-up row, after asking."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        return self._delete(request, object_id, remove_record)

    def _delete(self, request: HttpRequest, object_id: str, deed: Deed) -> HttpResponse:
        record = self.object_or_404(request, object_id)
        name = str(record)
        if request.method != "POST":
            return self.page(
                request,
                "administration/confirm.html",
                title=_("Delete for good"),
                original=record,
                records=[name],
                back_url=self.own_url("change", record.pk),
            )
        try:
            deed(caller_of(request), self.type_of(request, record), record.pk)
        except EngineError as error:
            messages.error(request, error.message)
            return self.to_change_page(record.pk)
        messages.success(request, _("“%s” was deleted for good.") % name)
        return self.to_list(request)
