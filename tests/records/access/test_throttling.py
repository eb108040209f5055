"""Are requests counted exactly, for all workers together, in fixed windows?"""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from records.access.models import ApiKey, RateCounter
from records.access.throttling import (
    KeyGone,
    RateExceeded,
    RateLimits,
    Window,
    count_request,
)

NOON = dt.datetime(2026, 3, 14, 12, 0, 0, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2026, 3, 15, tzinfo=dt.UTC)


def at(seconds):
    return NOON + dt.timedelta(seconds=seconds)


@pytest.fixture
def key_id(tenant):
    return ApiKey.objects.everywhere().get().pk


def send(key_id, limits, *seconds):
    """Count requests at these seconds after noon; return what is left, or why not."""
    told = []
    for one in seconds:
        try:
            told.append(count_request(key_id, limits, now=at(one)).remaining)
        except RateExceeded as exceeded:
            told.append(f"{exceeded.quota.window} {exceeded.retry_after}")
    return told


def test_the_hundredth_request_leaves_nothing_and_the_next_is_refused(key_id):
    limits = RateLimits(per_minute=100)
    told = send(key_id, limits, *[0] * 102)
    assert told[:2] == [99, 98]
    assert told[98:] == [1, 0, "minute 60", "minute 60"]


def test_a_window_is_a_minute_of_the_clock(key_id):
    limits = RateLimits(per_minute=2)
    told = send(key_id, limits, 58, 59, 59.9, 60, 61, 62, 125)
    assert told == [1, 0, "minute 1", 1, 0, "minute 58", 1]


def test_what_is_left_tells_when_it_begins_anew(key_id):
    quota = count_request(key_id, RateLimits(per_minute=5), now=at(17))
    assert quota.headers == {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "4",
        "X-RateLimit-Reset": str(int(at(60).timestamp())),
    }


def test_a_full_day_lasts_until_midnight(key_id):
    limits = RateLimits(per_minute=100, per_day=3)
    assert send(key_id, limits, 0, 60, 120) == [2, 1, 0]
    with pytest.raises(RateExceeded) as refused:
        count_request(key_id, limits, now=at(180))
    exceeded = refused.value
    assert (exceeded.limit, exceeded.quota.window) == (3, Window.DAY)
    # The limit that is told stays that of the minute.
    assert (exceeded.quota.limit, exceeded.quota.remaining) == (100, 0)
    assert exceeded.quota.resets_at == int(MIDNIGHT.timestamp())
    assert exceeded.retry_after == int((MIDNIGHT - at(180)).total_seconds())
    assert count_request(key_id, limits, now=MIDNIGHT).remaining == 2


def test_what_the_minute_refuses_does_not_count_towards_the_day(key_id):
    limits = RateLimits(per_minute=1, per_day=3)
    assert send(key_id, limits, *[0] * 6) == [0, *["minute 60"] * 5]
    counter = RateCounter.objects.get()
    assert (counter.in_minute, counter.in_day) == (2, 1)
    assert send(key_id, limits, 60, 120, 180)[-1].startswith("day")


def test_what_is_refused_is_not_counted_on(key_id):
    limits = RateLimits(per_minute=5, per_day=2)
    send(key_id, limits, *range(0, 600, 60))
    counter = RateCounter.objects.get()
    assert (counter.in_minute, counter.in_day) == (1, 3)
    more = RateLimits(per_minute=5, per_day=4)
    assert send(key_id, more, 600) == [0]


def test_a_full_day_is_told_rather_than_a_full_minute(key_id):
    limits = RateLimits(per_minute=2, per_day=2)
    told = send(key_id, limits, 0, 0, 0)
    assert told == [1, 0, "day 43200"]


def test_a_day_alone_is_told_as_the_limit(key_id):
    quota = count_request(key_id, RateLimits(per_day=10), now=NOON)
    assert (quota.limit, quota.remaining, quota.window) == (10, 9, Window.DAY)
    assert quota.resets_at == int(MIDNIGHT.timestamp())


def test_a_clock_that_is_behind_by_a_moment_does_not_begin_anew(key_id):
    limits = RateLimits(per_minute=2)
    assert send(key_id, limits, 60, 59.9, 60.1) == [1, 0, "minute 60"]


def test_a_clock_that_was_far_ahead_holds_nobody_up_for_good(key_id):
    limits = RateLimits(per_minute=1, per_day=1)
    count_request(key_id, limits, now=at(10**8))
    assert send(key_id, limits, 0) == [0]


def test_each_key_has_its_own_count(tenant, stranger):
    limits = RateLimits(per_minute=1)
    for one in ApiKey.objects.everywhere():
        assert send(one.pk, limits, 0) == [0]


def test_counting_takes_one_statement(key_id, django_assert_num_queries):
    count_request(key_id, RateLimits(5, 5))
    with django_assert_num_queries(1):
        count_request(key_id, RateLimits(5, 5))


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_gone_is_told_apart(db):
    with pytest.raises(KeyGone):
        count_request(2**40, RateLimits(5, 5))


@pytest.mark.parametrize(
    ("settings_", "own", "expected"),
    [
        ((0, 0), (None, None), RateLimits(0, 0)),
        ((100, 1000), (None, None), RateLimits(100, 1000)),
        ((100, 1000), (5, None), RateLimits(5, 1000)),
        ((100, 1000), (0, 0), RateLimits(0, 0)),
        ((0, 0), (None, 7), RateLimits(0, 7)),
    ],
)
def test_a_keys_own_limits_win(settings, settings_, own, expected):
    settings.DRAGOMAN_RATE_PER_MINUTE, settings.DRAGOMAN_RATE_PER_DAY = settings_
    limits = RateLimits.of_key(*own)
    assert limits == expected
    assert bool(limits) is any((expected.per_minute, expected.per_day))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_are_all_counted(tenant):
    key_id = ApiKey.objects.everywhere().get().pk
    limits = RateLimits(per_minute=30)

    def request(_number):
        try:
            return send(key_id, limits, 0)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = [one for answer in pool.map(request, range(50)) for one in answer]
    assert sorted(one for one in told if isinstance(one, int)) == list(range(30))
    assert told.count("minute 60") == 20
