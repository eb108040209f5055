"""Text that is hard to compare.

Every character here can be stored as it is. A column that keeps its fold is compared
by Python's ``str.casefold`` on both databases; any other text column is folded by
``lower()`` on PostgreSQL (decision 15), which leaves ``ß``, the final sigma and a few
more alone. For those columns values and operands are drawn from ``AGREEING``, where
both folds are the same; ``test_alphabets`` proves that they are.
"""

from hypothesis import strategies as st

_PLAIN = "aAbBzZ019"
_MARKS = "%_\\'\"*,;.@-/ "
_ACCENTED = "ÄäÖéÉñÑøØıİЖжԱա"
_BEYOND = "e\u0301🙂漢\u00a0"
AGREEING = _PLAIN + _MARKS + _ACCENTED + _BEYOND
"""Where casefold and lower() are the same, alone and side by side."""
FOLDED = AGREEING + "ßẞςσΣſﬁǅŉΐᾳ\u0345"
"""What casefold knows better than lower()."""


def texts(alphabet: str, *, least: int = 0, most: int = 8) -> st.SearchStrategy[str]:
    """Draw texts, short so that they meet."""
    return st.text(st.sampled_from(alphabet), min_size=least, max_size=most)
