"""Runs several things at the same moment, each on a connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


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
