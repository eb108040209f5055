"""``POST /v2/<resource>/upsert?<filters>``: change the record that matches, or create one."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, ClassVar

from django.db import connection
from django.utils.translation import gettext as _

from records.dialects.base.failures import UnknownRoute
from records.dialects.envelope.query import read_matching
from records.dialects.envelope.views import ResourceView
from records.engine.errors import ValidationFailed
from records.engine.writer import writing
from records.schema.drafts import Problem
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request
    from rest_framework.response import Response

    from records.access.caller import Caller
    from records.dialects.envelope.resources import Resource


class UpsertView(ResourceView):
    """One address for "make sure that this is there"."""

    operations: ClassVar[Mapping[str, str]] = {"post": "C"}

    def post(self, request: Request, **_path: str) -> Response:
        """Create when nothing matches, change the one that does, refuse several."""
        if not self.resource.has_upsert:
            raise UnknownRoute
        where = read_matching(request.query_params, self.shelf.plan)
        data = self.data
        with writing():
            _take_turns(self.caller, self.resource)
            rows = self.shelf.find_some(where, limit=2)
            if len(rows) > 1:
                message = _("Several records match; nothing was changed.")
                raise ValidationFailed([Problem("/data", message, Code.INVALID)])
            row = self.shelf.update(rows[0], data) if rows else self.shelf.create(data)
        return self.answer(row)


def _take_turns(caller: Caller, resource: Resource) -> None:
    """Let one upsert of a resource in an organization wait for another.

    Else both would find nothing and create what was to be there once. On SQLite a
    transaction is alone anyway.
    """
    if connection.vendor == "postgresql":
        key = zlib.crc32(f"upsert {resource.resource}".encode()) - 2**31
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)",
                [key, caller.organization_id % 2**31],
            )
