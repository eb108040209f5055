"""What all pages of the admin have in common: one organization, writers, a history."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from records.access.caller import PermissionRefused
from records.access.roles import Permission
from records.administration import history
from records.administration.callers import caller_of, may
from records.administration.labels import Labels
from records.administration.lists import ScopedChangeList
from records.administration.references import record_id_in
from records.administration.refusals import (
    WriteRefused,
    known_refusals,
    refusals_in,
)
from records.administration.sections import Section
from records.administration.values import NOTHING, Presenter
from records.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from records.access.caller import Caller

_HISTORY_PAGE = 50


class ScopedAdmin(ModelAdmin):  # type: ignore[misc]
    """Pages over the rows of one organization, which change through writers only.

    Subclasses name the ``slugs`` under which the change log knows their rows, their
    place in the sidebar, and what a caller may do; nothing is allowed until they do.
    """

    slugs: tuple[str, ...] = ()
    section: Section = Section.ACCESS
    icon = "article"
    has_history = True

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_filter_submit = True
    list_per_page = 50
    list_max_show_all = 200
    list_fullwidth = True
    warn_unsaved_form = True
    view_on_site = False
    empty_value_display = NOTHING
    delete_confirmation_template = "administration/confirm.html"
    object_history_template = "administration/history.html"
    view_permission: ClassVar[Permission] = Permission.READ

    @property
    def menu_title(self) -> str:
        """Return what the sidebar calls the page."""
        return str(capfirst(self.opts.verbose_name_plural))

    def keeps(self, slug: str) -> bool:
        """Tell whether the rows that the change log calls so have their pages here."""
        return slug in self.slugs

    def menu_items(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return what stands in the sidebar for these pages."""
        link = self.own_url("changelist")
        return [
            {
                "title": self.menu_title,
                "icon": self.icon,
                "link": link,
                # The theme compares parts of paths: "/tag/" would be active on
                # "/tagging/".
                "active": request.path.startswith(link),
            }
        ]

    # -- what a caller may do --------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, self.view_permission)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # -- which rows ------------------------------------------------------------------

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the rows that the caller may know of."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the caller; raises ``PermissionDenied`` without one."""
        return self.rows(caller_of(request))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return a row of the caller by its number, ``None`` for none."""
        number = record_id_in(object_id)
        if number is None:
            return None
        return self.get_queryset(request).filter(pk=number).first()

    def object_or_404(self, request: HttpRequest, object_id: str) -> Any:
        """Return a row of the caller. Raises ``Http404``."""
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        return found

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Answer only the filters of the page: a lookup could ask anything."""
        filters = self.get_list_filter(request) if request is not None else ()
        own = [one for one in filters if isinstance(one, type)]
        return any(lookup in getattr(one, "parameters", tuple)() for one in own)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return ScopedChangeList

    # -- writing ---------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show or save a form; what the engine refuses is told beside its fields."""
        context = {"show_history": self.has_history, **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except WriteRefused as refused:
            # Rolled back. The form is built again, knowing what was refused.
            known_refusals(request)[refused.prefix] = refusals_in(refused.error)
        return super().changeform_view(request, object_id, form_url, context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions; Django's own deletion knows no writer."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return dict(actions)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if any(record_id_in(one) is None for one in chosen):
            raise Http404
        return super().response_action(request, queryset)

    # The change log of the engine is the only one.
    def log_addition(self, request: Any, obj: Any, message: Any) -> None:
        """Leave it to the writer."""

    def log_change(self, request: Any, obj: Any, message: Any) -> None:
        """Leave it to the writer."""

    def construct_change_message(
        self, request: Any, form: Any, formsets: Any, add: bool = False
    ) -> str:
        return ""

    @contextmanager
    def telling(self, request: HttpRequest) -> Iterator[None]:
        """Tell what the engine refuses as a message of the page."""
        try:
            yield
        except EngineError as error:
            messages.error(request, error.message)
        except PermissionRefused as error:
            raise PermissionDenied from error

    # -- addresses -------------------------------------------------------------------

    def own_url(self, name: str, *args: Any) -> str:
        """Return the address of one of this model's pages."""
        meta = self.opts
        site = self.admin_site.name
        return reverse(f"{site}:{meta.app_label}_{meta.model_name}_{name}", args=args)

    def own_path(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        """Return a route to a page of this model, for signed-in people only."""
        full_name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        page: URLPattern = path(route, self.admin_site.admin_view(view), name=full_name)
        return page

    def to_change_page(self, record_id: int) -> HttpResponse:
        """Return the redirect to a record."""
        return HttpResponseRedirect(self.own_url("change", record_id))

    def list_url(self, request: HttpRequest) -> str:
        """Return the address of the list that the person came from."""
        return self.own_url("changelist")

    def to_list(self, request: HttpRequest) -> HttpResponse:
        """Return the redirect to the list."""
        return HttpResponseRedirect(self.list_url(request))

    def page(
        self, request: HttpRequest, template: str, **context: Any
    ) -> TemplateResponse:
        """Return a page of our own in the frame of the site."""
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "model_admin": self,
                **context,
            },
        )

    # -- history ---------------------------------------------------------------------

    def presenter(self, caller: Caller, *, short: bool = False) -> Presenter:
        """Return what spells values on one page."""
        return Presenter(self.admin_site, Labels(caller), short)

    def history_of(self, caller: Caller, record: Any) -> Q:
        """Return the condition of the changes that make up a record's history."""
        return Q(object_type__in=self.slugs, record_id=record.pk)

    def words_of(self, caller: Caller, record: Any) -> history.Words:
        """Return what the history of a row calls things that are no records."""
        return history.Words()

    def undoable_merges(self, caller: Caller, record: Any) -> list[int]:
        """Return the ids of merged records whose merge can be taken back here."""
        return []

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show who changed what and when, newest first."""
        caller = caller_of(request)
        if not (self.has_history and self.has_view_permission(request)):
            raise PermissionDenied
        record = self.object_or_404(request, object_id)
        changes = history.entries(caller, self.history_of(caller, record))
        page = Paginator(changes, _HISTORY_PAGE).get_page(request.GET.get("p"))
        return self.page(
            request,
            self.object_history_template,
            title=_("History of %s") % record,
            original=record,
            page=page,
            events=history.events(
                caller,
                list(page),
                self.presenter(caller),
                undoable=self.undoable_merges(caller, record),
                words=self.words_of(caller, record),
            ),
            undo_url=self.undo_url(record),
        )

    def undo_url(self, record: Any) -> str:
        """Return where a merge is taken back, empty for rows that never merge."""
        return ""
