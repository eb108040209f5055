"""Which language is an answer in, and is every message there in German?"""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.envelopes import envelope_of
from tests.tenants import new_tenant

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "de" / "LC_MESSAGES"
MISSING = {"en": "There is no such record.", "de": "Diesen Datensatz gibt es nicht."}
# The rooms that speak to clients of this dialect alone.
ROOMS = ("records/dialects/envelope", "crm/wire/envelope")
MARKS = ("_", "gettext", "gettext_lazy")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("organization", "header", "language"),
    [
        ("en", None, "en"),
        ("de", None, "de"),
        ("de", "", "de"),
        ("de", "en", "en"),
        ("en", "de", "de"),
        ("en", "de-AT", "de"),
        ("en", "DE", "de"),
        ("en", "fr, de;q=0.5, en;q=0.9", "en"),
        ("en", "fr, de;q=0.5", "de"),
        ("de", "fr", "de"),
        ("de", "*", "de"),
        ("de", "nonsense;q=x", "de"),
        ("en", "x" * 5_000 + ", de", "en"),
    ],
)
def test_the_language_is_negotiated(organization, header, language):
    v2 = envelope_of(new_tenant(language=organization))
    told = v2("GET", "tags/1", headers={"Accept-Language": header})
    assert told.messages == MISSING[language]
    assert told.json["errors"][0]["error"]["details"] == MISSING["en"]
    assert told.headers["Content-Language"] == language
    fine = v2("GET", "tags", headers={"Accept-Language": header})
    assert fine.headers["Content-Language"] == language
    by = "Content-Language" if header is None else "Accept-Language"
    assert fine.headers["Vary"] == told.headers["Vary"] == by


@pytest.mark.django_db
def test_who_is_unknown_is_answered_in_the_language_of_the_house():
    v2 = envelope_of(new_tenant(language="de"))
    nobody = {"Authorization": None}
    told = v2("GET", "tags", headers=nobody)
    assert told.headers["Content-Language"] == "en"
    told = v2("GET", "tags", headers={**nobody, "Accept-Language": "de"})
    assert told.messages == "Das Zugriffstoken fehlt oder ist ungültig."
    told = v2("GET", "a/b/c/d/e", headers={"Accept-Language": "de"})
    assert told.messages == "Unter dieser Adresse gibt es nichts."


@pytest.mark.django_db
def test_messages_are_in_the_language_and_details_in_english():
    v2 = envelope_of(new_tenant(language="de"))
    told = v2.post("leads", owner_id=999, nope=1)
    shown = {
        one["error"]["field"]: (one["error"]["message"], one["error"]["details"])
        for one in told.json["errors"]
    }
    assert shown["/data/owner_id"] == (
        "Es gibt keinen Datensatz 999, auf den verwiesen werden kann.",
        "/data/owner_id: The value is not accepted.",
    )
    assert shown["/data/nope"][1] == "/data/nope: The attribute is not known."
    told = v2.ask("leads", "page=0")
    assert told.messages.startswith("page: Eine ganze Zahl")
    error = told.json["errors"][0]["error"]
    assert error["details"].startswith("page: The parameter is unknown")


def test_a_language_does_not_outlive_its_request(v2):
    assert v2("GET", "tags/1", headers={"Accept-Language": "de"}).messages
    assert v2.get("tags/1").messages == MISSING["en"]


def test_the_compiled_catalogue_says_what_the_text_says():
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    text = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    # Without those that have a context, which belongs to what is looked up.
    pairs = re.findall(r'(?m)(?<=[^"]\n)msgid (".+")\nmsgstr (".*")$', text)
    assert len(pairs) > 200
    for quoted, translated in pairs:
        message = ast.literal_eval(quoted)
        assert catalogue.gettext(message) == ast.literal_eval(translated), message


def test_placeholders_are_the_same_in_both_languages():
    text = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    placeholders = re.compile(r"%\(\w+\)[sd]|%[sd%]")
    for quoted, translated in re.findall(r'(?m)^msgid (".+")\nmsgstr (".*")$', text):
        assert sorted(placeholders.findall(quoted)) == sorted(
            placeholders.findall(translated)
        ), quoted


def messages(room):
    for path in (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id=name), args=[ast.Constant(value=str() as text)]
                ) if name in MARKS:
                    yield text


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_of_the_dialect_is_there_in_german(room):
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    spoken = set(messages(room))
    assert spoken
    # A fallback would answer the message itself.
    same = {text for text in spoken if catalogue.gettext(text) == text}
    assert same == set()
