"""Is the text that the oracle is asked about text that both databases fold alike?"""

import pytest
from django.db import connection

from tests.equivalence.alphabets import AGREEING, FOLDED


@pytest.mark.postgres
@pytest.mark.django_db
def test_lower_folds_the_agreeing_alphabet_as_python_does():
    pairs = [first + second for first in AGREEING for second in AGREEING]
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT lower(one COLLATE "und-x-icu") FROM unnest(%s::text[]) AS one',
            [pairs],
        )
        lowered = [row[0] for row in cursor.fetchall()]
    assert lowered == [pair.casefold() for pair in pairs]


def test_the_other_alphabet_holds_what_lower_leaves_alone():
    assert "ß".casefold() != "ß".lower()
    assert set(AGREEING) < set(FOLDED)


def test_folding_twice_changes_nothing():
    # Operands are folded before they reach the database, which folds them again.
    assert FOLDED.casefold().casefold() == FOLDED.casefold()
