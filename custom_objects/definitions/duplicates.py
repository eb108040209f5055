"""Finds equal values among any number of records, in memory that does not grow."""

from __future__ import annotations

from heapq import merge, nsmallest
from itertools import chain, groupby, islice
from operator import itemgetter
from struct import Struct
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_ENTRY = Struct("=qq")
_RUN = 50_000
"""Entries sorted in memory; each run of so many lies in a file of its own."""
_IN_MEMORY = 1_000_000
"""Bytes of a run that are kept without a file."""

Entry = tuple[int, int]
"""A hash of a value, and the record that has it."""


class Duplicates:
    """Takes hashes of values and then tells which records repeat another's value.

    A sort in runs that are merged: a million values cost 16 MB of temporary files.
    """

    def __init__(self, *, run: int = _RUN) -> None:
        self._run = run
        self._entries: list[Entry] = []
        self._files: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for file in self._files:
            file.close()

    def add(self, key: int, record_id: int) -> None:
        """Take the 64-bit hash of a record's value."""
        self._entries.append((key, record_id))
        if len(self._entries) >= self._run:
            self._put_away()

    def found(self, most: int) -> tuple[int, list[int]]:
        """Return how many records repeat a value, and the first of them by id.

        The first record with a value does not repeat it.
        """
        count = 0

        def repeating() -> Iterator[int]:
            nonlocal count
            for record_id in self._repeating():
                count += 1
                yield record_id

        first = nsmallest(most, repeating())
        return count, first

    def _repeating(self) -> Iterator[int]:
        runs = [_read(file) for file in self._files]
        entries = merge(*runs, sorted(self._entries))
        for _key, alike in groupby(entries, itemgetter(0)):
            yield from (record_id for _, record_id in islice(alike, 1, None))

    def _put_away(self) -> None:
        file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the context
        file.writelines(_ENTRY.pack(*entry) for entry in sorted(self._entries))
        self._files.append(file)
        self._entries = []


def _read(file: IO[bytes]) -> Iterator[Entry]:
    file.seek(0)
    chunks = iter(lambda: file.read(_ENTRY.size * 1_024), b"")
    entries: Iterator[Entry] = chain.from_iterable(map(_ENTRY.iter_unpack, chunks))
    return entries
