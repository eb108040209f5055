"""What pages call their records: in the organization's words, where it has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from records.administration.selections import SelectionAdmin
from records.schema.registry import registry

if TYPE_CHECKING:
    from django.db.models.options import Options
    from django.http import HttpRequest
    from django.template.response import TemplateResponse

    from records.schema.object_types import ObjectType


class NamedOptions:
    """A model's options with other names for its rows, for templates to read."""

    def __init__(self, options: Options[Any], object_type: ObjectType) -> None:
        self._options = options
        self.verbose_name = object_type.label
        self.verbose_name_plural = object_type.label_plural

    def __getattr__(self, name: str) -> Any:
        return getattr(self._options, name)


class NamedAdmin(SelectionAdmin):
    """Pages that say what the organization calls its records."""

    def naming_type(self, request: HttpRequest) -> ObjectType | None:
        """Return the type whose words the page uses, ``None`` for the model's own."""
        found, *others = self.types(request)
        if others:
            return None
        declared = registry.built_in_type(found.slug)
        names = (str(found.label), str(found.label_plural))
        if names == (str(declared.label), str(declared.label_plural)):
            return None
        return found

    def put_names_on_page(self, request: HttpRequest, record: Any = None) -> Any:
        """Let the page be titled in the organization's words; return the options."""
        found = self.naming_type(request)
        if found is None:
            return self.opts
        parts = [{"title": found.label_plural, "link": self.list_url(request)}]
        if record is not None:
            link = self.own_url("change", record.pk)
            parts.append({"title": str(record), "link": link})
        vars(request)["header_parts"] = parts  # for the theme's header
        return NamedOptions(self.opts, found)

    def menu_items(self, request: HttpRequest) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().menu_items(request)
        found = self.naming_type(request)
        if found is None:
            return items
        # The theme takes titles of the sidebar for HTML.
        return [{**one, "title": escape(found.label_plural)} for one in items]

    def page(
        self, request: HttpRequest, template: str, **context: Any
    ) -> TemplateResponse:
        options = self.put_names_on_page(request, context.get("original"))
        return super().page(request, template, **{"opts": options, **context})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        response = super().render_change_form(
            request, context, add, change, form_url, obj
        )
        options = self.put_names_on_page(request, obj)
        if options is not self.opts:
            label = str(options.verbose_name)
            # Django has put the model's own into the context just now.
            title = _("Add %s") % label if add else label
            if add:
                vars(request)["header_parts"].append({"title": title})
            response.context_data.update(opts=options, title=title)
        return response
