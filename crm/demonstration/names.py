"""What are the people and companies of the demo called?"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from faker import Faker

from crm.demonstration.vocabulary import TRADES, Trade

if TYPE_CHECKING:
    from random import Random

SEED = 20_260_101
# How many names to draw in each language; most people speak the office's.
_LOCALES = (("en_US", 320), ("de_DE", 90), ("fr_FR", 60), ("es_ES", 60), ("pl_PL", 40))
_STREETS = 300
# Letters that no decomposition turns into plain ones.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "Ł": "L", "Ø": "O", "æ": "ae", "đ": "d"}
)
# Shares no divisor with any number of names that can come up here, so that a walk in
# these steps meets every name once, and neighbors differ.
_STRIDE = 1_000_003


@dataclass(frozen=True, slots=True)
class Person:
    """A first and a last name that belong to one language."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Pools:
    """Names to draw from: alike in every run and on every machine."""

    people: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """First and last names of each language."""
    languages: tuple[int, ...]
    """The languages, each as often as it is spoken."""
    surnames: tuple[str, ...]
    streets: tuple[str, ...]

    def person(self, random: Random) -> Person:
        """Draw a person."""
        firsts, lasts = self.people[random.choice(self.languages)]
        return Person(random.choice(firsts), random.choice(lasts))


@cache
def pools() -> Pools:
    """Draw the pools; faker is far too slow to be asked for each of a million people."""
    people = []
    languages: list[int] = []
    surnames: dict[str, None] = {}
    for position, (locale, size) in enumerate(_LOCALES):
        fake = Faker(locale)
        fake.seed_instance(SEED)
        firsts = tuple(dict.fromkeys(fake.first_name() for _ in range(size)))
        lasts = tuple(dict.fromkeys(fake.last_name() for _ in range(size)))
        people.append((firsts, lasts))
        languages += [position] * (size // 10)
        surnames.update(dict.fromkeys(lasts))
    fake = Faker("en_US")
    fake.seed_instance(SEED)
    streets = tuple(dict.fromkeys(fake.street_name() for _ in range(_STREETS)))
    return Pools(tuple(people), tuple(languages), tuple(surnames), streets)


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company's name, the domain that goes with it, and its line of business."""

    text: str
    domain: str
    trade: Trade


def company_name(number: int) -> CompanyName:
    """Return the name of the ``number``-th company; no two numbers share one."""
    surnames = pools().surnames
    endings = _endings()
    plain = len(surnames) * len(endings)
    if number < plain:
        at = number * _STRIDE % plain
        founders = surnames[at % len(surnames)]
        ending, trade = endings[at // len(surnames)]
    else:
        # All plain names are given away: from here on two people founded each.
        number -= plain
        pairs = len(surnames) * (len(surnames) - 1)
        at = number * _STRIDE % (pairs * len(endings))
        ending, trade = endings[at // pairs]
        first, second = divmod(at % pairs, len(surnames) - 1)
        second += second >= first
        founders = f"{surnames[first]} & {surnames[second]}"
    text = f"{founders} {ending}"
    return CompanyName(text, f"{spelled(text, '-')}.example", trade)


@cache
def _endings() -> tuple[tuple[str, Trade], ...]:
    return tuple((name, trade) for trade in TRADES for name in trade.names)


def mailbox(person: Person) -> str:
    """Return what stands before the @ of a person's address."""
    return f"{_spelled_name(person.first)}.{_spelled_name(person.last)}"


@cache
def _spelled_name(name: str) -> str:
    # Only for names from the pools: the cache is as bounded as they are.
    return spelled(name, "-")


def spelled(text: str, joint: str) -> str:
    """Return the text in plain lower-case letters, its words joined."""
    parts = unicodedata.normalize("NFKD", text.translate(_LETTERS)).lower()
    # Combining marks vanish; whatever else is no letter parts words.
    letters = (one for one in parts if not unicodedata.combining(one))
    words = "".join(
        one if one.isascii() and one.isalnum() else " " for one in letters
    ).split()
    return joint.join(words)
