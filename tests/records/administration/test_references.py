"""Which ids does an input of records take?"""

import pytest
from django.core.exceptions import ValidationError

from records.administration.labels import Labels
from records.administration.references import (
    ReferenceField,
    ReferencesField,
    record_id_in,
)


def field(tenant, kind, **options):
    return kind(target="companies", labels=Labels(tenant.caller), url="/x", **options)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", None),
        ("-1", None),
        ("", None),
        (None, None),
        ("x", None),
        ("\N{FULLWIDTH DIGIT SEVEN}", None),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 30, None),
    ],
)
def test_an_id_is_a_positive_number_that_fits(text, number):
    assert record_id_in(text) == number


def test_one_record(tenant):
    one = field(tenant, ReferenceField, required=False)
    assert one.clean("7") == 7
    assert one.clean("") is None
    with pytest.raises(ValidationError):
        one.clean("x")
    assert not one.has_changed(7, "7")
    assert one.has_changed(7, "")


def test_several_records_in_their_order(tenant):
    several = field(tenant, ReferencesField, required=False)
    assert several.clean(["3", "1", "3"]) == [3, 1]
    assert several.clean([]) == []
    with pytest.raises(ValidationError):
        several.clean(["3", "x"])
    assert not several.has_changed([3, 1], ["3", "1"])
    assert several.has_changed([3, 1], ["1", "3"])
    assert several.has_changed(None, ["1"])


def test_a_select_holds_the_chosen_records_only(tenant, stranger):
    mine = tenant.make("companies", name="Beta")
    tenant.make("companies", name="Gamma")
    foreign = stranger.make("companies", name="Quagga")
    several = field(tenant, ReferencesField)
    page = several.widget.render("one", [mine, foreign])
    assert "Beta" in page
    assert f"#{foreign}" in page
    assert "Gamma" not in page
    assert "Quagga" not in page
    assert 'value=""' not in page
    assert 'value=""' in field(tenant, ReferenceField).widget.render("one", None)
