"""Records to ask questions about: a few of each type, drawn to be alike and awkward."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from records.schema.fields import Field, RelationField
from records.schema.kinds import ChoiceKind, IntegerKind
from records.schema.object_types import ObjectType, Operation
from records.schema.problems import ValueProblem
from tests.equivalence.alphabets import AGREEING, FOLDED, texts
from tests.equivalence.oracle import Row
from tests.equivalence.resources import alphabet, can_be_drawn, type_of
from tests.factories import MembershipFactory, UserFactory, make_many
from tests.samples import exclusive
from tests.tenants import Tenant

NUMBERS = (
    0,
    1,
    -1,
    7,
    10,
    25,
    100.5,
    0.1,
    -0.000001,
    123456789.123456,
    999999999999999,
    -999999999999999,
)
MOMENTS = (
    "0001-01-01T00:00:00Z",
    "9999-12-31T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "2024-03-09T23:59:59.999Z",
    "2024-03-10T00:00:00Z",
    "2024-03-10T00:00:00.001Z",
    "2024-03-10",
    "2024-03-10T01:00:00+01:00",
    "2024-02-29T12:30:00.5",
)
DAYS = ("0001-01-01", "2024-02-29", "2024-03-09", "2024-03-10", "9999-12-31")
DOCUMENTS: tuple[Any, ...] = ({}, {"a": 1}, {"a": [None, "ẞ"]})
ADDRESSES = (None, {"city": "Zürich"}, {"line1": "%_"})
ATTACHMENTS: tuple[Any, ...] = (
    None,
    [],
    [{"url": "https://example.com/ä", "name": "ß"}],
)
PRICES: tuple[Any, ...] = (
    [],
    [{"amount": 0, "currency": "USD"}],
    [{"amount": 12.5, "currency": "EUR"}, {"amount": 99.99, "currency": "PLN"}],
)
VARIATIONS = (0, -100, 10, 12.5, -0.000001, 250)
STATUSES = (
    *("won", "Lost", "QUALIFIED", "neu Ä", "ẞ 100%", "in_progress"),
    *("New", "closed"),
)


@dataclass
class World:
    """An organization with a few records of every type to point at."""

    tenant: Tenant
    pools: dict[str, list[int]] = field(default_factory=dict)

    def stages(self) -> list[Row]:
        """Return the stages as they stand now."""
        rows: list[Row] = self.tenant.api.get("/api/stages", range=[0, 999]).json
        return rows

    def rows(self, slug: str) -> list[Row]:
        """Return every record of a type, archived ones too, as the API reads it."""
        kept = {"include_archived": True} if type_of(slug).has_archive else {}
        answer = self.tenant.api.get(f"/api/{slug}", range=[0, 999], filter=kept)
        assert answer.status == 200, answer.json
        rows: list[Row] = answer.json
        return rows


def new_world(tenant: Tenant) -> World:
    """Give an organization what drawn records point at."""
    world = World(tenant)
    named: list[Row] = [{"name": "Zorn & Söhne"}, {"name": "ärger"}, {"name": "ẞTRAẞE"}]
    batches: tuple[tuple[str, list[Row]], ...] = (
        ("companies", named),
        ("contacts", [{"first_name": "Ökonom"}, {"last_name": "zz"}, {"name": "É f"}]),
        ("deals", [{"name": "Éins"}, {"name": "eins", "amount": 3}]),
        (
            "products",
            [{"name": "ß", "prices": PRICES[2]}, {"name": "Öl", "prices": PRICES[2]}],
        ),
        ("leads", [{"last_name": "Lé"}, {"last_name": "le"}]),
        ("tasks", [{"text": "eins"}, {"text": "Zwei"}]),
        ("pipelines", [{"name": "zweite", "position": 2}]),
        ("deal_sources", named),
        ("lead_sources", named),
        ("loss_reasons", named),
        ("deal_unqualified_reasons", named),
        ("call_outcomes", named),
        ("visit_outcomes", named),
        ("lead_unqualified_reasons", named),
    )
    for slug, batch in batches:
        world.pools[slug] = make_many(tenant.caller, slug, [dict(one) for one in batch])
    (pipeline,) = world.pools["pipelines"]
    world.pools["stages"] = make_many(
        tenant.caller,
        "stages",
        [{"name": "vorn", "pipeline_id": pipeline, "position": -5}],
    )
    deals = make_many(tenant.caller, "deals", [{"name": "ordered"}] * 2)
    world.pools["orders"] = make_many(
        tenant.caller, "orders", [{"deal_id": one} for one in deals]
    )
    world.pools["crm_users"] = [tenant.colleague().user.pk for _ in range(2)]
    # What a record points at may be archived and keeps its name there.
    tenant.api.delete(f"/api/companies/{world.pools['companies'][1]}")
    world.pools["companies"].pop(1)
    return world


def values_of(one: Field, world: World) -> st.SearchStrategy[Any]:
    """Draw a value of a field, in the JSON form of a body."""
    if isinstance(one, RelationField):
        drawn: st.SearchStrategy[Any] = st.sampled_from(world.pools[one.target])
    elif one.referenced_type is not None:
        ids = st.sampled_from(world.pools[one.referenced_type])
        drawn = st.lists(ids, max_size=3, unique=True)
    elif isinstance(one.kind, ChoiceKind):
        drawn = st.sampled_from([text for text, _label in one.kind.choices])
    else:
        drawn = _BY_KIND[one.kind.name](one)
    return drawn if one.required or not one.is_nullable else st.none() | drawn


def _texts(one: Field) -> st.SearchStrategy[str]:
    longest = getattr(one.kind, "max_length", None) or 8
    drawn = texts(alphabet(one), most=min(8, longest))
    if one.name == "status":
        drawn |= st.sampled_from(STATUSES)
    return drawn.filter(lambda text: text.strip()) if one.required else drawn


def _integers(one: Field) -> st.SearchStrategy[int]:
    kind = one.kind
    assert isinstance(kind, IntegerKind)
    return st.sampled_from([kind.minimum, kind.maximum]) | st.integers(
        max(kind.minimum, 0), 5
    )


def _is_kept(one: Field, number: float) -> bool:
    """Tell whether a field takes a number and keeps it as it is."""
    try:
        return bool(one.kind.clean(number) == Decimal(str(number)))
    except ValueProblem:
        return False


_BY_KIND: dict[str, Any] = {
    "text": _texts,
    "url": _texts,
    "email": lambda one: _texts(one) | _texts(one).map(lambda text: f"{text}@Ex.de"),
    "number": lambda one: st.sampled_from(
        [number for number in (*NUMBERS, *range(-5, 6)) if _is_kept(one, number)]
    ),
    "integer": _integers,
    "boolean": lambda _one: st.booleans(),
    "moment": lambda _one: st.sampled_from(MOMENTS),
    "date": lambda _one: st.sampled_from(DAYS),
    "names": lambda _one: st.lists(texts(FOLDED, most=4), max_size=3),
    "texts": lambda _one: st.lists(texts(AGREEING, most=4), max_size=2),
    "object": lambda _one: st.sampled_from(DOCUMENTS),
    "address": lambda _one: st.sampled_from(ADDRESSES),
    "attachments": lambda _one: st.sampled_from(ATTACHMENTS),
    "prices": lambda _one: st.sampled_from(PRICES),
}


@st.composite
def bodies(
    draw: st.DrawFn, object_type: ObjectType, world: World, focus: tuple[str, ...]
) -> list[Row]:
    """Draw bodies of records that differ in the fields in focus."""
    drawn = [one for one in object_type.fields if can_be_drawn(one)]
    chosen = [one for one in drawn if one.required or one.name in focus]
    needed = {
        one.name: values_of(one, world)
        for one in chosen
        if one.default is None or one.name in focus
    }
    if object_type.slug == "deals":
        needed.pop("stage_id", None)
        needed.pop("currency", None)
        if "status" in focus:
            needed["status"] = st.sampled_from(STATUSES)
        elif "stage_id" in focus:
            needed["stage_id"] = st.sampled_from(world.pools["stages"])
    if object_type.slug == "line_items":
        needed["currency"] = st.sampled_from(["EUR", "PLN"])
        if "variation" in needed:
            needed["variation"] = st.sampled_from(VARIATIONS)
            needed.pop("value", None)  # it follows from the variation
    if not needed:
        return []
    batch: list[Row] = draw(
        st.lists(_about_one(object_type, world, needed), min_size=1, max_size=8)
    )
    return _distinct(object_type, batch)


def _about_one(
    object_type: ObjectType, world: World, needed: dict[str, Any]
) -> st.SearchStrategy[Row]:
    """Draw a body with one of the references that exclude each other."""
    rivals = exclusive(object_type)
    if not rivals:
        return st.fixed_dictionaries(needed)
    others = {name: one for name, one in needed.items() if name not in rivals}
    needs_one = object_type.slug in ("notes", "collaborations", "associated_contacts")
    choices = [] if needs_one or not others else [st.fixed_dictionaries(others)]
    for name in rivals:
        one: Any = object_type.fields_by_name[name]
        pool = st.sampled_from(world.pools[one.target])
        choices.append(st.fixed_dictionaries({**others, name: pool}))
    return st.one_of(choices)


def _distinct(object_type: ObjectType, batch: list[Row]) -> list[Row]:
    """Leave out what a rule of uniqueness would refuse."""
    kept: list[Row] = []
    taken: set[Any] = set()
    for body in batch:
        keys: list[Any] = [
            (group, *(_stripped(body.get(name)) for name in group))
            for group in object_type.unique
            # Of references one may be missing; a name is there or is "".
            if not any(name.endswith("_id") and not body.get(name) for name in group)
        ]
        if object_type.slug == "stages":
            slug = (body.get("slug") or "").strip() or body["name"].strip()
            keys.append((body["pipeline_id"], slug.casefold()))
        elif object_type.singleton:
            keys.append(())
        if taken.isdisjoint(keys):
            taken.update(keys)
            kept.append(body)
    return kept


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value or ""


def populate(world: World, object_type: ObjectType, batch: list[Row]) -> list[int]:
    """Create records by the API and return their ids."""
    if not batch:
        return []
    answer = world.tenant.api.post(f"/api/{object_type.slug}", batch)
    assert answer.status == 201, (answer.json, batch)
    for sent, read in zip(batch, answer.json, strict=True):
        _check_as_sent(object_type, sent, read)
    return [one["id"] for one in answer.json]


def _check_as_sent(object_type: ObjectType, sent: Row, read: Row) -> None:
    """The oracle's rows are what the API reads, so that must be what was written."""
    for name, value in sent.items():
        kind = object_type.fields_by_name[name].kind.name
        shown = read[name]
        if kind in ("text", "email", "choice") and name != "status":
            expected: Any = None if value is None else value.strip()
            expected = expected or shown if name == "slug" else expected
        elif kind == "references":
            expected = value or []
        elif kind in ("names", "texts"):
            stripped = (one.strip() for one in value or [])
            expected = list(dict.fromkeys(one for one in stripped if one))
        elif (object_type.slug, name) == ("lead_conversions", "owner_id"):
            # None said is the lead's, who may be the caller: somebody in any case.
            assert shown is not None
            expected = value or shown
        elif kind in ("number", "integer", "reference", "boolean", "object"):
            expected = value
        else:
            continue
        assert shown == expected, (name, value, shown)


def archive(world: World, object_type: ObjectType, ids: Iterable[int]) -> None:
    """Archive some records, where the type knows that."""
    if object_type.can(Operation.ARCHIVE):
        for record_id in ids:
            gone = world.tenant.api.delete(f"/api/{object_type.slug}/{record_id}")
            assert gone.status == 200, gone.json


def add_people(world: World, names: list[str]) -> None:
    """Members are no records that a client creates: they join."""
    for index, name in enumerate(names):
        user = UserFactory(
            first_name=name, last_name=name[::-1], email=f"Zz{index}é{name[:2]}@ex.de"
        )
        MembershipFactory(
            organization=world.tenant.organization,
            user=user,
            role=("owner", "admin", "member", "viewer")[index % 4],
            is_active=index % 3 != 2,
        )
