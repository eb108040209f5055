"""Places deals in stages: by id, or by the free text of a status (decision 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _

from crm.models import Pipeline, Stage
from records.engine.errors import Conflict, ValidationFailed
from records.engine.writer import create_records
from records.schema.folding import fold
from records.schema.registry import registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

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

    def slugs(self, pipeline_id: int) -> list[str]:
        return [one["slug"] for one in self.stages if one["pipeline_id"] == pipeline_id]

    def is_locked(self, pipeline_id: int) -> bool:
        return any(one["locked"] for one in self.pipelines if one["pk"] == pipeline_id)

    def last_position(self, pipeline_id: int | None) -> int:
        return max(
            (
                one["position"]
                for one in self.stages
                if one["pipeline_id"] == pipeline_id
            ),
            default=0,
        )


def default_stages(caller: Caller) -> list[dict[str, Any]]:
    """Return ``name``, ``slug`` and ``color`` of the stages that new deals come to."""
    pipeline_id = _Board.read(caller).default_pipeline()
    if pipeline_id is None:
        return []
    stages = Stage.objects.for_organization(caller.organization_id)
    found = stages.filter(pipeline_id=pipeline_id).order_by("position", "pk")
    return [
        {"name": one["name"], "slug": one["slug"], "color": one["color"] or ""}
        for one in found.values("name", "slug", "color")
    ]


def place_deals(caller: Caller, drafts: Sequence[Draft], *, at: dt.datetime) -> None:
    """Turn each draft's ``status`` into a stage, and new deals without one into the first.

    A status that names no stage adds one, open and last, unless the pipeline is locked.
    Notes who moved a deal to another stage, and when.
    """
    asking = [one for one in drafts if one.is_new or one.changes("status", "stage_id")]
    if not asking:
        return
    board = _Board.read(caller)
    placings = [_Placing.of(one, board) for one in asking]
    novel = [one for one in placings if one.is_novel_on(board)]
    if novel:
        board = _with_new_stages(caller, novel)
    for placing in placings:
        placing.decide(board)
        draft = placing.draft
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


@dataclass(frozen=True, slots=True)
class _Placing:
    """A deal that asks for a place, in which pipeline, and by which status if any."""

    draft: Draft
    pipeline_id: int | None
    status: str | None

    @classmethod
    def of(cls, draft: Draft, board: _Board) -> _Placing:
        status = draft.take("status") if draft.changes("status") else None
        # Both sent and both different: the id says it more exactly.
        if draft.values.get("stage_id"):
            status = None
        elif status:
            draft.take("stage_id")  # null: the status says it better
        stage_id = None if draft.is_new else draft.current("stage_id")
        return cls(draft, board.pipeline_of(stage_id), status)

    def is_novel_on(self, board: _Board) -> bool:
        """Tell whether a stage is to be added for it."""
        return (
            bool(self.status)
            and self.pipeline_id is not None
            and not board.is_locked(self.pipeline_id)
            and board.find(self.pipeline_id, self.status or "") is None
        )

    def decide(self, board: _Board) -> None:
        """Put the stage on the draft, or the problem."""
        if self.draft.values.get("stage_id"):
            return
        if not self.status:
            _place_without_status(self.draft, board.first_stage(self.pipeline_id))
            return
        stage_id = board.find(self.pipeline_id, self.status)
        if stage_id is not None:
            self.draft.values["stage_id"] = stage_id
        elif self.pipeline_id is None:
            self.draft.fail("stage_id", _("There is no pipeline to put the deal in."))
        else:
            names = ", ".join(board.slugs(self.pipeline_id))
            self.draft.fail(
                "status",
                _(
                    "“%(status)s” is no stage of the pipeline, which is locked: %(names)s."
                )
                % {"status": self.status, "names": names},
            )


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


def _with_new_stages(caller: Caller, novel: Sequence[_Placing]) -> _Board:
    """Add the stages that are still missing, and return the board with them."""
    lock_pipelines(caller, [one.pipeline_id for one in novel])
    stages = registry.resolve(caller.organization, "stages")
    board = _Board.read(caller)
    while missing := _missing_stages(novel, board):
        try:
            create_records(caller.as_system(), stages, missing)
        except (Conflict, ValidationFailed):
            board = _Board.read(caller)
            # Somebody renamed a stage to one of these at the same moment: it is there.
            if len(_missing_stages(novel, board)) == len(missing):
                raise
        else:
            board = _Board.read(caller)
    return board


def _missing_stages(novel: Sequence[_Placing], board: _Board) -> list[dict[str, Any]]:
    """Return the stages to add, each once, behind the last of its pipeline."""
    last = {one.pipeline_id: board.last_position(one.pipeline_id) for one in novel}
    missing: dict[tuple[int | None, str], dict[str, Any]] = {}
    for one in novel:
        key = (one.pipeline_id, fold(one.status or ""))
        if one.is_novel_on(board) and key not in missing:
            last[one.pipeline_id] += _STEP
            missing[key] = {
                "name": one.status,
                "slug": one.status,
                "pipeline_id": one.pipeline_id,
                "position": last[one.pipeline_id],
            }
    return list(missing.values())


def lock_pipelines(caller: Caller, pipeline_ids: Iterable[int | None]) -> None:
    """Let those who add stages to these pipelines take turns, until they commit.

    Two batches that named the same new stages in opposite order would otherwise wait
    for each other. In the order of ids, for the same reason. On SQLite the transaction
    itself is the lock.
    """
    if connection.features.has_select_for_no_key_update:
        rows = Pipeline.objects.for_organization(caller.organization_id)
        rows = rows.filter(pk__in={one for one in pipeline_ids if one is not None})
        # Deals and stages may go on pointing at a pipeline that is locked like this.
        rows = rows.order_by("pk").select_for_update(no_key=True)
        list(rows.values_list("pk", flat=True))
