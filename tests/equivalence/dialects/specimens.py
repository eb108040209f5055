"""One field of every type: what may lie in it, and how its values compare.

Written from the contracts and the decisions, not from the code under test. Values are
as the resource dialect answers them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.equivalence.alphabets import FOLDED, texts

EQUALITY = ("eq", "neq", "ne", "in", "not_in", "nin")
RANGE = ("gt", "gte", "lt", "lte")
EMPTINESS = ("empty", "not_empty")

LONG = "Ä" * 85
"""Alike in the eighty characters that order text."""
CHOICES = ("Straße", "STRASSE", "Äpfel", "zebra", "Über uns")
STAGES = ("Zuerst", "Review", "Ende")
LABELS = ("rot", "Grün", "blau", "ẞ")
NUMBERS = (0, 1, -1, 2.5, -0.000001, 0.1, 999999999999999, -999999999999999, 10, 9)
AMOUNTS = (0, 0.01, -12.5, 10000.5, 9999999999999.99)
DAYS = ("0001-01-01", "2024-02-29", "2026-03-28", "2026-03-29", "9999-12-31")
MOMENTS = (
    "2026-03-28T23:59:59Z",
    "2026-03-29T00:00:00Z",
    "2026-03-29T01:00:00Z",
    "2026-03-29T02:30:00+02:00",
    "2026-10-25T02:30:00+01:00",
    "9999-12-31T00:00:00Z",
)
MAILS = ("ada@example.com", "ADA@example.com", "o@example.com", "b@example.com")

PHONES = ("+49 30 901820", "+4930901820", "030 901820", "(030) 90-18.20", "110")
LINKS = (
    "https://example.com/Ä",
    "https://example.com/ä",
    "https://EXAMPLE.com/ä?q=%C3%A4",
    f"https://example.com/{'x' * 80}1",
    f"https://example.com/{'x' * 80}0",
)


def text_key(value: str) -> str:
    return value.casefold()


def moment_key(value: str) -> dt.datetime:
    return dt.datetime.fromisoformat(value).astimezone(dt.UTC)


@dataclass(frozen=True)
class Specimen:
    """A field and its oracle.

    ``key`` is what values are ordered and compared by, ``same`` what equality compares;
    ``sort_key`` differs from ``key`` where only the beginning orders.
    """

    definition: Any
    values: st.SearchStrategy[Any]
    operators: tuple[str, ...] = EQUALITY
    key: Callable[[Any], Any] = lambda value: value
    same: Callable[[Any], Any] = lambda value: value
    sort_key: Callable[[Any], Any] | None = None
    is_sortable: bool = True
    is_multiple: bool = False
    is_record: str = ""
    """How the document dialect begins the id of what the value names."""

    def order(self, value: Any) -> Any:
        return (self.sort_key or self.key)(value)

    def in_document(self, value: Any) -> Any:
        """Return an operand as the document dialect spells it."""
        return f"{self.is_record}{value}" if self.is_record else value


def specimens(people: list[int], users: list[int]) -> dict[str, Specimen]:
    """Return a field of each type; ``people`` and ``users`` are ids to point at."""
    words = st.one_of(texts(FOLDED, least=1), st.sampled_from([LONG + "a", LONG + "B"]))
    # The writer trims text; what is drawn is what is stored.
    words = words.map(str.strip).filter(bool)
    numbers = st.one_of(
        st.sampled_from(NUMBERS), st.integers(-50, 50), st.integers(-(10**12), 10**12)
    )
    return {
        "words": Specimen(
            "text",
            words,
            (*EQUALITY, *RANGE, "contains"),
            key=text_key,
            sort_key=lambda value: value.casefold()[:80],
        ),
        "story": Specimen(
            {"type": "long_text", "is_filterable": True},
            words.map(lambda text: f"{text}\nß{text}"),
            (*EQUALITY, *RANGE, "contains"),
            key=text_key,
            sort_key=lambda value: value.casefold()[:80],
        ),
        "line": Specimen(
            "phone",
            st.sampled_from(PHONES),
            (*EQUALITY, *RANGE, "contains"),
            key=text_key,
        ),
        "link": Specimen(
            "url",
            st.sampled_from(LINKS),
            (*EQUALITY, *RANGE, "contains"),
            key=text_key,
            sort_key=lambda value: value.casefold()[:80],
        ),
        "mail": Specimen(
            "email",
            st.sampled_from(MAILS),
            (*EQUALITY, "contains"),
            key=text_key,
            same=text_key,
        ),
        "size": Specimen(
            "number",
            numbers,
            (*EQUALITY, *RANGE),
            key=lambda value: Decimal(str(value)),
            same=lambda value: Decimal(str(value)),
        ),
        "price": Specimen(
            "currency",
            st.sampled_from(AMOUNTS),
            (*EQUALITY, *RANGE),
            key=lambda value: Decimal(str(value)),
            same=lambda value: Decimal(str(value)),
        ),
        "stars": Specimen("rating", st.integers(0, 5), (*EQUALITY, *RANGE)),
        "day": Specimen("date", st.sampled_from(DAYS), (*EQUALITY, *RANGE)),
        "moment": Specimen(
            "datetime",
            st.sampled_from(MOMENTS),
            (*EQUALITY, *RANGE),
            key=moment_key,
            same=moment_key,
        ),
        "flag": Specimen("checkbox", st.booleans(), ("eq", "neq", "ne")),
        "choice": Specimen(
            {"type": "dropdown", "options": CHOICES},
            st.sampled_from(CHOICES),
            key=text_key,
        ),
        "stage": Specimen(
            {"type": "status", "options": STAGES},
            st.sampled_from([one.lower() for one in STAGES]),
            (*EQUALITY, *RANGE),
            key=[one.lower() for one in STAGES].index,
        ),
        "labels": Specimen(
            {"type": "multi_select", "options": LABELS},
            st.lists(st.sampled_from(LABELS), min_size=1, max_size=3, unique=True),
            ("eq", "in", "not_in", "nin"),
            is_sortable=False,
            is_multiple=True,
        ),
        "person": Specimen(
            {"type": "reference", "settings": {"object": "contacts"}},
            st.sampled_from(people),
            is_record="rec_contacts_",
        ),
        "people": Specimen(
            {"type": "multi_reference", "settings": {"object": "contacts"}},
            st.lists(st.sampled_from(people), min_size=1, max_size=2, unique=True),
            ("eq", "in", "not_in", "nin"),
            is_sortable=False,
            is_multiple=True,
            is_record="rec_contacts_",
        ),
        "user": Specimen("user", st.sampled_from(users), is_record="user_"),
    }
