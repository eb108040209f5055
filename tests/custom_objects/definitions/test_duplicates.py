"""Are records that repeat a value found, however many there are?"""

import random

import pytest

from custom_objects.definitions.duplicates import Duplicates

SMALLEST, LARGEST = -(2**63), 2**63 - 1


def found(entries, *, run=50_000, most=20):
    with Duplicates(run=run) as duplicates:
        for key, record_id in entries:
            duplicates.add(key, record_id)
        return duplicates.found(most)


def test_nothing_repeats_nothing():
    assert found([]) == (0, [])
    assert found([(1, 1), (2, 2), (SMALLEST, 3), (LARGEST, 4)]) == (0, [])


def test_the_first_record_with_a_value_does_not_repeat_it():
    assert found([(7, 3), (7, 1), (8, 2), (7, 9)]) == (2, [3, 9])


def test_only_the_first_are_named():
    entries = [(1, number) for number in range(100)]
    assert found(entries, most=3) == (99, [1, 2, 3])


@pytest.mark.parametrize("run", [1, 2, 7, 100, 10_000])
def test_runs_of_any_length_give_the_same(run):
    chance = random.Random(4)  # noqa: S311 - a test's
    entries = [(chance.randint(-50, 50), number) for number in range(700)]
    entries += [(SMALLEST, 700), (LARGEST, 701), (SMALLEST, 702)]
    seen, repeating = set(), []
    for key, record_id in entries:
        if key in seen:
            repeating.append(record_id)
        seen.add(key)
    chance.shuffle(entries)
    assert found(entries, run=run, most=9) == (len(repeating), repeating[:9])
