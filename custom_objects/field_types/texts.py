"""Types whose values are text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from custom_objects.field_types.base import FieldType
from custom_objects.indexing import TextIndex
from custom_objects.kinds import PhoneKind
from records.schema.kinds import EmailKind, TextKind, UrlKind

if TYPE_CHECKING:
    from custom_objects.specification import FieldSpecification
    from records.schema.kinds import ValueKind


class _TextType(FieldType):
    family: ClassVar[str] = "text"
    can_be_unique: ClassVar[bool] = True
    can_be_searched: ClassVar[bool] = True

    def index(self, specification: FieldSpecification) -> TextIndex:
        return TextIndex()


class SingleLineText(_TextType):
    """A line of up to 255 characters."""

    slug = "text"
    label = _("Text")
    hint = _("A name, a code, a few words.")
    names: ClassVar = {
        "resource": ("text",),
        "document": ("text",),
        "envelope": ("string",),
    }

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return TextKind(255)


class LongText(_TextType):
    """Text of any length with line breaks."""

    slug = "long_text"
    label = _("Long text")
    hint = _("Sentences over several lines.")
    names: ClassVar = {
        "resource": ("long-text", "longText"),
        "document": ("long_text",),
        "envelope": ("text",),
    }
    can_be_unique = False
    is_filtered_at_first = False

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return TextKind(multiline=True)


class Email(_TextType):
    """An e-mail address; compared without regard to case."""

    slug = "email"
    label = _("E-mail")
    hint = _("An e-mail address; anything else is refused.")
    is_compared_as_stored = False
    names: ClassVar = {
        "resource": ("email",),
        "document": ("email",),
        "envelope": ("email",),
    }

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return EmailKind(checked=True)

    def index(self, specification: FieldSpecification) -> TextIndex:
        return TextIndex(ignores_case=True)


class Phone(_TextType):
    """A telephone number, kept as written."""

    slug = "phone"
    label = _("Phone")
    hint = _("A telephone number.")
    names: ClassVar = {
        "resource": ("phone",),
        "document": ("phone",),
        "envelope": ("phone",),
    }

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return PhoneKind()


class Url(_TextType):
    """A web address."""

    slug = "url"
    label = _("URL")
    hint = _("The address of a web page.")
    names: ClassVar = {
        "resource": ("url", "domain"),
        "document": ("url",),
        "envelope": ("url",),
    }

    def kind(self, specification: FieldSpecification) -> ValueKind:
        return UrlKind(checked=True)


class File(Url):
    """The address of a stored file."""

    slug = "file"
    label = _("File")
    hint = _("The web address of a document that is stored elsewhere.")
    names: ClassVar = {"resource": ("file",), "document": ("file",)}
    can_be_unique = False


class Image(File):
    """The address of a stored image."""

    slug = "image"
    label = _("Image")
    hint = _("The web address of a picture.")
    names: ClassVar = {"resource": ("image",), "document": ("image",)}
