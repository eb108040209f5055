"""Notes and calls: what they are about."""

import pytest

from crm.models import Note
from records.access.roles import Role
from tests.crm.admin.population import populate
from tests.records.administration.desk import Desk, errors_in
from tests.tenants import new_tenant


@pytest.fixture
def owner(db):
    return new_tenant(Role.OWNER)


def test_a_note_is_about_what_its_form_names(owner):
    deal = owner.make("deals", name="Engine")
    desk = Desk(owner)
    answer = desk.save("crm_note", "add", text="Hm")
    assert answer.status_code == 200  # about nothing
    answer = desk.save("crm_note", "add", text="Hm", deal_id=str(deal))
    assert answer.status_code == 302
    note = Note.objects.for_organization(owner.organization.pk).get()
    assert note.deal_id == deal
    lead = owner.make("leads", last_name="Lee")
    answer = desk.save("crm_note", "change", note.pk, deal_id="", lead_id=str(lead))
    assert answer.status_code == 302
    note.refresh_from_db(
        from_queryset=Note.objects.for_organization(note.organization_id)
    )
    assert (note.deal_id, note.lead_id) == (None, lead)
    history = desk.get("crm_note", "history", note.pk).context["events"]
    assert [one.what for one in history] == ["Updated", "Created"]


def test_the_history_of_a_note_tells_what_was_written_under_either_name(owner):
    contact = owner.make("contacts", first_name="Ada")
    note = owner.make("contact_notes", contact_id=contact, text="first")
    desk = Desk(owner)
    assert desk.save("crm_note", "change", note, text="second").status_code == 302
    owner.api.delete(f"/api/contacts/{contact}", purge="true")
    events = desk.get("crm_note", "history", note).context["events"]
    assert [one.entry.object_type for one in events] == [
        "contact_notes",
        "notes",
        "contact_notes",
    ]
    page = desk.get("crm_note", "change", note)
    assert b"second" in page.content


def test_deals_are_associated_with_a_call_in_its_form(owner):
    rows = populate(owner)
    desk = Desk(owner)
    other = owner.make("deals", name="Other deal")
    page = desk.get("crm_call", "change", rows["crm_call"])
    assert b">Engine<" in page.content
    both = [str(other), str(rows["crm_deal"])]
    answer = desk.save("crm_call", "change", rows["crm_call"], associated_deal_ids=both)
    assert answer.status_code == 302, errors_in(answer)
    call = owner.api.get(f"/api/calls/{rows['crm_call']}").json
    assert call["associated_deal_ids"] == [other, rows["crm_deal"]]
    shown = desk.get("crm_call", "history", rows["crm_call"]).context["events"][0]
    (change,) = shown.changes
    assert ">Other deal<" in change.after
    theirs = new_tenant().make("deals", name="Theirs")
    answer = desk.save(
        "crm_call", "change", rows["crm_call"], associated_deal_ids=[str(theirs)]
    )
    assert list(errors_in(answer)) == ["associated_deal_ids"]
    answer = desk.save(
        "crm_call", "change", rows["crm_call"], associated_deal_ids=["nonsense"]
    )
    assert list(errors_in(answer)) == ["associated_deal_ids"]
