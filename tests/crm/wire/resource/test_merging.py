"""``POST /api/merge_contacts`` and ``/api/merge_companies``."""

import pytest

from records.history.models import Change


@pytest.fixture(params=["contacts", "companies"])
def pair(request, tenant):
    """Return the path, a winner and a loser."""
    ids = [tenant.make(request.param, name=name) for name in ("A B", "C D")]
    return (f"/api/merge_{request.param}", *ids)


@pytest.mark.parametrize(
    "spell",
    [
        lambda winner, loser: {"winnerId": winner, "loserId": loser},
        lambda winner, loser: {"winner_id": winner, "loser_id": loser},
        lambda winner, loser: {"winnerId": str(winner), "loserId": f" {loser}"},
        lambda winner, loser: {"winnerId": winner, "loser_id": loser, "other": 1},
    ],
    ids=("camel", "snake", "digits", "mixed"),
)
def test_ids_come_in_either_case_as_numbers_or_digits(tenant, pair, spell):
    path, winner, loser = pair
    answer = tenant.api.post(path, spell(winner, loser))
    assert (answer.status, answer.json) == (200, {"id": winner})
    slug = path.partition("merge_")[2]
    assert tenant.api.get(f"/api/{slug}/{loser}").json["id"] == winner
    assert [one["id"] for one in tenant.api.get(f"/api/{slug}").json] == [winner]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"winnerId": 1},
        {"loserId": 1},
        {"winnerId": 0, "loserId": 1},
        {"winnerId": -1, "loserId": 1},
        {"winnerId": 1.5, "loserId": 1},
        {"winnerId": True, "loserId": 1},
        {"winnerId": "abc", "loserId": 1},
        {"winnerId": None, "loserId": 1},
        {"winnerId": 10**30, "loserId": 1},
        {"winnerId": [1], "loserId": 1},
        [1, 2],
        "text",
        5,
    ],
    ids=repr,
)
def test_both_ids_are_needed_before_any_right_is_asked_for(tenant, pair, body):
    for who in (tenant, tenant.colleague()):
        answer = who.api.post(pair[0], body)
        assert answer.status == 400
        assert answer.json["error"] == "loserId and winnerId required"


def test_a_merge_needs_the_right_to(tenant, pair):
    path, winner, loser = pair
    answer = tenant.colleague().api.post(path, {"winnerId": winner, "loserId": loser})
    assert (answer.status, answer.json["code"]) == (403, "FORBIDDEN")


def test_a_merge_that_cannot_be_is_refused_and_changes_nothing(tenant, stranger, pair):
    path, winner, loser = pair
    slug = path.partition("merge_")[2]
    foreign = stranger.make(slug, name="E F")
    entries = Change.objects.everywhere().count()
    for one, other, status in (
        (winner, winner, 400),
        (winner, foreign, 404),
        (foreign, loser, 404),
        (winner, 2**63 - 1, 404),
    ):
        answer = tenant.api.post(path, {"winnerId": one, "loserId": other})
        assert answer.status == status
    assert Change.objects.everywhere().count() == entries


def test_a_person_is_not_merged_with_a_company(tenant):
    person = tenant.make("contacts", name="A B")
    company = tenant.make("companies", name="Acme")
    for path in ("/api/merge_contacts", "/api/merge_companies"):
        answer = tenant.api.post(path, {"winnerId": person, "loserId": company})
        assert answer.status == 404


def test_the_changes_of_a_merge_carry_the_request(tenant, pair):
    path, winner, loser = pair
    answer = tenant.api.post(path, {"winnerId": winner, "loserId": loser})
    entries = Change.objects.everywhere().filter(operation__isnull=False)
    assert {one.request_id for one in entries} == {answer.headers["X-Request-Id"]}
