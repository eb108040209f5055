"""Runs several things at the same moment, each on a connection of its own."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pytest


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Return what each call returned, or the exception it raised, in order."""
    ready = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            ready.wait(timeout=30)
            return call()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test judges it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """Let other threads reach the test's rows as other processes would.

    On PostgreSQL they do. SQLite's tests run in memory, which threads cannot share as
    they share a file: so they get a copy of it in one, and afterwards its rows.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory: sqlite3.Connection = connection.connection
    path = folder / "shared.sqlite3"
    settings = connections.settings["default"]
    name = settings["NAME"]
    with sqlite3.connect(path) as file:
        memory.backup(file)
    file.close()
    settings["NAME"] = str(path)
    try:
        yield
    finally:
        settings["NAME"] = name
        with sqlite3.connect(path) as file:
            file.backup(memory)
        file.close()


class Pause:
    """Stops whoever first calls a function, so that somebody else comes in between.

    Whoever is stopped goes on when the other is done, or after half a second: then the
    other is waiting for what the first one holds.
    """

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, *, nth: int = 1
    ) -> None:
        self._reached = threading.Event()
        self._done = threading.Event()
        original = getattr(owner, name)
        calls = itertools.count(1)

        def stopping(*args: Any, **options: Any) -> Any:
            if next(calls) == nth:
                self._reached.set()
                self._done.wait(0.5)
            return original(*args, **options)

        monkeypatch.setattr(owner, name, stopping)

    def during(self, call: Callable[[], Any]) -> Callable[[], Any]:
        """Return the call as it is made while the other one is stopped."""

        def run() -> Any:
            assert self._reached.wait(10), "nobody came by"
            try:
                return call()
            finally:
                self._done.set()

        return run
