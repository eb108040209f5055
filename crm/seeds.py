"""What a new organization starts with (contract envelope §4 and §8)."""

from records.access.caller import Caller
from records.engine.writer import create_record, create_records
from records.schema.registry import registry

PIPELINE = "Sales Pipeline"
# name, slug, category, active, position, likelihood
STAGES = (
    ("Prospecting", "prospecting", "incoming", True, 1, 5),
    ("Qualified", "qualified", "in_progress", True, 2, 10),
    ("Quote", "quote", "in_progress", True, 3, 20),
    ("Closure", "closure", "in_progress", True, 7, 50),
    ("Won", "won", "won", False, 8, None),
    ("Lost", "lost", "lost", False, 9, None),
    ("Unqualified", "unqualified", "unqualified", False, 10, None),
)
_STAGE_KEYS = ("name", "slug", "category", "active", "position", "likelihood")
LEAD_UNQUALIFIED_REASONS = ("No interest", "No budget", "Not reachable")
CALL_OUTCOMES = ("Reached", "Left a message", "No answer", "Wrong number")
VISIT_OUTCOMES = ("Met", "Nobody there")


def seed_organization(caller: Caller) -> None:
    """Give a new organization its pipeline, its reasons and outcomes."""
    organization = caller.organization
    pipeline_id = create_record(
        caller, registry.resolve(organization, "pipelines"), {"name": PIPELINE}
    )
    create_records(
        caller,
        registry.resolve(organization, "stages"),
        [
            {**dict(zip(_STAGE_KEYS, stage, strict=True)), "pipeline_id": pipeline_id}
            for stage in STAGES
        ],
    )
    for slug, names in (
        ("lead_unqualified_reasons", LEAD_UNQUALIFIED_REASONS),
        ("call_outcomes", CALL_OUTCOMES),
        ("visit_outcomes", VISIT_OUTCOMES),
    ):
        object_type = registry.resolve(organization, slug)
        create_records(caller, object_type, [{"name": name} for name in names])
