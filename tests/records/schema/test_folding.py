"""Comparing text without regard to case."""

import pytest
from django.db.models import F, Value
from hypothesis import given
from hypothesis import strategies as some

from crm.models import Company, Contact
from records.schema.folding import Fold, FoldField, fold, fold_or_none

WORDS = ["Äpfel", "äpfel", "STRASSE", "straße", "Zebra", "zebra", "apple", "ΣΊΣΥΦΟΣ"]


def names(tenant, *texts):
    for text in texts:
        tenant.make("companies", name=text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ä", "ä"), ("ß", "ss"), ("SS", "ss"), ("ﬁ", "fi"), ("İ", "i̇"), ("Ada", "ada")],
)
def test_a_fold_is_that_of_python(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("text", [None, ""])
def test_no_text_has_no_fold(text):
    assert fold_or_none(text) is None


@given(some.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_a_fold_column_keeps_the_fold_of_its_source_on_every_save(tenant):
    names(tenant, *WORDS)
    rows = Company.objects.for_organization(tenant.organization.pk)
    assert list(rows.order_by("pk").values_list("name_fold", flat=True)) == [
        one.casefold() for one in WORDS
    ]
    row = rows.order_by("pk")[0]
    row.name = "ÖL"
    row.save()
    row.refresh_from_db()
    assert row.name_fold == "öl"


def test_a_fold_column_follows_a_change_through_the_writer(tenant):
    contact = tenant.make("contacts", first_name="ADA")
    tenant.api.put(f"/api/contacts/{contact}", {"first_name": ""})
    rows = Contact.objects.for_organization(tenant.organization.pk)
    row = rows.get(pk=contact)
    assert (row.first_name, row.first_name_fold) == ("", None)


def test_fold_columns_sort_by_code_point_on_every_database(tenant):
    names(tenant, *WORDS)
    rows = Company.objects.for_organization(tenant.organization.pk)
    found = list(rows.order_by("name_fold", "pk").values_list("name", flat=True))
    assert found == sorted(WORDS, key=lambda one: one.casefold())


def test_a_column_without_a_fold_is_folded_by_the_database(tenant):
    tenant.make("companies", name="Acme", domain="ÄÖÜ.Example")
    rows = Company.objects.for_organization(tenant.organization.pk)
    folded = rows.annotate(folded=Fold(F("domain")))
    assert folded.get().folded == "äöü.example"
    assert rows.filter(domain__isnull=False).annotate(
        folded=Fold(Value("ÉCOLE"))
    ).get().folded == "école"  # fmt: skip


def test_the_database_folds_null_to_null(tenant):
    tenant.make("companies", name="Acme")
    rows = Company.objects.for_organization(tenant.organization.pk)
    assert rows.annotate(folded=Fold(F("domain"))).get().folded is None


def test_a_fold_column_is_described_to_migrations_by_its_source_alone():
    field = FoldField(of="name")
    field.set_attributes_from_name("name_fold")
    name, path, args, options = field.deconstruct()
    assert (name, path, args) == (
        "name_fold",
        "records.schema.folding.FoldField",
        [],
    )
    assert options == {"of": "name"}
    again = FoldField(*args, **options)
    assert again.null
    assert not again.editable
