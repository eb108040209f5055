"""Do the options of a field become what was asked for?"""

import pytest

from custom_objects.definitions import change_field, define_field, define_object
from custom_objects.models import FieldOption
from records.engine.errors import ValidationFailed
from records.schema.problems import Code
from tests.custom_objects.definitions.logs import entries


@pytest.fixture(params=["status", "dropdown", "multi_select"])
def stage(request, tenant):
    """A field with three options."""
    define_object(tenant.caller, values={"label_plural": "Projects"})
    return define_field(
        tenant.caller,
        object_slug="projects",
        values={
            "label": "Stage",
            "type": request.param,
            "options": ["New", {"name": "Open", "color": "blue"}, "Done"],
        },
    )


def ask(tenant, *options):
    return change_field(
        tenant.caller,
        object_slug="projects",
        slug="stage",
        values={"options": list(options)},
    )


def refused(tenant, *options):
    with pytest.raises(ValidationFailed) as refusal:
        ask(tenant, *options)
    return {one.field: one.code for one in refusal.value.problems}


def rows(stage):
    found = FieldOption.objects.for_organization(stage.organization_id)
    return list(found.filter(field=stage).order_by("position", "pk"))


def names(stage):
    return [one.name for one in rows(stage) if one.archived_at is None]


def ids(stage):
    return {one.name: one.pk for one in rows(stage)}


def test_options_are_kept_in_their_order(stage):
    assert [(one.name, one.slug, one.color) for one in rows(stage)] == [
        ("New", "new", ""),
        ("Open", "open", "blue"),
        ("Done", "done", ""),
    ]


def test_an_option_comes_between_others_without_moving_them(tenant, stage):
    before = {one.pk: one.position for one in rows(stage)}
    ask(tenant, "New", "Open", "Review", "Done")
    assert names(stage) == ["New", "Open", "Review", "Done"]
    after = {one.pk: one.position for one in rows(stage)}
    assert after | before == after


def test_one_option_moves_when_one_is_moved(tenant, stage):
    before = {one.pk: one.position for one in rows(stage)}
    ask(tenant, "Done", "New", "Open")
    assert names(stage) == ["Done", "New", "Open"]
    moved = {one.name for one in rows(stage) if one.position != before[one.pk]}
    assert moved == {"Done"}


def test_options_are_put_between_two_until_there_is_no_room(tenant, stage):
    wanted = ["New", "Done"]
    for number in range(15):
        wanted.insert(1, f"N{number}")
        ask(tenant, *wanted)
        assert names(stage) == wanted


def test_an_option_is_renamed_and_recolored_under_its_id(tenant, stage):
    known = ids(stage)
    ask(tenant, {"id": known["New"], "name": "Fresh", "color": "#fff"}, "Open", "Done")
    (fresh, *_others) = rows(stage)
    assert (fresh.pk, fresh.name) == (known["New"], "Fresh")
    assert (fresh.slug, fresh.color) == ("new", "#fff")
    ask(tenant, {"slug": "new", "color": None}, "Open", "Done")
    assert rows(stage)[0].color == ""
    assert rows(stage)[1].color == "blue"


def test_options_exchange_their_names(tenant, stage):
    known = ids(stage)
    asked = (
        {"id": known["New"], "name": "Done"},
        {"id": known["Open"], "name": "New"},
        {"id": known["Done"], "name": "Open"},
    )
    if stage.type == "status":  # where the slugs would say something else
        assert set(refused(tenant, *asked).values()) == {Code.TAKEN}
        return
    ask(tenant, *asked)
    assert ids(stage) == {
        "Done": known["New"],
        "New": known["Open"],
        "Open": known["Done"],
    }


def test_an_option_that_is_left_out_is_archived_and_comes_back_by_its_name(
    tenant, stage
):
    known = ids(stage)
    ask(tenant, "New", "Done")
    assert names(stage) == ["New", "Done"]
    assert ids(stage) == known
    ask(tenant, "open", "New", "Done")
    assert names(stage) == ["open", "New", "Done"]
    assert ids(stage)["open"] == known["Open"]


def test_a_slug_may_be_a_word_of_the_client(tenant, stage):
    talks = {"name": "In talks", "slug": "in-negotiation"}
    ask(tenant, talks, {"name": "Again", "slug": "2nd_try"})
    slugs = [one.slug for one in rows(stage) if one.archived_at is None]
    assert slugs == ["in-negotiation", "2nd_try"]


def test_an_option_keeps_whether_it_ends_a_way(tenant, stage):
    ask(tenant, "New", {"name": "Done", "is_terminal": True})
    ask(tenant, "New", {"name": "Done", "color": "red"})
    assert {one.name: one.is_terminal for one in rows(stage)} == {
        "New": False,
        "Open": False,
        "Done": True,
    }
    (changed, _colored) = entries(tenant, "fields")[-2:]
    done = {"slug": "done", "name": "Done", "terminal": True}
    assert done in changed.after["options"]
    ask(tenant, "New", {"name": "Done", "is_terminal": False})
    assert not any(one.is_terminal for one in rows(stage))


def test_a_slug_is_never_given_to_another_option(tenant, stage):
    known = ids(stage)
    ask(tenant, {"id": known["New"], "name": "Old"}, "Open", "Done")
    ask(tenant, "Open", "Done")
    ask(tenant, "New", "Open", "Done")
    assert [one.slug for one in rows(stage) if one.name == "New"] == ["new_2"]


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        (["A", "a"], {"options[1].name": Code.TAKEN}),
        (["New", "new"], {"options[1].name": Code.INVALID}),
        # Members that are none move no other one.
        (
            [{"color": "red"}, "A", "b", "B"],
            {"options[0].name": Code.REQUIRED, "options[3].name": Code.TAKEN},
        ),
        ([""], {"options[0].name": Code.REQUIRED}),
        ([{"color": "red"}], {"options[0].name": Code.REQUIRED}),
        ([{"name": None}], {"options[0].name": Code.REQUIRED}),
        ([{"name": "x" * 256}], {"options[0].name": Code.TOO_LONG}),
        ([{"name": "A", "colour": "red"}], {"options[0].colour": Code.UNKNOWN_FIELD}),
        ([{"name": "A", "id": 10**9}], {"options[0].id": Code.DANGLING}),
        ([{"name": "A", "id": "x"}], {"options[0].id": Code.INVALID_TYPE}),
        ([{"name": "A", "slug": "A b"}], {"options[0].slug": Code.INVALID}),
        (
            [{"name": "A", "slug": "s"}, {"name": "B", "slug": "s"}],
            {"options[1].slug": Code.TAKEN},
        ),
        ([5], {"options[0].name": Code.INVALID_TYPE}),
        ([None], {"options[0].name": Code.INVALID_TYPE}),
        ([f"O{n}" for n in range(1_001)], {"options": Code.TOO_LONG}),
    ],
)
def test_what_makes_no_option_is_refused(tenant, stage, options, problems):
    found = refused(tenant, *options)
    assert {name: found.get(name) for name in problems} == problems
    assert names(stage) == ["New", "Open", "Done"]


def test_another_fields_option_is_none_of_this(tenant, stage):
    other = define_field(
        tenant.caller,
        object_slug="projects",
        values={"label": "Other", "type": "dropdown", "options": ["Z"]},
    )
    (foreign,) = rows(other)
    assert refused(tenant, {"id": foreign.pk, "name": "Z"}) == {
        "options[0].id": Code.DANGLING
    } | ({"options": Code.REQUIRED} if stage.type == "status" else {})


def test_a_stage_is_not_called_as_another_one_is_spelled(tenant, stage):
    known = ids(stage)
    asked = ({"id": known["New"], "name": "Old"}, "Open", "Done", "New")
    if stage.type == "status":
        assert refused(tenant, *asked) == {"options[3].name": Code.TAKEN}
    else:
        ask(tenant, *asked)
        assert names(stage) == ["Old", "Open", "Done", "New"]


def test_a_change_of_options_is_told(tenant, stage):
    ask(tenant, "Done", "New")
    last = entries(tenant, "fields")[-1]
    assert last.before == {
        "options": [
            {"slug": "new", "name": "New"},
            {"slug": "open", "name": "Open", "color": "blue"},
            {"slug": "done", "name": "Done"},
        ]
    }
    assert last.after == {
        "options": [
            {"slug": "done", "name": "Done"},
            {"slug": "new", "name": "New"},
            {"slug": "open", "name": "Open", "color": "blue", "archived": True},
        ]
    }
