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
from records.administration.lists import Display
from records.administration.scoped import ScopedAdmin
from records.administration.values import when

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from records.access.caller import Caller
    from records.history.models import Change


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
        return [
            Display("when", _("When"), render=lambda one: when(one.occurred_at)),
            Display("who", _("By"), render=history.who),
            Display("action", _("Action"), render=_action),
            Display("type", _("Type"), render=_type),
            Display("record", _("Record"), render=lambda one: one.record_id),
            Display("fields", _("Fields"), render=_fields),
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
            (event,) = history.events(caller, [change], self.presenter(caller))
            return format_html_join(
                mark_safe("<br>"),
                "<strong>{}</strong>: {} → {}",
                ((one.label, one.before, one.after) for one in event.changes),
            )

        return render


def _action(change: Change) -> str:
    return str(capfirst(change.get_action_display()))


def _type(change: Change) -> str:
    return str(capfirst(change.object_type.replace("_", " ")))


def _fields(change: Change) -> str:
    names = dict.fromkeys([*change.before, *change.after])
    text = ", ".join(list(names)[:4])
    return f"{text}, …" if len(names) > 4 else text
