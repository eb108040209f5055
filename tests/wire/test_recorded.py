"""Every recorded request is answered as it was recorded.

To record anew after a wanted change: ``WIRE_RECORD=1 python3 manage.py test tests/wire``,
then read the difference before committing it.
"""

import os
from pathlib import Path

import pytest

from tests.wire.document_recordings import DocumentReplay
from tests.wire.recordings import Replay, read, write

FOLDER = Path(__file__).parent
REPLAYS = {"resource": Replay, "document": DocumentReplay}
FILES = sorted(FOLDER.glob("*/*.json"))


@pytest.mark.parametrize(
    "path", FILES, ids=[f"{one.parent.name}/{one.stem}" for one in FILES]
)
def test_answers_are_as_recorded(tenant, path):
    recording = read(path)
    replayed = REPLAYS[path.parent.name](tenant, recording).run()
    if os.environ.get("WIRE_RECORD"):
        write(path, replayed)
    assert replayed == (read(path) if os.environ.get("WIRE_RECORD") else recording)


def test_there_are_recordings_of_every_dialect():
    assert {one.parent.name for one in FILES} == set(REPLAYS)
