"""The operators."""

from records.query import Operator
from records.query.operators import EQUALITY, MATCHING, RANGE


def test_every_operator_belongs_to_one_family():
    families = [EQUALITY, RANGE, MATCHING]
    assert sorted(one for family in families for one in family) == sorted(Operator)


def test_no_operator_negates():
    assert not [one for one in Operator if "not" in one.value or "ne" in one.value]
