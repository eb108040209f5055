"""When was a key last used?"""

import datetime as dt

import pytest
from django.core.signals import request_finished
from django.utils import timezone

from records.access import usage
from records.access.models import ApiKey


@pytest.fixture
def key(tenant):
    """Return the tenant's key as a row."""
    return ApiKey.objects.everywhere().get()


def used(key, moment):
    key.last_used_at = moment
    key.save()
    return moment


def after_a_request(tenant, key):
    """Send one request, end it as a server does, and read the key again."""
    assert tenant.api.get("/api/tags").status == 200
    usage._store()
    key.refresh_from_db()
    return key.last_used_at


def test_the_first_use_is_noted(tenant, key):
    before = timezone.now()
    assert key.last_used_at is None
    assert before <= after_a_request(tenant, key) <= timezone.now()


def test_a_use_within_a_minute_is_not_written_again(tenant, key):
    noted = used(key, timezone.now() - dt.timedelta(seconds=55))
    assert after_a_request(tenant, key) == noted


def test_a_use_after_a_minute_is(tenant, key):
    noted = used(key, timezone.now() - dt.timedelta(seconds=61))
    assert after_a_request(tenant, key) > noted


def test_nothing_is_written_before_the_answer_is_sent(
    tenant, key, django_assert_num_queries
):
    usage.note_use(key.pk, last_used_at=None)
    key.refresh_from_db()
    assert key.last_used_at is None
    with django_assert_num_queries(1):
        usage._store()
    with django_assert_num_queries(0):
        usage._store()


def test_the_end_of_a_request_is_listened_for():
    receivers = [one[0][0] for one in request_finished.receivers]
    assert "records.access.usage" in receivers


def test_a_request_without_a_key_notes_nothing(db, client, django_assert_num_queries):
    client.get("/api/contacts")
    with django_assert_num_queries(0):
        usage._store()
