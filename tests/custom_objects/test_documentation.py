"""The pages about computed fields say what they are."""

import json
import re

from custom_objects.definitions import backfill, define_field
from custom_objects.rebuilding import passes
from custom_objects.rollups import FUNCTIONS
from tests.docs.examples import DOCS

FORMULAS = (DOCS / "formulas.md").read_text(encoding="utf-8")
ROLLUPS = (DOCS / "rollups.md").read_text(encoding="utf-8")


def test_the_page_names_every_function_of_a_rollup():
    (row,) = re.findall(r"^\| `function` \| (.*) \|$", ROLLUPS, re.MULTILINE)
    assert re.findall(r"`(\w+)`", row) == list(FUNCTIONS)


def test_the_example_of_a_rollup_is_one(tenant):
    (example,) = re.findall(r"```json\n(.*?)```", ROLLUPS, re.DOTALL)
    row = define_field(
        tenant.caller, object_slug="companies", values=json.loads(example)
    )
    assert row.settings["result"] == "number"


def test_the_page_tells_what_is_done_at_once():
    assert f"at most {backfill.AT_ONCE:,} records" in FORMULAS
    assert passes.BATCH == 1_000
    assert "a thousand records at a time" in FORMULAS
