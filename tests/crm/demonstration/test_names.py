from random import Random

import pytest

from crm.demonstration.names import Person, company_name, mailbox, pools, spelled


def test_no_two_companies_share_a_name_or_a_domain():
    # Across the end of the plain names, after which two founders give theirs.
    names = [company_name(number) for number in range(15_000, 25_000)]
    assert len({one.text for one in names}) == len(names)
    assert len({one.domain for one in names}) == len(names)
    assert {" & " in one.text for one in names} == {True, False}


def test_domains_are_reserved_for_examples():
    domains = [company_name(number).domain for number in range(500)]
    assert all(one.endswith(".example") and one.isascii() for one in domains)


def test_names_are_the_same_in_every_run():
    # Pinned: a change of these changes every demo that is grown later.
    drawn = pools().person(Random("a"))  # noqa: S311 - names, not secrets
    assert drawn == Person("Samantha", "Choi")
    assert [company_name(number).text for number in (0, 1)] == [
        "Barajas Logistics",
        "Gruchot Diagnostics",
    ]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Ärger & Söhne", "arger-sohne"),
        ("Weiß", "weiss"),
        ("Łukasz", "lukasz"),
        ("O'Brien", "o-brien"),
        ("María José", "maria-jose"),
    ],
)
def test_spelling_is_plain(text, spelling):
    assert spelled(text, "-") == spelling


def test_a_mailbox_is_first_and_last_name():
    assert mailbox(Person("Jörg-Peter", "Núñez")) == "jorg-peter.nunez"
