"""Fills an empty database with what the clients of these tests walk through.

Run as ``python -m tests.clients.population`` with DATABASE_URL naming the database;
writes one JSON object: the key and the ids.
"""

import json
import os
import sys

import django
from django.core.management import call_command

CONTACTS = 70


def populate() -> dict[str, object]:
    """Migrate, create one organization through the engine, and tell what is there."""
    # Django must be ready before any model is imported.
    from records.access.authentication import caller_of_membership  # noqa: PLC0415
    from records.access.caller import Caller  # noqa: PLC0415
    from records.members.keys import create_key  # noqa: PLC0415
    from records.members.organizations import (  # noqa: PLC0415
        add_member,
        create_organization,
        ensure_user,
    )
    from tests.factories.records import make, make_many  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    organization = create_organization(name="Analytical Engines")
    system = Caller.system(organization.info)
    user = ensure_user(email="grace@example.com", first_name="Grace")
    membership = add_member(system, user=user, role="admin")
    _stored, key = create_key(system, membership=membership, name="clients")
    caller = caller_of_membership(user_id=user.pk, organization_id=organization.pk)
    if caller is None:
        raise LookupError("The person is in no organization.")
    company = make(caller, "companies", name="Royal Society", tags=["science"])
    people: list[dict[str, object]] = [
        {
            "first_name": f"Person {number:02}",
            "last_name": ("Even", "Odd")[number % 2],
            "company_id": company,
        }
        for number in range(CONTACTS)
    ]
    contacts = make_many(caller, "contacts", people)
    for holder, title in ((0, "Third"), (0, "First"), (0, "Second"), (1, "Another")):
        make(caller, "contact_notes", contact_id=contacts[holder], title=title)
    make(
        caller,
        "deals",
        name="Difference Engine",
        amount="17500.50",
        contact_id=contacts[0],
        tags=["large"],
    )
    make(caller, "tasks", text="Call", contact_id=contacts[0])
    make_many(caller, "tags", [{"name": f"spare {number}"} for number in range(3)])
    return {"key": key, "company": company, "contacts": contacts}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    json.dump(populate(), sys.stdout)
