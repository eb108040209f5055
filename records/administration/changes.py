"""The change log of the organization, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from records.access.roles import Permission
from records.administration import history
from records.administration.callers import caller_of
from records.administration.labels import model_of
from records.administration.lists import Display
from records.administration.scoped import ScopedAdmin
from records.administration.values import label_of, when

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.access.caller import Caller
    from records.history.models import Change
    from records.schema.object_types import ObjectType

_MOST_FIELDS = 4


class ChangeAdmin(ScopedAdmin):
    """Everything that happened, for administrators."""

    icon = "history"
    view_permission = Permission.MEMBERS
    has_history = False
    show_add_link = False
    search_fields = ("request_id",)
    search_help_text = gettext_lazy("Request")
    ordering = ("-id",)

    def rows(self, caller: Caller) -> QuerySet[Any]:
        """Return the changes of what the caller may know of."""
        rows: QuerySet[Any] = history.entries(caller, history.visible_to(caller))
        return rows

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        telling = _Telling(caller_of(request), self.admin_site)
        return [
            Display("when", _("When"), render=lambda one: when(one.occurred_at)),
            Display("who", _("By"), render=history.who),
            Display("action", _("Action"), render=_action),
            Display("type", _("Type"), render=telling.type_name),
            Display("record", _("Record"), render=lambda one: one.record_id),
            Display("fields", _("Fields"), render=telling.fields),
            "request_id",
        ]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [("action", ChoicesDropdownFilter)]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        return lookup in {"action__exact", "object_type", "record_id"}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = [
            one
            for one in self.get_list_display(request)
            if getattr(one, "name", one) != "fields"
        ]
        values = Display("values", _("Before → after"), render=self._values(request))
        return [(None, {"fields": (*shown, values)})]

    def _values(self, request: HttpRequest) -> Any:
        def render(change: Change) -> Any:
            caller = caller_of(request)
            words = words_of(self.admin_site, change.object_type)
            presenter = self.presenter(caller)
            (event,) = history.events(caller, [change], presenter, words=words)
            return format_html_join(
                mark_safe("<br>"),
                "<strong>{}</strong>: {} → {}",
                ((one.label, one.before, one.after) for one in event.changes),
            )

        return render


def _action(change: Change) -> str:
    return str(capfirst(change.get_action_display()))


class _Telling:
    """What the changes on one page are about, in words; each type is asked once."""

    def __init__(self, caller: Caller, site: AdminSite) -> None:
        self._caller = caller
        self._site = site
        self._types: dict[str, ObjectType | None] = {}

    def _type(self, slug: str) -> ObjectType | None:
        if slug not in self._types:
            self._types[slug] = history.type_of(self._caller, slug)
        return self._types[slug]

    def type_name(self, change: Change) -> str:
        """Return what a thing of the type is called."""
        object_type = self._type(change.object_type)
        if object_type is not None:
            return str(object_type.label)
        model = model_of(self._site, change.object_type)
        if model is not None:
            return str(capfirst(model._meta.verbose_name))
        return str(capfirst(change.object_type.replace("_", " ")))

    def fields(self, change: Change) -> str:
        """Return the first fields that changed, as forms call them."""
        object_type = self._type(change.object_type)
        known = object_type.fields_by_name if object_type else {}
        words = words_of(self._site, change.object_type)
        names = list(dict.fromkeys([*change.before, *change.after]))
        labels = [
            str(label_of(object_type, known[name]))
            if object_type is not None and name in known
            else words.label(change.object_type, name)
            for name in names[:_MOST_FIELDS]
        ]
        return ", ".join([*labels, "…"] if len(names) > _MOST_FIELDS else labels)


def words_of(site: AdminSite, slug: str) -> history.Words:
    """Return what columns of things that are no records are called."""
    model = model_of(site, slug)
    return history.Words(models={} if model is None else {slug: model})
