"""Organizations, people, memberships and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.access.caller import Caller, OrganizationInfo
from records.access.keys import SHOWN_LENGTH
from records.access.roles import KeyScope, Role
from records.access.scoping import OrganizationManager

if TYPE_CHECKING:
    import datetime as dt


class Organization(models.Model):
    """One tenant: everything else belongs to exactly one."""

    name = models.CharField(_("name"), max_length=255)
    language = models.CharField(
        _("language"),
        max_length=8,
        default="en",
        choices=[("en", _("English")), ("de", _("German"))],
        help_text=_("Messages are in this language when a client asks for none."),
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters."))],
        help_text=_("ISO 4217 code; the currency of deals that name none."),
    )
    schema_version = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(
        _("created at"), default=timezone.now, editable=False
    )

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name

    @property
    def info(self) -> OrganizationInfo:
        """Return the value that callers carry."""
        return OrganizationInfo(
            id=self.pk,
            name=self.name,
            language=self.language,
            time_zone=self.time_zone,
            currency=self.currency,
            schema_version=self.schema_version,
        )


class UserManager(BaseUserManager["User"]):
    """Makes people; an e-mail identifies one, in any letter case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the person with this e-mail address, ignoring case."""
        return self.get(email__iexact=username)

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        """Create a person. Without a password they cannot sign in with one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        """Create an operator of the whole installation (not a role in a tenant)."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser):
    """A person, known by e-mail, who may belong to several organizations."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    first_name = models.CharField(_("first name"), max_length=255, blank=True)
    last_name = models.CharField(_("last name"), max_length=255, blank=True)
    phone = models.CharField(_("phone"), max_length=64, blank=True)
    avatar = models.JSONField(_("avatar"), null=True, blank=True)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Clear this instead of deleting the person."),
    )
    is_staff = models.BooleanField(
        _("may use the admin"),
        default=True,
        help_text=_("What they may do there is the role of their membership."),
    )
    is_superuser = models.BooleanField(
        _("operator"),
        default=False,
        help_text=_("Operates the installation: may create organizations."),
    )
    created_at = models.DateTimeField(
        _("created at"), default=timezone.now, editable=False
    )

    objects: ClassVar[UserManager] = UserManager()

    caller: Caller | None = None
    """In a request: the person acting in the organization they have chosen. Not stored."""

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """Return first and last name, as far as known."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """Return what to call the person in a greeting."""
        return self.first_name or self.email

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Ask the authentication backends, which ask the current membership."""
        from django.contrib.auth import get_backends  # noqa: PLC0415 - app loading

        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in get_backends()
        )

    def has_module_perms(self, app_label: str) -> bool:
        """Ask the authentication backends, which ask the current membership."""
        from django.contrib.auth import get_backends  # noqa: PLC0415 - app loading

        return self.is_active and any(
            backend.has_module_perms(self, app_label)
            for backend in get_backends()
            if hasattr(backend, "has_module_perms")
        )


def this_millisecond() -> dt.datetime:
    """Return the current moment as precise as answers show it (decision 17)."""
    moment = timezone.now()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class Membership(models.Model):
    """A person's place in an organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=16, choices=Role.choices, default=Role.MEMBER
    )
    is_active = models.BooleanField(_("active"), default=True)
    onboarding_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    onboarding_completed_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(
        _("created at"), default=this_millisecond, editable=False
    )

    objects = OrganizationManager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "user"], name="membership_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class ApiKey(models.Model):
    """A credential that acts as a membership, in all three dialects."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="api_keys"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="api_keys"
    )
    name = models.CharField(_("name"), max_length=255)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    shown = models.CharField(_("begins with"), max_length=SHOWN_LENGTH, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(
        _("created at"), default=timezone.now, editable=False
    )
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    rate_per_minute = models.PositiveIntegerField(
        _("requests a minute"),
        null=True,
        blank=True,
        help_text=_("Empty: as for all keys. 0: no limit."),
    )
    rate_per_day = models.PositiveIntegerField(
        _("requests a day"),
        null=True,
        blank=True,
        help_text=_("Empty: as for all keys. 0: no limit."),
    )

    objects = OrganizationManager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.shown}…)"

    @staticmethod
    def default_scopes() -> list[str]:
        """Return every scope: the owner's role is the limit."""
        return [scope.value for scope in KeyScope]


class RateCounter(models.Model):
    """How many requests a key has sent in the current minute and day.

    ``minute`` and ``day`` count from 1970, UTC. Written by
    :mod:`records.access.throttling` alone, in one statement per request.
    """

    key = models.OneToOneField(
        ApiKey, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    minute = models.BigIntegerField()
    in_minute = models.BigIntegerField()
    day = models.BigIntegerField()
    in_day = models.BigIntegerField()

    class Meta:
        verbose_name = _("rate counter")
        verbose_name_plural = _("rate counters")

    def __str__(self) -> str:
        return (
            f"{self.in_minute} in minute {self.minute}, {self.in_day} in day {self.day}"
        )
