"""Which two ways of asking are held against each other, and over which records.

A figure is only ever the ratio of two things measured in turns in one run: machines
differ, and so does what else they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from django.db import transaction

from crm.demonstration.loading import load_accounts
from crm.demonstration.organization import open_demo
from crm.models import Contact
from custom_objects.models import CustomRecord
from records.management.statistics import refresh_statistics
from tests.benchmarks.shipments import load_shipments
from tests.envelopes import Envelope
from tests.factories import ApiKeyFactory, make_many
from tests.tenants import Api

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.demonstration.organization import Demo

PAGE = 25
NEW = 200
"""Records of a write in bulk."""
KEY = "dgm_" + "b" * 60


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Something that is measured, and what it is measured against.

    Both return how many records they were about.
    """

    name: str
    measured: Callable[[], int]
    against: Callable[[], int]


def load(count: int) -> Demo:
    """Store a demo of ``count`` contacts and as many records of an own object."""
    demo = open_demo(goal=count)
    load_accounts(demo, goal=count)
    load_shipments(demo.organization, count)
    ApiKeyFactory.create(membership=demo.membership, text=KEY)
    refresh_statistics()
    return demo


def pairs(demo: Demo, *, count: int) -> list[Pair]:
    """Return the pairs over a demo that :func:`load` stored."""
    ask = _Asker(demo)
    deep = max(count // 2 - PAGE, 0)
    listed = ask.resource("contacts")
    own = ask.resource("shipments")
    records = ask.document("shipments")
    return [
        Pair(
            name="contacts over resource / their rows from the ORM as JSON",
            measured=listed,
            against=ask.plain(Contact),
        ),
        Pair(
            name="shipments over resource / their rows from the ORM as JSON",
            measured=own,
            against=ask.plain(CustomRecord),
        ),
        Pair(
            name="contacts over document / over resource",
            measured=ask.document("contacts"),
            against=listed,
        ),
        Pair(
            name="contacts over envelope / over resource",
            measured=ask.envelope("contacts"),
            against=listed,
        ),
        Pair(
            name="a page in the middle / the first",
            measured=ask.resource("contacts", range=[deep, deep + PAGE - 1]),
            against=listed,
        ),
        Pair(
            name="shipments of a rare carrier / all",
            measured=ask.document("shipments", filters={"carrier": {"$eq": "Foot"}}),
            against=records,
        ),
        Pair(
            name="shipments of two own conditions / all",
            measured=ask.document(
                "shipments",
                filters={"insured": {"$eq": True}, "weight": {"$gte": 9_900}},
            ),
            against=records,
        ),
        Pair(
            name="shipments sorted by an own number / by creation",
            measured=ask.resource("shipments", sort=["weight", "DESC"]),
            against=own,
        ),
        Pair(
            name="who calls from this number / the first page",
            measured=ask.envelope("contacts", phone="+1 303 555 0142"),
            against=ask.envelope("contacts"),
        ),
        Pair(
            name=f"{NEW} contacts in bulk / one",
            measured=ask.created("contacts", NEW),
            against=ask.created("contacts", 1),
        ),
    ]


@dataclass(frozen=True)
class _Asker:
    demo: Demo

    def plain(self, model: Any) -> Callable[[], int]:
        """Rows as the ORM has them: what no dialect can be faster than."""
        rows = model.objects.for_organization(self.demo.organization.pk).live()

        def ask() -> int:
            page = list(rows.order_by("-pk").values()[:PAGE])
            assert orjson.dumps(page, default=str)
            return len(page)

        return ask

    def resource(self, slug: str, **parameters: Any) -> Callable[[], int]:
        asked = {"range": [0, PAGE - 1], **parameters}
        api = Api(KEY)
        return lambda: len(_told(api.get(f"/api/{slug}", **asked)))

    def document(self, slug: str, **parameters: Any) -> Callable[[], int]:
        asked = {"object_id": f"obj_{slug}", "limit": str(PAGE), **parameters}
        api = Api(KEY)
        return lambda: len(_told(api.get("/api/crm/records/query", **asked))["data"])

    def envelope(self, resource: str, **parameters: Any) -> Callable[[], int]:
        v2, query = Envelope(KEY), urlencode({"per_page": PAGE, **parameters})
        return lambda: len(v2.ask(resource, query).items)

    def created(self, slug: str, count: int) -> Callable[[], int]:
        caller = self.demo.caller()
        batch: list[dict[str, object]] = [
            {"first_name": "Ada", "last_name": f"L{one}", "email": f"{one}@ada.example"}
            for one in range(count)
        ]

        def ask() -> int:
            with transaction.atomic():
                made = make_many(caller, slug, batch)
                transaction.set_rollback(True)  # every round finds the same store
            return len(made)

        return ask


def _told(answer: Any) -> Any:
    assert answer.status == 200, answer.json
    return answer.json
