"""Organizations, people, memberships and keys."""

import factory
from factory.django import DjangoModelFactory

from records.access.caller import Caller
from records.access.keys import SHOWN_LENGTH, digest_of, new_key
from records.access.models import ApiKey, Membership, Organization, User
from records.access.roles import KeyScope, Role
from records.schema.registry import registry


class OrganizationFactory(DjangoModelFactory[Organization]):
    """An organization with everything a new one starts with."""

    class Meta:
        model = Organization
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organization {n}")

    @factory.post_generation
    def seeds(organization, create, extracted, **_kwargs):  # noqa: N805 - it is one
        if create and extracted is not False:
            registry.seed_organization(Caller.system(organization.info))


class UserFactory(DjangoModelFactory[User]):
    """A person without a usable password."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    first_name = "Grace"
    last_name = factory.Sequence(lambda n: f"Hopper {n}")
    password = "!"  # noqa: S105 - unusable


class MembershipFactory(DjangoModelFactory[Membership]):
    """A person's place in an organization, which is passed explicitly."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.ADMIN


class ApiKeyFactory(DjangoModelFactory[ApiKey]):
    """A key of a membership; its text is in the attribute ``text``."""

    class Meta:
        model = ApiKey

    class Params:
        text = factory.LazyFunction(new_key)

    organization = factory.SelfAttribute("membership.organization")
    name = "tests"
    digest = factory.LazyAttribute(lambda one: digest_of(one.text))
    shown = factory.LazyAttribute(lambda one: one.text[:SHOWN_LENGTH])
    scopes = factory.LazyFunction(lambda: list(KeyScope.values))
