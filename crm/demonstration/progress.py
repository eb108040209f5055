"""How far has the demo been loaded?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.history.models import Change

MARK = "demo:"
_MARKED = re.compile(MARK + r"(\d{1,9}):(\d{1,9}):(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is there, and how much shall be.

    Every ``Change`` of the demo carries it as its request id: it is stored in the
    transaction of the records it tells about, so it is never wrong about them. No
    request can forge it, for theirs are UUIDs.
    """

    accounts: int
    contacts: int
    goal: int

    @property
    def is_complete(self) -> bool:
        """Whether all that was asked for is there."""
        return self.contacts >= self.goal

    @property
    def request_id(self) -> str:
        """Return the form that the change log keeps."""
        return f"{MARK}{self.accounts}:{self.contacts}:{self.goal}"

    @classmethod
    def stored(cls, organization_id: int) -> Progress | None:
        """Return what the log says of an organization, ``None`` if it is no demo."""
        marks = (
            Change.objects.for_organization(organization_id)
            .filter(request_id__startswith=MARK)
            .order_by("-id")
            .values_list("request_id", flat=True)
        )
        found = _MARKED.fullmatch(marks.first() or "")
        return None if found is None else cls(*map(int, found.groups()))
