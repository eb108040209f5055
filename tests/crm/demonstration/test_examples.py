import json
import shlex
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from django.test import Client

from crm.demonstration.examples import curl_lines


def sent(line, tenant):
    """Do what curl does with a line."""
    words = shlex.split(line)
    assert words[0] == "curl"
    url = next(one for one in words if one.startswith("http"))
    options = list(pairwise(words))
    headers = dict(value.split(": ", 1) for name, value in options if name == "-H")
    client = Client(headers={"Authorization": headers["Authorization"]})
    path = url.removeprefix("http://127.0.0.1:8000")
    bodies = [value for name, value in options if name == "-d"]
    if bodies:
        return client.post(path, bodies[0], content_type=headers["Content-Type"])
    pairs = [
        tuple(value.split("=", 1))
        for name, value in options
        if name == "--data-urlencode"
    ]
    return client.get(f"{path}?{urlencode(pairs)}")


@pytest.fixture
def lines(tenant):
    tenant.make("contacts", first_name="A", last_name="Zuse", status="Active")
    tenant.make("contacts", first_name="B", last_name="Hopper", status="Active")
    tenant.make("contacts", first_name="C", last_name="Quiet", status="Quiet")
    tenant.make("deals", name="Small", status="won", amount=100)
    tenant.make("deals", name="Large", status="won", amount=100_000)
    tenant.make("deals", name="Larger", status="won", amount=200_000)
    tenant.make("deals", name="Open", status="quote", amount=100_000)
    return curl_lines(url="http://127.0.0.1:8000", key=tenant.key)


def test_the_first_lists_contacts_filtered_and_sorted(tenant, lines):
    answer = sent(lines[0], tenant)
    assert answer.status_code == 200, answer.content
    assert [one["last_name"] for one in answer.json()] == ["Hopper", "Zuse"]


def test_the_second_creates_a_contact(tenant, lines):
    answer = sent(lines[1], tenant)
    assert answer.status_code == 201, answer.content
    assert answer.json()["first_name"] == "Grace"


def test_the_third_filters_deals(tenant, lines):
    answer = sent(lines[2], tenant)
    assert answer.status_code == 200, answer.content
    assert [one["name"] for one in answer.json()] == ["Larger", "Large"]


def test_each_is_one_line_for_a_shell(lines):
    assert len(lines) == 3
    assert not any("\n" in line for line in lines)
    bodies = [shlex.split(line)[-1] for line in lines]
    assert json.loads(bodies[1])["email"] == "grace@navy.example"
