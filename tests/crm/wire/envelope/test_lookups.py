"""Sources, reasons, tags, pipelines, stages and users."""

import pytest

from tests.envelopes import envelope_of

NAMED = {
    "deal_sources": "deal_source",
    "lead_sources": "lead_source",
    "sources": "source",
    "loss_reasons": "loss_reason",
    "deal_unqualified_reasons": "deal_unqualified_reason",
}


@pytest.mark.parametrize(("resource", "kind"), NAMED.items())
def test_a_list_is_kept(v2, tenant, resource, kind):
    made = v2("POST", resource, {"name": "b"})
    assert made.json["meta"] == {"type": kind}
    assert made.data["creator_id"] == tenant.user.pk
    path = f"{resource}/{made.data['id']}"
    assert v2.post(resource).errors == [("missing", "/data/name")]
    assert v2.post(resource, name="b").errors == [("already_exists", "/data/name")]
    assert v2.post(resource, name="B").status == 200
    assert v2.put(path, name="c").data["name"] == "c"
    assert v2.get(resource, name="c").ids == [made.data["id"]]
    assert [one["name"] for one in v2.get(resource, sort_by="name:desc").items] == [
        "c",
        "B",
    ]
    assert v2.delete(path).status == 204
    assert v2.get(path).status == 404


def test_sources_are_those_of_deals_by_their_older_name(v2):
    made = v2.post("sources", name="S").data
    assert made["resource_type"] == "deal"
    assert v2.get("deal_sources").ids == [made["id"]]
    assert v2.get("lead_sources").ids == []
    assert v2.get(f"lead_sources/{made['id']}").codes == ["not_found"]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [("deal", []), ("lead", [("incorrect_value", "/data/resource_type")])],
)
def test_a_source_takes_its_own_resource_type_only(v2, sent, errors):
    told = v2.post("deal_sources", name="S", resource_type=sent)
    assert (told.errors if told.status >= 400 else []) == errors


def test_reasons_of_leads_are_read(v2):
    told = v2.get("lead_unqualified_reasons")
    assert told.items
    assert told.json["items"][0]["meta"] == {"type": "lead_unqualified_reason"}
    assert v2.post("lead_unqualified_reasons", name="x").status == 405


def test_a_tag_is_renamed_and_deleted_everywhere(v2):
    lead = v2.post("leads", last_name="L", tags=["old", "other"]).data["id"]
    tag = v2.get("tags", name="old", resource_type="lead").ids[0]
    v2.put(f"tags/{tag}", name="new")
    assert v2.get(f"leads/{lead}").data["tags"] == ["new", "other"]
    v2.delete(f"tags/{tag}")
    assert v2.get(f"leads/{lead}").data["tags"] == ["other"]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"name": "t"}, [("missing", "/data/resource_type")]),
        (
            {"name": "t", "resource_type": "user"},
            [("incorrect_value", "/data/resource_type")],
        ),
        (
            {"name": "t", "resource_type": None},
            [("blank", "/data/resource_type")],
        ),
    ],
)
def test_a_tag_says_what_it_is_for(v2, sent, errors):
    assert v2.post("tags", **sent).errors == errors


def test_only_an_administrator_deletes_a_row_of_a_list(v2, tenant):
    tag = v2.post("tags", name="t", resource_type="lead").data["id"]
    told = envelope_of(tenant.colleague("member")).delete(f"tags/{tag}")
    assert (told.status, told.codes) == (403, ["insufficient_scope"])


def test_a_fresh_organization_has_the_stages_of_the_contract(v2):
    (pipeline,) = v2.get("pipelines").items
    assert pipeline["disabled"] is False
    stages = [
        (
            one["name"],
            one["category"],
            one["active"],
            one["position"],
            one["likelihood"],
        )
        for one in v2.get("stages", sort_by="position").items
    ]
    assert stages == [
        ("Prospecting", "incoming", True, 1, 5),
        ("Qualified", "in_progress", True, 2, 10),
        ("Quote", "in_progress", True, 3, 20),
        ("Closure", "in_progress", True, 7, 50),
        ("Won", "won", False, 8, None),
        ("Lost", "lost", False, 9, None),
        ("Unqualified", "unqualified", False, 10, None),
    ]
    assert len(v2.get("stages", active="true").items) == 4
    assert len(v2.get("stages", pipeline_id=pipeline["id"]).items) == 7
    assert v2.get("stages", name="Won").items[0]["category"] == "won"
    assert v2.get("pipelines", name="nope").items == []


def test_the_one_who_asks_is_self(v2, tenant):
    told = v2.get("users/self")
    assert told.json["meta"] == {"type": "user"}
    assert told.data["id"] == tenant.user.pk
    assert told.data["email"] == tenant.user.email
    assert v2.get(f"users/{tenant.user.pk}").data == told.data
    assert set(told.data) == {
        *("id", "name", "email", "status", "invited", "confirmed", "role", "roles"),
        *("group", "team_name", "reports_to", "phone_number", "timezone"),
        *("zendesk_user_id", "deleted_at", "created_at", "updated_at"),
    }
    assert told.data["timezone"] == "UTC+00:00"


def test_people_are_told_in_the_words_of_this_dialect(v2, tenant, stranger):
    member = tenant.colleague("member")
    left = tenant.colleague("viewer")
    left.membership.is_active = False
    left.membership.save()
    nameless = tenant.colleague("admin").user
    nameless.first_name = nameless.last_name = ""
    nameless.save()
    told = {one["id"]: one for one in v2.get("users").items}
    assert set(told) == {tenant.user.pk, member.user.pk, left.user.pk, nameless.pk}
    assert (told[member.user.pk]["role"], told[nameless.pk]["role"]) == (
        "user",
        "admin",
    )
    assert told[nameless.pk]["name"] == nameless.email
    assert told[member.user.pk]["name"] == str(member.user)
    assert (told[left.user.pk]["status"], told[left.user.pk]["confirmed"]) == (
        "inactive",
        False,
    )

    def ids(**query):
        return v2.get("users", **query).ids

    assert ids(status="inactive") == [left.user.pk]
    assert ids(role="user", status="active") == [member.user.pk]
    assert ids(email=member.user.email.upper()) == [member.user.pk]
    assert ids(name=str(member.user)) == [member.user.pk]
    assert ids(confirmed="False") == [left.user.pk]
    assert ids(zendesk_user_ids="1,2") == []
    assert ids(ids=stranger.user.pk) == []
    assert v2.get(f"users/{stranger.user.pk}").codes == ["not_found"]
    assert v2.get("users", sort_by="name:desc").status == 200
