import io

import pytest
from django.core.management.base import OutputWrapper

from records.management import bar
from records.management.bar import Bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 0.0

    monkeypatch.setattr(bar.time, "monotonic", lambda: Clock.now)
    return Clock


def shown(out, clock, *steps):
    progress = Bar(OutputWrapper(out), total=1_000, noun="contacts")
    for seconds, done in steps:
        clock.now = seconds
        progress.show(done)
    return out.getvalue()


def test_a_terminal_sees_a_bar_that_grows_in_place(clock):
    text = shown(Terminal(), clock, (1, 0), (2, 500), (2.01, 510), (4, 1_000))
    first, half, end = text.split("\r")[1:]
    assert "0 of 1,000 contacts" in first
    assert half.startswith("█" * 15 + "░" * 15)
    assert "500 of 1,000 contacts, 2 s to go" in half
    assert "\n" not in first + half
    assert "░" not in end
    assert end.endswith("1,000 of 1,000 contacts in 4 s\x1b[K\n")


def test_a_file_gets_a_plain_line_now_and_then(clock):
    text = shown(
        io.StringIO(), clock, (1, 100), (5, 200), (10.5, 300), (12, 400), (20, 1_000)
    )
    assert text.splitlines() == [
        "300 of 1,000 contacts, 37 s to go",
        "1,000 of 1,000 contacts in 20 s",
    ]
