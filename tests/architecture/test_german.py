"""Is everything that people read there in German?"""

import ast
import gettext
import re
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from records.administration.values import label_of
from records.schema.registry import registry

ROOT = Path(settings.BASE_DIR)
SHIPPED = ROOT / "locale" / "de" / "LC_MESSAGES"
FRAMEWORK = Path(django.__file__).parent
ROOMS = ("config", "crm", "custom_objects", "records")
# What only programs are told, in English, by dialects that speak no other language.
ENGLISH = (
    "custom_objects/api",
    "records/dialects/base",
    "records/dialects/document",
    "records/dialects/resource",
)
MARKS = {
    "_": (1, False),
    "gettext": (1, False),
    "gettext_lazy": (1, False),
    "gettext_noop": (1, False),
    "ngettext": (2, False),
    "ngettext_lazy": (2, False),
    "pgettext": (2, True),
    "pgettext_lazy": (2, True),
}
"""How many leading texts a call takes, and whether the first of them is a context."""
CONTEXT = "\x04"


def keys(path):
    """What a compiled catalogue translates."""
    with path.open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    return {key[0] if isinstance(key, tuple) else key for key in catalogue._catalog}


@pytest.fixture(scope="module")
def german():
    parts = ("conf", "contrib/admin", "contrib/auth")
    catalogues = (
        FRAMEWORK / part / "locale" / "de" / "LC_MESSAGES" / "django.mo"
        for part in parts
    )
    return keys(SHIPPED / "django.mo").union(*(keys(one) for one in catalogues))


def marked(tree):
    """The messages of a module, with their contexts."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
                pass
            case _:
                continue
        count, has_context = MARKS.get(name, (0, False))
        texts = [
            one.value
            for one in args[:count]
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        if count and len(texts) == count:
            yield CONTEXT.join(texts) if has_context else texts[0]


def calls_in(template):
    """The calls that Django's own extraction makes of a template's tags."""
    source = templatize(template)
    for found in re.finditer(r"\b_\(|\b[np]?gettext\(", source):
        for end in re.finditer(r"\)", source[found.start() :]):
            try:
                yield ast.parse(source[found.start() :][: end.end()])
            except SyntaxError:
                continue
            break


def messages():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(ENGLISH) and "/migrations/" not in place:
                for text in marked(ast.parse(path.read_text(encoding="utf-8"))):
                    yield place, text
    for path in sorted((ROOT / "templates").rglob("*.html")):
        place = path.relative_to(ROOT).as_posix()
        for call in calls_in(path.read_text(encoding="utf-8")):
            for text in marked(call):
                yield place, text


def test_every_message_is_there_in_german(german):
    found = list(messages())
    assert {"records", "templates"} <= {place.split("/")[0] for place, _text in found}
    missing = {text: place for place, text in found if text not in german}
    assert missing == {}


def test_no_translation_is_a_guess_or_left_open():
    text = (SHIPPED / "django.po").read_text(encoding="utf-8")
    assert "fuzzy" not in text
    assert not text.count("\n#~")
    entries = text.split("\n\n")[1:]
    assert [one for one in entries if re.search(r'(?m)^msgstr(\[\d\])? ""$', one)] == []


def test_no_message_is_translated_twice():
    text = (SHIPPED / "django.po").read_text(encoding="utf-8")
    names = re.findall(r'(?m)^((?:msgctxt ".+"\n)?msgid ".+")$', text)
    assert len(names) == len(set(names))


def test_plural_forms_keep_their_placeholders():
    text = (SHIPPED / "django.po").read_text(encoding="utf-8")
    placeholders = re.compile(r"%\(\w+\)[sd]|%[sd%]")
    plurals = re.findall(
        r'msgid_plural (".+")\n(msgstr\[0\] ".+"\nmsgstr\[1\] ".+")', text
    )
    assert plurals
    for plural, translated in plurals:
        wanted = set(placeholders.findall(plural))
        for one in translated.split("\n"):
            assert set(placeholders.findall(one)) == wanted, plural


def test_fields_that_are_called_by_their_names_have_german_ones(german):
    unknown = {
        str(label_of(object_type, one))
        for object_type in registry.built_in()
        for one in object_type.fields
        if not one.hidden and not one.label and one.name != "organization_id"
    }
    columns = {text[:1].upper() + text[1:] for text in german}
    assert unknown - german - columns == set()
