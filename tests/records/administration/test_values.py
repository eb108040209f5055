"""How do values look to people?"""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.contrib import admin

from records.administration.labels import Labels
from records.administration.values import Presenter, references_in
from records.schema.fields import ColumnField, Field
from records.schema.kinds import Badge, IntegerKind, NumberKind, ReferenceKind, TextKind


@dataclass(frozen=True, slots=True)
class Colored(TextKind):
    """A text on a color."""

    color: str = ""

    def badges(self, value):
        return (Badge(value, self.color),)


def shown(tenant, kind, value, **options):
    presenter = Presenter(admin.site, Labels(tenant.caller))
    return presenter.show(ColumnField(name="one", kind=kind, **options), value)


@pytest.mark.parametrize("color", ["#2e7d32", "#fff", "green", "DarkSlateBlue"])
def test_a_badge_bears_its_color(tenant, color):
    assert f"background-color: {color}" in shown(tenant, Colored(color=color), "Done")


@pytest.mark.parametrize(
    "color", ["", "red;position:fixed", 'red"><script>', "url(x)", "#12", "var(--x)"]
)
def test_what_is_no_color_reaches_no_style(tenant, color):
    text = shown(tenant, Colored(color=color), "<b>")
    assert "style" not in text
    assert "&lt;b&gt;" in text


@pytest.mark.parametrize(
    ("kind", "value", "unit", "text"),
    [
        (NumberKind(), Decimal(5000), "", "5,000"),
        (NumberKind(places=2), Decimal("1200.5"), "EUR", "1,200.50 EUR"),
        (NumberKind(places=2), Decimal(1200), "EUR", "1,200 EUR"),
        (NumberKind(), Decimal("0.125"), "", "0.125"),
        (IntegerKind(0, 5), 4, "", "4"),
    ],
)
def test_a_number_is_read_in_its_unit(tenant, kind, value, unit, text):
    assert shown(tenant, kind, value, unit=unit) == text


def test_records_are_called_by_their_names_where_there_are_any(tenant):
    company = tenant.make("companies", name="Beta <Works>")
    text = shown(tenant, ReferenceKind(target="companies"), company)
    assert "Beta &lt;Works&gt;</a>" in text
    assert shown(tenant, ReferenceKind(target="companies"), 2**40) == str(2**40)
    assert shown(tenant, ReferenceKind(), company) == str(company)


def test_a_value_names_the_records_of_its_target():
    one = ColumnField(name="one", kind=ReferenceKind(target="companies"))
    assert references_in(one, 7) == [("companies", 7)]
    assert references_in(one, None) == []
    assert references_in(Field(name="one", kind=TextKind()), "7") == []
