"""Reads the request and answer pairs of a documentation page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANYTHING = "…"
DOCS = Path(__file__).parents[2] / "docs"

_PAIR = re.compile(
    r"^```http(?P<flags>[^\n]*)\n(?P<request>.*?)^```\n"
    r"```json (?P<status>\d{3})(?P<headers>[^\n]*)\n(?P<answer>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
# Below the address, as they stand on the wire; the body begins with a bracket.
_HEADER = re.compile(r"(?P<name>[A-Z][\w-]*):[ ]*(?P<value>[^\n]*)(?:\n|$)")


@dataclass(frozen=True)
class Example:
    """One documented request and what it says will come back.

    ``sent`` are headers beside those of every request, an empty one takes one away.
    """

    line: int
    method: str
    path: str
    query: str
    body: Any
    is_anonymous: bool
    sent: dict[str, str]
    status: int
    headers: dict[str, str]
    answer: Any

    def __str__(self) -> str:
        return f"line {self.line}: {self.method} {self.path}?{self.query}"


def read_examples(page: str) -> list[Example]:
    """Return the examples of a page below ``docs/`` in their order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [_example(text, match) for match in _PAIR.finditer(text)]


def _example(text: str, match: re.Match[str]) -> Example:
    head, _newline, body = match["request"].strip().partition("\n")
    sent = {}
    while found := _HEADER.match(body):
        sent[found["name"]] = found["value"]
        body = body[found.end() :]
    method, _space, target = head.partition(" ")
    path, _mark, query = target.partition("?")
    headers = {}
    if match["headers"].strip():
        name, _colon, value = match["headers"].strip().partition(": ")
        headers[name] = value
    return Example(
        line=text.count("\n", 0, match.start()) + 1,
        method=method,
        path=path,
        query=query,
        body=json.loads(body) if body else None,
        is_anonymous="anonymous" in match["flags"],
        sent=sent,
        status=int(match["status"]),
        headers=headers,
        answer=json.loads(match["answer"]),
    )


def differences(documented: Any, actual: Any, place: str = "answer") -> list[str]:
    """Return where an answer is not what the page says; ``…`` matches anything."""
    if documented == ANYTHING:
        return []
    if isinstance(documented, dict) and isinstance(actual, dict):
        return _object_differences(documented, actual, place)
    if isinstance(documented, list) and isinstance(actual, list):
        if len(documented) != len(actual):
            return [f"{place}: {len(actual)} instead of {len(documented)}"]
        return [
            difference
            for index, (one, other) in enumerate(zip(documented, actual, strict=True))
            for difference in differences(one, other, f"{place}[{index}]")
        ]
    return [] if documented == actual else [f"{place}: {actual!r} not {documented!r}"]


def _object_differences(
    documented: dict[str, Any], actual: dict[str, Any], place: str
) -> list[str]:
    found = []
    for key, value in documented.items():
        if key == ANYTHING:
            continue
        if key not in actual:
            found.append(f"{place}.{key} is missing")
        else:
            found += differences(value, actual[key], f"{place}.{key}")
    if ANYTHING not in documented:
        extra = sorted(actual.keys() - documented.keys())
        found += [f"{place}.{key} is not documented" for key in extra]
    return found
