"""Is this process alive, and can it answer questions?"""

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

Migration = tuple[str, str]


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process answers at all; asks no database."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database is reachable and migrated, else 503."""
    try:
        missing = unapplied_migrations()
    except Error:
        return unavailable("the database cannot be reached")
    if missing:
        return unavailable("migrations are missing")
    return JsonResponse({"status": "ok"})


def unavailable(reason: str) -> JsonResponse:
    """Answer 503 with a reason that tells a stranger nothing about the inside."""
    return JsonResponse({"status": "unavailable", "reason": reason}, status=503)


def unapplied_migrations() -> set[Migration]:
    """Find the migrations in the code that the database has not seen."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return {
        migration
        for migration, replaced in migrations_in_code().items()
        if migration not in applied and not (replaced and replaced <= applied)
    }


@cache
def migrations_in_code() -> dict[Migration, frozenset[Migration]]:
    """Map each migration to those it replaces; a running process's code is fixed."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    in_code = loader.disk_migrations
    squashed = {old for new in in_code.values() for old in new.replaces}
    return {
        key: frozenset((app, name) for app, name in migration.replaces)
        for key, migration in in_code.items()
        if key not in squashed
    }
