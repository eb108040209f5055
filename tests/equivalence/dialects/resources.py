"""The types that three dialects show, and what all three can ask of them.

The envelope dialect asks only whether a value equals another, of the fields that its
contract names; fields of an organization's own it knows by their labels.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from tests.equivalence.alphabets import AGREEING, FOLDED, texts
from tests.equivalence.dialects.specimens import STAGES, Specimen, specimens, text_key

EQUAL = ("eq",)
# Labels with everything that the parameter's grammar itself uses.
LABELS = {
    "words": "Straße, Nr: b",
    "size": "Größe [cm]",
    "price": "custom_fields:price",
    "stars": "★ desc",
    "choice": "Region:desc",
    "stage": "100% & more = fun?",
    "labels": "rot,grün",
}
SORTED = frozenset(LABELS) - {"labels"}


@dataclass(frozen=True)
class Shared:
    """One type: where each dialect has it, and its built-in fields.

    ``document`` and ``envelope`` rename fields; ``narrowed`` are the parameters that
    leave only this type in a collection of the envelope dialect.
    """

    slug: str
    path: str
    fields: Mapping[str, Specimen]
    document: Mapping[str, str] = field(default_factory=dict)
    envelope: Mapping[str, str] = field(default_factory=dict)
    narrowed: Mapping[str, str] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    """Fields that no record is without."""

    def records(self, drawn: Mapping[str, Specimen]) -> st.SearchStrategy[Any]:
        """Draw the values of a record."""
        values = {name: one.values for name, one in drawn.items()}
        needed = {
            name: self.fields[name].values.filter(lambda value: value is not None)
            for name in self.needed
        }
        others = {name: one for name, one in values.items() if name not in needed}
        return st.fixed_dictionaries(needed, optional=others)


def custom_specimens() -> dict[str, Specimen]:
    """Return the fields that organizations define and three dialects can ask for."""
    known = specimens([0], [0])
    found = {}
    for name, label in LABELS.items():
        one = known[name]
        columns = one.definition
        if not isinstance(columns, dict):
            columns = {"type": columns}
        found[name] = replace(
            one,
            definition={**columns, "label": label},
            operators=EQUAL,
            is_sortable=name in SORTED,
        )
    return found


def shared_types(people: list[int], users: list[int]) -> list[Shared]:
    """Return the types; ``people`` and ``users`` are ids to point at."""
    name, number = (_text(FOLDED), _text(AGREEING, is_sortable=False))
    user = Specimen(
        None, st.sampled_from(users), EQUAL, is_sortable=False, is_record="user_"
    )
    known = specimens(people, users)
    mail = replace(known["mail"], operators=EQUAL)
    reach = {"email": mail, "phone": number, "mobile": number, "owner_id": user}
    return [
        Shared(
            "leads",
            "leads",
            {
                "first_name": name,
                "last_name": name,
                "organization_name": name,
                "status": _text(AGREEING),
                **reach,
            },
            needed=("last_name",),
        ),
        Shared(
            "contacts",
            "contacts",
            {"first_name": name, "last_name": name, **reach},
            narrowed={"is_organization": "false"},
            needed=("last_name",),
        ),
        Shared(
            "companies",
            "contacts",
            {"name": name, **reach},
            narrowed={"is_organization": "true"},
            needed=("name",),
        ),
        Shared(
            "deals",
            "deals",
            {
                "name": name,
                "amount": replace(known["price"], operators=()),
                "hot": replace(known["flag"], operators=EQUAL),
                "estimated_close_date": replace(known["day"], operators=EQUAL),
                "contact_id": replace(
                    known["person"], operators=EQUAL, is_sortable=False
                ),
                "owner_id": user,
            },
            document={
                "amount": "value",
                "estimated_close_date": "close_date",
                "contact_id": "contact",
            },
            envelope={"amount": "value"},
            needed=("name", "hot"),
        ),
    ]


def _text(alphabet: str, *, is_sortable: bool = True) -> Specimen:
    words = texts(alphabet, least=1).map(str.strip).filter(bool)
    return Specimen(None, words, EQUAL, key=text_key, is_sortable=is_sortable)


# -- spelling -----------------------------------------------------------------------

STAGE_NAMES = {one.lower(): one for one in STAGES}


def envelope_value(name: str, value: Any) -> str:
    """Return an operand as a client of the envelope dialect writes it."""
    if name == "stage":
        return STAGE_NAMES[value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def envelope_name(shared: Shared, name: str, *, sorting: bool = False) -> str:
    """Return what a field is called in a parameter's name or in ``sort_by``."""
    if name in LABELS:
        label = LABELS[name]
        return f"custom_fields:{label}" if sorting else f"custom_fields[{label}]"
    return shared.envelope.get(name, name)
