"""Places deals in stages: by id, or by the free text of a status (decision 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from crm.models import Pipeline, Stage
from records.engine.errors import Conflict, ValidationFailed
from records.engine.writer import create_record
from records.schema.folding import fold
from records.schema.registry import registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from records.access.caller import Caller
    from records.schema.drafts import Draft

_STEP = 1


@dataclass(slots=True)
class _Board:
    """The organization's stages, read once for a batch of deals."""

    stages: list[dict[str, Any]]
    pipelines: list[dict[str, Any]]

    @classmethod
    def read(cls, caller: Caller) -> _Board:
        stages = Stage.objects.for_organization(caller.organization_id)
        pipelines = Pipeline.objects.for_organization(caller.organization_id)
        return cls(
            [
                dict(one)
                for one in stages.order_by("position", "pk").values(
                    "pk", "pipeline_id", "slug", "slug_fold", "name_fold", "position"
                )
            ],
            [
                dict(one)
                for one in pipelines.order_by("position", "pk").values(
                    "pk", "locked", "disabled"
                )
            ],
        )

    def default_pipeline(self) -> int | None:
        enabled = [one for one in self.pipelines if not one["disabled"]]
        chosen = enabled or self.pipelines
        return chosen[0]["pk"] if chosen else None

    def pipeline_of(self, stage_id: int | None) -> int | None:
        for one in self.stages:
            if one["pk"] == stage_id:
                return int(one["pipeline_id"])
        return self.default_pipeline()

    def first_stage(self, pipeline_id: int | None) -> int | None:
        for one in self.stages:
            if one["pipeline_id"] == pipeline_id:
                return int(one["pk"])
        return None

    def find(self, pipeline_id: int | None, status: str) -> int | None:
        """Return a stage by slug, else by name, in any case."""
        wanted = fold(status)
        for key in ("slug_fold", "name_fold"):
            for one in self.stages:
                if one["pipeline_id"] == pipeline_id and one[key] == wanted:
                    return int(one["pk"])
        return None

    def is_locked(self, pipeline_id: int) -> bool:
        return any(one["locked"] for one in self.pipelines if one["pk"] == pipeline_id)

    def last_position(self, pipeline_id: int) -> int:
        return max(
            (
                one["position"]
                for one in self.stages
                if one["pipeline_id"] == pipeline_id
            ),
            default=0,
        )


def place_deals(caller: Caller, drafts: Sequence[Draft], *, at: dt.datetime) -> None:
    """Turn each draft's ``status`` into a stage, and new deals without one into the first.

    A status that names no stage adds one, open and last, unless the pipeline is locked.
    Notes who moved a deal to another stage, and when.
    """
    asking = [one for one in drafts if one.is_new or one.changes("status", "stage_id")]
    if not asking:
        return
    board = _Board.read(caller)
    for draft in asking:
        status = draft.take("status") if draft.changes("status") else None
        # Both sent and both different: the id says it more exactly.
        if not draft.values.get("stage_id"):
            board = _place(caller, draft, status, board)
        if not draft.is_new and draft.changes("stage_id"):
            _note_move(caller, draft, at)


def _note_move(caller: Caller, draft: Draft, at: dt.datetime) -> None:
    """Note who moved a deal and when, unless it stays: a stage has several spellings."""
    stage_id = draft.take("stage_id")
    if stage_id == draft.current("stage_id"):
        return
    draft.values["stage_id"] = stage_id
    draft.values.setdefault("last_stage_change_at", at)
    draft.values["last_stage_change_by_id"] = caller.user_id


def _place(caller: Caller, draft: Draft, status: str | None, board: _Board) -> _Board:
    if status:
        draft.take("stage_id")  # null: the status says it better
    pipeline_id = board.pipeline_of(None if draft.is_new else draft.current("stage_id"))
    if not status:
        _place_without_status(draft, board.first_stage(pipeline_id))
        return board
    stage_id = board.find(pipeline_id, status)
    if stage_id is None and pipeline_id is not None:
        if board.is_locked(pipeline_id):
            names = ", ".join(
                one["slug"] for one in board.stages if one["pipeline_id"] == pipeline_id
            )
            draft.fail(
                "status",
                _(
                    "“%(status)s” is no stage of the pipeline, which is locked: %(names)s."
                )
                % {"status": status, "names": names},
            )
            return board
        _add_stage(caller, pipeline_id, status, board.last_position(pipeline_id))
        board = _Board.read(caller)
        stage_id = board.find(pipeline_id, status)
    if stage_id is None:
        draft.fail("stage_id", _("There is no pipeline to put the deal in."))
    else:
        draft.values["stage_id"] = stage_id
    return board


def _place_without_status(draft: Draft, first: int | None) -> None:
    if not draft.is_new:
        if "stage_id" not in draft.values:
            draft.fail("status", _("This field may not be empty."))
        return
    draft.values.pop("stage_id", None)
    if any(one.field == "status" for one in draft.problems):
        return
    if first is None:
        draft.fail("stage_id", _("There is no stage to put the deal in."))
    else:
        draft.values["stage_id"] = first


def _add_stage(caller: Caller, pipeline_id: int, status: str, last: int) -> None:
    stages = registry.resolve(caller.organization, "stages")
    try:
        create_record(
            caller.as_system(),
            stages,
            {
                "name": status,
                "slug": status,
                "pipeline_id": pipeline_id,
                "position": last + _STEP,
            },
        )
    except (Conflict, ValidationFailed):
        # Somebody named the same new stage at the same moment: then it is there.
        if _Board.read(caller).find(pipeline_id, status) is None:
            raise
