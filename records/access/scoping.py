"""The one door to rows that belong to an organization; it fails closed.

Every model with an ``organization`` gets its rows through ``for_organization``. A
queryset that nobody scoped raises :class:`UnscopedQuery` when it is evaluated, so a
forgotten filter is an error in the first test and never a leak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

M = TypeVar("M", bound=models.Model)


class UnscopedQuery(RuntimeError):
    """A queryset of organization-owned rows was evaluated without an organization."""


class OrganizationQuerySet(models.QuerySet[M]):
    """Rows of organization-owned models. Evaluates only behind a door.

    The doors: :meth:`for_organization` (the only public one) and :meth:`everywhere`
    (maintenance across organizations, and credentials, which name their organization).
    """

    _door: bool = False

    def for_organization(self, organization_id: int) -> Self:
        """Return the rows of one organization."""
        return self.filter(organization_id=organization_id).through_door()

    def everywhere(self) -> Self:
        """Return the rows of all organizations. Never reachable from a request's data."""
        return self.all().through_door()

    def through_door(self) -> Self:
        """Open these very rows; for the doors alone."""
        self._door = True
        return self

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # private in the stubs
        return clone.through_door() if self._door else clone

    def _check_door(self) -> None:
        if not self._door:
            raise UnscopedQuery(
                f"{self.model.__name__} rows were asked for without an organization: "
                "use .for_organization(organization_id)."
            )

    def _fetch_all(self) -> None:
        self._check_door()
        super()._fetch_all()

    def __or__(self, other: models.QuerySet[M]) -> Self:
        return super().__or__(_behind_door(other))

    def union(self, *other_qs: models.QuerySet[Any], all: bool = False) -> Self:  # noqa: A002
        return super().union(*map(_behind_door, other_qs), all=all)

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        self._check_door()
        return super().iterator(chunk_size)

    def aiterator(self, chunk_size: int = 2000) -> AsyncIterator[Any]:
        self._check_door()
        return super().aiterator(chunk_size)

    def count(self) -> int:
        self._check_door()
        return super().count()

    def exists(self) -> bool:
        self._check_door()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._check_door()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check_door()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check_door()
        return super().delete()


def _behind_door(rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """Return rows that are about to join others, if they are scoped too."""
    if isinstance(rows, OrganizationQuerySet):
        rows._check_door()  # noqa: SLF001 - of this very class
    return rows


OrganizationManager = models.Manager.from_queryset(OrganizationQuerySet)
