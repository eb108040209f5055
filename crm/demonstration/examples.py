"""What can be tried at once? Lines for a shell that work when pasted."""

from __future__ import annotations

import json
import shlex
from typing import Any


def curl_lines(*, url: str, key: str) -> list[str]:
    """Return three: contacts filtered and sorted, a new contact, deals by ``filters``."""
    bearer = f"Authorization: Bearer {key}"
    return [
        _line(
            ["curl", "-sSG", f"{url}/api/contacts", "-H", bearer],
            filter={"status": "Active"},
            sort=["last_name", "ASC"],
            range=[0, 4],
        ),
        shlex.join(
            [
                *("curl", "-sS", f"{url}/api/contacts", "-H", bearer),
                *("-H", "Content-Type: application/json", "-d"),
                json.dumps(
                    {
                        "first_name": "Grace",
                        "last_name": "Hopper",
                        "email": "grace@navy.example",
                        "tags": ["newsletter"],
                    }
                ),
            ]
        ),
        _line(
            ["curl", "-sSG", f"{url}/api/deals", "-H", bearer],
            filters=[
                {"field": "status", "op": "eq", "value": "won"},
                {"field": "amount", "op": "gte", "value": 50_000},
            ],
            sort=["amount", "DESC"],
        ),
    ]


def _line(command: list[str], **parameters: Any) -> str:
    for name, value in parameters.items():
        # curl encodes what stands behind the equals sign.
        command += ["--data-urlencode", f"{name}={json.dumps(value)}"]
    return shlex.join(command)
