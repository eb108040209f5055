import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from config import health


def test_live_asks_no_database(client: Client) -> None:
    # Without the mark django_db, asking one fails the test.
    answer = client.get("/health/live")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_is_migrated(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client: Client) -> None:
    newest = MigrationRecorder.Migration.objects.filter(app="access").latest("pk")
    newest.delete()
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "reason": "migrations are missing",
    }


def test_not_ready_without_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unapplied_migrations() -> set[health.Migration]:
        raise OperationalError("connection to server at 10.1.2.3 failed")

    monkeypatch.setattr(health, "unapplied_migrations", unapplied_migrations)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "10.1.2.3" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("applied", [("new",), ("old_1", "old_2")])
def test_a_squashed_migration_counts_by_itself_or_by_all_it_replaces(
    monkeypatch: pytest.MonkeyPatch, applied: tuple[str, ...]
) -> None:
    replaced = frozenset({("squashed", "old_1"), ("squashed", "old_2")})
    monkeypatch.setattr(
        health, "migrations_in_code", lambda: {("squashed", "new"): replaced}
    )
    assert health.unapplied_migrations() == {("squashed", "new")}
    for name in applied:
        MigrationRecorder.Migration.objects.create(app="squashed", name=name)
    assert health.unapplied_migrations() == set()


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_read_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_probes_are_not_sent_to_https(client: Client, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    assert client.get("/health/ready").status_code == 200
