"""What can go wrong with a record. Each dialect has one table that spells these."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.engine.impact import Impact
    from records.schema.drafts import Problem
    from records.schema.object_types import ObjectType, Operation


class EngineError(Exception):
    """Base of all errors below; ``message`` is one sentence for the client."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RecordNotFound(EngineError):
    """No such live record in the caller's organization."""

    def __init__(self, object_type: ObjectType, record_id: int) -> None:
        super().__init__(f"{object_type.label} {record_id} does not exist.")
        self.object_type = object_type
        self.record_id = record_id


class FieldNotFound(EngineError):
    """No such field of an object in the caller's organization."""

    def __init__(self, object_type: str, slug: str) -> None:
        super().__init__(f"{object_type} has no field “{slug}”.")
        self.object_type = object_type
        self.slug = slug


class ValidationFailed(EngineError):
    """Values were refused; nothing was stored. ``problems`` lists all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{one.field}: {one.message}" for one in problems))
        self.problems = tuple(problems)


class Conflict(EngineError):
    """The write is fine by itself but clashes with other records; nothing was stored.

    ``field`` names the clashing field, ``record_id`` the record it clashes with.
    """

    def __init__(
        self, message: str, *, field: str | None = None, record_id: int | None = None
    ) -> None:
        super().__init__(message)
        self.field = field
        self.record_id = record_id


class SchemaChangeRefused(Conflict):
    """Records would fail what a change of a field newly asks of them.

    ``impact`` says which and how many; the change can be made all the same when whoever
    asks for it allows that.
    """

    def __init__(self, impact: Impact, *, field: str) -> None:
        super().__init__(" ".join(one.message for one in impact.effects), field=field)
        self.impact = impact


class LimitReached(EngineError):
    """There are as many of something already as this installation allows."""

    def __init__(self, message: str, *, limit: int) -> None:
        super().__init__(message)
        self.limit = limit


class MergedAway(Conflict):
    """The record was merged into ``record_id`` and can no longer be written."""

    def __init__(self, winner_id: int) -> None:
        super().__init__(
            f"This record was merged into {winner_id}; write to that one.",
            record_id=winner_id,
        )


class NotSupported(EngineError):
    """The type does not know the operation, whoever asks."""

    def __init__(self, object_type: ObjectType, operation: Operation) -> None:
        super().__init__(
            f"{object_type.label_plural} cannot be changed this way ({operation.value})."
        )
        self.object_type = object_type
        self.operation = operation
