"""Recorded requests and answers: how a file is read, replayed and written.

A recording is a JSON file: ``about`` says what it shows, ``given`` which records there
are, ``steps`` what is asked and answered. ``{name}`` stands for the id of a record that
was given or created under that name, ``{me}`` for the person who asks. In answers any other
id reads ``{<key>}`` and any moment ``{time}``. ``show`` keeps
only these keys of each record, where a file would be too long to read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from records.dialects.resource.naming import snake
from records.schema.registry import registry
from tests.factories import make_many

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tenants import Answer, Api, Tenant

HEADERS = ("Content-Range", "X-Total-Count", "WWW-Authenticate")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
NAME = re.compile(r"\{([a-z_]+)\}")
# A recorded body as JSON may say "{ada}" for a number.
_QUOTED_NAME = re.compile(r'"\{([a-z_]+)\}"')


@dataclass
class Replay:
    """One run of a recording for one tenant."""

    tenant: Tenant
    recording: dict[str, Any]
    ids: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Names to the resource and id they stand for: tables count by themselves."""

    def run(self) -> dict[str, Any]:
        """Replay and return the recording with the answers of now."""
        self.ids = {"me": ("crm_users", self.tenant.user.pk)}
        for given in self.recording.get("given", []):
            self._make(given)
        steps = [self._step(step) for step in self.recording["steps"]]
        return {**self.recording, "steps": steps}

    def _make(self, given: dict[str, Any]) -> None:
        values = self._filled(given["values"])
        batch = [values]
        if "count" in given:
            batch = [
                {key: one.replace("#", str(number)) for key, one in values.items()}
                for number in range(1, given["count"] + 1)
            ]
        made = make_many(self.tenant.caller, given["make"], batch)
        if "name" in given:
            self.ids[given["name"]] = (given["make"], made[0])

    def _step(self, step: dict[str, Any]) -> dict[str, Any]:
        method, _space, address = step["request"].partition(" ")
        path, _mark, query = self._named(address).partition("?")
        answer = self._api(step)(
            method, path, self._filled(step.get("body")), **dict(parse_qsl(query))
        )
        resource = path.split("/")[2].removeprefix("merge_")
        if "name" in step:
            self.ids[step["name"]] = (resource, answer.json["id"])
        recorded = {key: one for key, one in step.items() if key != "answer"}
        return {**recorded, "answer": self._told(answer, step, resource)}

    def _api(self, step: dict[str, Any]) -> Api:
        role = step.get("as")
        if role is None:
            return self.tenant.api
        if role == "nobody":
            return type(self.tenant.api)("nobody's key")
        return self.tenant.colleague(role).api

    def _named(self, text: str) -> str:
        return NAME.sub(lambda found: str(self.ids[found[1]][1]), text)

    def _filled(self, value: Any) -> Any:
        text = _QUOTED_NAME.sub(
            lambda found: str(self.ids[found[1]][1]), json.dumps(value)
        )
        return json.loads(text)

    def _told(
        self, answer: Answer, step: dict[str, Any], resource: str
    ) -> dict[str, Any]:
        told: dict[str, Any] = {"status": answer.status}
        headers = {
            name: answer.headers[name] for name in HEADERS if name in answer.headers
        }
        if headers:
            told["headers"] = headers
        body = self._normalized(answer.json, resource)
        shown = step.get("show")
        if shown is not None:
            told["rows"] = len(body)
            body = [{key: one[key] for key in shown} for one in body]
        told["body"] = body
        return told

    def _normalized(self, value: Any, resource: str, key: str = "") -> Any:
        match value:
            case dict():
                return {
                    name: self._normalized(one, resource, snake(name))
                    for name, one in value.items()
                }
            case list():
                return [self._normalized(one, resource, key) for one in value]
            case int() if key == "id" or key.endswith("_id"):
                return self._name_of(value, resource, key)
            case str():
                return self._normalized_text(value, resource)
            case _:
                return value

    def _normalized_text(self, text: str, resource: str) -> str:
        if _MOMENT.fullmatch(text):
            return "{time}"
        return re.sub(
            r"(?<=merged into )\d+",
            lambda found: self._name_of(int(found[0]), resource, "id"),
            text,
        )

    def _name_of(self, number: int, resource: str, key: str) -> str:
        if key == "organization_id":
            return "{organization}"
        target = resource
        if key != "id":
            kind = registry.built_in_type(resource).fields_by_name[key].kind
            target = getattr(kind, "target", resource)
        names = (name for name, known in self.ids.items() if known == (target, number))
        return f"{{{next(names, key)}}}"


def read(path: Path) -> dict[str, Any]:
    """Return the recording in a file."""
    recording: dict[str, Any] = json.loads(path.read_text())
    return recording


def write(path: Path, recording: dict[str, Any]) -> None:
    """Write a recording so that people can read it."""
    path.write_text(json.dumps(recording, indent=2, ensure_ascii=False) + "\n")
