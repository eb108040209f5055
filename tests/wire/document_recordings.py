"""Recordings of the document dialect, whose ids are texts.

``{name}`` stands for the id of a record. In answers a record that nobody named reads
``{rec_<object>}``, a person ``{user}`` and any moment ``{time}``.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from records.dialects.document.identifiers import parse_record_id, record_id
from tests.wire.recordings import HEADERS, NAME, Replay

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ID = re.compile(r"\b(?:rec_[a-z_]+|user)_\d+\b")


class DocumentReplay(Replay):
    """One run of a recording of this dialect."""

    def _named(self, text: str) -> str:
        return NAME.sub(lambda found: record_id(*self.ids[found[1]]), text)

    def _filled(self, value: Any) -> Any:
        return json.loads(self._named(json.dumps(value)))

    def _make(self, given: dict[str, Any]) -> None:
        # Records are given by neutral names, with numbers for ids.
        numbered = {key: self._number(one) for key, one in given["values"].items()}
        super()._make({**given, "values": numbered})

    def _number(self, value: Any) -> Any:
        found = NAME.fullmatch(value) if isinstance(value, str) else None
        return value if found is None else self.ids[found[1]][1]

    def _step(self, step: dict[str, Any]) -> dict[str, Any]:
        method, _space, address = step["request"].partition(" ")
        path, _mark, query = self._named(address).partition("?")
        answer = self._api(step)(
            method, path, self._filled(step.get("body")), **dict(parse_qsl(query))
        )
        if "name" in step:
            meant = parse_record_id(answer.json["id"])
            assert meant is not None
            self.ids[step["name"]] = (meant.object_type, meant.record_id)
        recorded = {key: one for key, one in step.items() if key != "answer"}
        told: dict[str, Any] = {"status": answer.status}
        names = (*HEADERS, "Allow") if answer.status == 405 else HEADERS
        headers = {one: answer.headers[one] for one in names if one in answer.headers}
        if headers:
            told["headers"] = headers
        told["body"] = self._shown(self._plain(answer.json), step.get("show"))
        return {**recorded, "answer": told}

    @staticmethod
    def _shown(body: Any, show: list[str] | None) -> Any:
        """Keep only some fields, where a file would be too long to read."""
        if show is None:
            return body
        for record in body.get("data", [body]):
            record["field_values"] = {key: record["field_values"][key] for key in show}
        return body

    def _plain(self, value: Any) -> Any:
        match value:
            case dict():
                return {key: self._plain(one) for key, one in value.items()}
            case list():
                return [self._plain(one) for one in value]
            case str():
                return _ID.sub(self._spell, _MOMENT.sub("{time}", value))
            case _:
                return value

    def _spell(self, found: re.Match[str]) -> str:
        meant = parse_record_id(found[0])
        if meant is None:
            return found[0]
        known = (meant.object_type, meant.record_id)
        names = [name for name, one in self.ids.items() if one == known]
        return f"{{{names[0]}}}" if names else f"{{{found[0].rpartition('_')[0]}}}"
