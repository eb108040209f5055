"""Does the benchmark measure what its names say?"""

import pytest

from tests.benchmarks.measurements import Measurement, measure
from tests.benchmarks.pairs import NEW, PAGE, Pair, load, pairs


@pytest.mark.django_db
def test_every_pair_is_about_records_and_leaves_them_as_they_were():
    demo = load(300)
    told = {one.name: (one.measured(), one.against()) for one in pairs(demo, count=300)}
    assert told.pop(f"{NEW} contacts in bulk / one") == (NEW, 1)
    rare = told.pop("shipments of a rare carrier / all")
    two = told.pop("shipments of two own conditions / all")
    calling = told.pop("who calls from this number / the first page")
    assert [one[1] for one in (rare, two, calling)] == [PAGE] * 3
    assert set(told.values()) == {(PAGE, PAGE)}
    again = [one.measured() for one in pairs(demo, count=300)]
    assert again.count(PAGE) == len(told)


def test_a_pair_is_measured_in_turns():
    turns = []
    pair = Pair(
        name="one / other",
        measured=lambda: turns.append("one") or 1,
        against=lambda: turns.append("other") or 1,
    )
    told = measure(pair, rounds=3)
    assert turns == ["one", "other"] * 5
    assert (len(told.measured), len(told.against)) == (3, 3)


def test_the_ratio_is_the_median_of_the_rounds():
    told = Measurement(name="a / b", measured=[0.2, 0.9, 0.4], against=[0.1, 0.1, 0.1])
    assert told.ratio == pytest.approx(4)
    assert str(told) == " 4.00  (2.00 to 9.00)    400.0  a / b"
