"""How values look to people: in lists, on read-only pages, in the history."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from records.administration.labels import Labels, change_url
from records.schema.kinds import (
    AddressKind,
    AttachmentsKind,
    BooleanKind,
    ChoiceKind,
    DateKind,
    DocumentKind,
    EmailKind,
    MomentKind,
    NameSetKind,
    NumberKind,
    ReferenceKind,
    TextListKind,
    UrlKind,
)
from records.schema.kinds.numbers import plain_number
from records.schema.kinds.structures import ADDRESS_PARTS

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.utils.functional import _StrPromise

    from records.administration.labels import Reference
    from records.schema.fields import Field
    from records.schema.kinds import Badge, ValueKind
    from records.schema.object_types import ObjectType

NOTHING = "\N{EN DASH}"
_CHIP = (
    '<span class="bg-base-100 inline-block leading-none mr-1 px-2 py-1 whitespace-nowrap '
    'rounded-default text-xs dark:bg-base-800">{}</span>'
)
_COLORED_CHIP = (
    '<span class="bg-base-100 inline-flex items-center gap-1.5 leading-none mr-1 px-2 '
    'py-1 rounded-default text-xs dark:bg-base-800"><span class="h-2 rounded-full w-2" '
    'style="background-color: {}"></span>{}</span>'
)
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,32}")
"""A color as style sheets name it; anything else never reaches one."""
_LINK = '<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>'
_LONGEST_CELL = 60
_LONGEST_LINE = 40
_UNBROKEN = 24
"""Characters of a name or number that no cell breaks."""


def label_of(object_type: ObjectType, one: Field) -> str | _StrPromise:
    """Return what a field is called on a page.

    Its own label, else that of the model's column, else its name in words.
    """
    if one.custom:
        return one.label
    if one.label:
        return capfirst(one.label)
    path = one.paths[0] if one.paths else one.name
    names = {column.attname: column for column in object_type.model._meta.fields}
    names |= {column.name: column for column in object_type.model._meta.fields}
    column = names.get(path)
    if column is not None:
        return capfirst(column.verbose_name)
    # The catalogue knows the words of built-in fields, which nothing marks here.
    return _(capfirst(one.name.removesuffix("_id").replace("_", " ")))


@dataclass(frozen=True)
class Presenter:
    """Spells values as HTML. ``short`` cuts long texts, for the cells of lists."""

    site: AdminSite
    labels: Labels
    short: bool = False

    def show(self, one: Field, value: Any) -> str:
        """Return a field's stored value as text or safe HTML, never empty."""
        if one.kind.is_empty(value):
            return NOTHING
        references = references_in(one, value)
        if references:
            names = ((self._reference(*place),) for place in references)
            return format_html_join(", ", "{}", names)
        badges = one.kind.badges(value)
        if badges:
            return format_html_join("", "{}", ((_badge(badge),) for badge in badges))
        shown = self.show_kind(one.kind, value)
        text = f"{shown} {one.unit}" if one.unit else shown
        is_narrow = isinstance(one.kind, NumberKind | MomentKind | DateKind)
        return in_one_line(text) if self.short and is_narrow else text

    def show_kind(self, kind: ValueKind, value: Any) -> str:
        """Return a value of a kind that refers to nothing."""
        match kind:
            case BooleanKind():
                return _("Yes") if value else _("No")
            case ChoiceKind():
                return str(dict(kind.choices).get(value, value))
            case MomentKind() | DateKind():
                return _day_or_moment(value)
            case NumberKind():
                number = plain_number(value)
                places = None if isinstance(number, int) else kind.places
                return number_format(number, places, force_grouping=True)
            case NameSetKind() | TextListKind():
                return format_html_join("", _CHIP, ((name,) for name in value))
            case _:
                return self._structure_or_text(kind, value)

    def _structure_or_text(self, kind: ValueKind, value: Any) -> str:
        match kind:
            case AddressKind():
                parts = (value.get(part) for part in ADDRESS_PARTS)
                return ", ".join(part for part in parts if part)
            case AttachmentsKind():
                return format_html_join(
                    ", ",
                    "{}",
                    ((_web_link(one["url"], one.get("name")),) for one in value),
                )
            case DocumentKind():
                return self._document(value)
            case EmailKind():
                return format_html(_LINK, f"mailto:{value}", value)
            case UrlKind():
                return _web_link(value)
            case _:
                return self._text(kind.describe(value))

    def _text(self, text: str) -> str:
        if not self.short:
            return text
        if len(text) <= _UNBROKEN:
            return in_one_line(text)
        return Truncator(text).chars(_LONGEST_CELL)

    def _document(self, value: Any) -> str:
        if self.short:
            return self._text(json.dumps(value, ensure_ascii=False))
        text = json.dumps(value, ensure_ascii=False, indent=2)
        return format_html('<pre class="font-mono text-xs">{}</pre>', text)

    def _reference(self, slug: str, record_id: int) -> str:
        name = self.labels.find(slug, record_id) if slug else None
        url = change_url(self.site, slug, record_id) if name else None
        if name is None:
            return str(record_id)
        text = in_one_line(name) if self.short else name
        return format_html(_LINK, url, text) if url else text


def _day_or_moment(value: dt.date) -> str:
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return date_format(value, "DATE_FORMAT")


def target_of(one: Field) -> str:
    """Return the slug of the type that a field refers to, empty for none."""
    if one.referenced_type is not None:
        return one.referenced_type
    return one.kind.target if isinstance(one.kind, ReferenceKind) else ""


def references_in(one: Field, value: Any) -> list[Reference]:
    """Return the records that a value names, as far as it names any."""
    target = target_of(one)
    if not target or value is None:
        return []
    ids = value if one.kind.is_multiple else [value]
    return [(target, record_id) for record_id in ids]


def _badge(badge: Badge) -> SafeString:
    if not _COLOR.fullmatch(badge.color):
        return format_html(_CHIP, badge.text)
    return format_html(_COLORED_CHIP, badge.color, badge.text)


def _web_link(url: str, name: str | None = None) -> SafeString | str:
    # Anything else (javascript:) is shown, never linked.
    if not url.startswith(("http://", "https://")):
        return name or url
    return format_html(
        '<a href="{}" rel="noopener noreferrer" target="_blank" '
        'class="text-primary-600 dark:text-primary-500">{}</a>',
        url,
        name or url,
    )


def when(moment: dt.datetime) -> str:
    """Return a moment in the reader's time zone, to the second."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATE_FORMAT')}, {local:%H:%M:%S}"


def in_one_line(text: str) -> SafeString:
    """Return a text for a cell that no browser breaks, cut where it is long."""
    cut = Truncator(text).chars(_LONGEST_LINE)
    return format_html('<span class="whitespace-nowrap">{}</span>', cut)


def lines(text: str) -> SafeString:
    """Return text with its line breaks kept; HTML stays as it is."""
    if isinstance(text, SafeString):
        return text
    return format_html_join(
        mark_safe("<br>"), "{}", ((one,) for one in text.split("\n"))
    )
