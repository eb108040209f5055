"""Do values lie in the index where questions look for them?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import Q

from custom_objects.indexing import (
    KEY_LENGTH,
    BooleanIndex,
    ChoiceIndex,
    MemberIndex,
    MomentIndex,
    NumberIndex,
    RefIndex,
    StageIndex,
    TextIndex,
    hash_of,
    index_rows,
)
from records.query import Operator
from tests.custom_objects.specifications import OPTIONS

NOON = dt.datetime(2026, 3, 29, 12, tzinfo=dt.UTC)
LONG = "Ä" * 100


@pytest.mark.parametrize(
    ("index", "value", "columns"),
    [
        (
            TextIndex(),
            "Straße",
            {"text": "strasse", "text_key": "strasse", "exact": hash_of("Straße")},
        ),
        (
            TextIndex(ignores_case=True),
            "A@B.C",
            {"text": "a@b.c", "text_key": "a@b.c", "exact": hash_of("a@b.c")},
        ),
        (
            TextIndex(),
            LONG,
            {
                "text": "ä" * 100,
                "text_key": "ä" * KEY_LENGTH,
                "exact": hash_of(LONG),
            },
        ),
        (NumberIndex(), 0.1, {"number": Decimal("0.1")}),
        (NumberIndex(), 10**14, {"number": Decimal(10**14)}),
        (MomentIndex(), "2026-03-29T12:00:00.000Z", {"moment": NOON}),
        (MomentIndex(), "2026-03-29", {"moment": NOON.replace(hour=0)}),
        (RefIndex(), 7, {"ref": 7}),
        (BooleanIndex(), False, {"ref": 0}),
        (
            ChoiceIndex(OPTIONS),
            13,
            {"ref": 13, "text": "strasse", "text_key": "strasse"},
        ),
        (ChoiceIndex(OPTIONS), 99, {"ref": 99, "text": None, "text_key": None}),
        (StageIndex(OPTIONS), 12, {"ref": 12, "number": Decimal(2)}),
        (StageIndex(OPTIONS), 99, {"ref": 99, "number": None}),
    ],
)
def test_a_stored_value_fills_the_columns_of_its_kind(index, value, columns):
    assert index.columns(value) == columns


@pytest.mark.parametrize(
    ("index", "operator", "operand", "predicate"),
    [
        (
            TextIndex(),
            Operator.EQ,
            "ÄB",
            Q(text_key="äb") & Q(exact=hash_of("ÄB")),
        ),
        (
            TextIndex(ignores_case=True),
            Operator.IN,
            ("ÄB",),
            Q(text_key__in={"äb"}) & Q(exact__in={hash_of("äb")}),
        ),
        (
            TextIndex(),
            Operator.GT,
            "ä" * 100,
            Q(text_key__gte="ä" * KEY_LENGTH) & Q(text__gt="ä" * 100),
        ),
        (TextIndex(), Operator.CONTAINS, "äb", Q(text__contains="äb")),
        (
            TextIndex(),
            Operator.STARTS_WITH,
            "ä" * 100,
            Q(text_key__startswith="ä" * KEY_LENGTH) & Q(text__startswith="ä" * 100),
        ),
        (NumberIndex(), Operator.GTE, Decimal(5), Q(number__gte=Decimal(5))),
        (NumberIndex(), Operator.IN, (Decimal(5),), Q(number__in=(Decimal(5),))),
        (
            MomentIndex(),
            Operator.LT,
            dt.date(2026, 3, 29),
            Q(moment__lt=NOON.replace(hour=0)),
        ),
        (MomentIndex(), Operator.IN, (NOON,), Q(moment__in=[NOON])),
        (RefIndex(), Operator.IN, (1, 2), Q(ref__in=(1, 2))),
        (MemberIndex(), Operator.CONTAINS, 7, Q(ref=7)),
        (MemberIndex(), Operator.IN, (7,), Q(ref__in=(7,))),
        (BooleanIndex(), Operator.EQ, True, Q(ref=1)),
        (BooleanIndex(), Operator.IN, (True, False), Q(ref__in=[1, 0])),
        (ChoiceIndex(OPTIONS), Operator.EQ, 11, Q(ref=11)),
        (ChoiceIndex(OPTIONS), Operator.CONTAINS, "stra", Q(text__contains="stra")),
        (StageIndex(OPTIONS), Operator.IN, (11, 12), Q(ref__in=(11, 12))),
        (StageIndex(OPTIONS), Operator.GT, 12, Q(number__gt=2)),
        (StageIndex(OPTIONS), Operator.GT, 99, Q(pk__in=[])),
    ],
)
def test_a_comparison_asks_the_column_that_its_index_serves(
    index, operator, operand, predicate
):
    assert index.matching(operator, operand) == predicate


def test_a_hash_is_a_signed_integer_of_the_database_that_tells_case():
    assert hash_of("a") != hash_of("A")
    assert all(-(2**63) <= hash_of(str(one)) < 2**63 for one in range(200))


@pytest.mark.parametrize("value", [None, "", []])
def test_no_value_fills_no_row(value):
    assert index_rows(TextIndex(), value, is_multiple=False) == []


def test_several_values_fill_a_row_each_in_their_order():
    assert index_rows(RefIndex(), [12, 11], is_multiple=True) == [
        {"ref": 12},
        {"ref": 11},
    ]
