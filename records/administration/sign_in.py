"""Signing in to the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm
from unfold.widgets import BASE_INPUT_CLASSES

from records.access.models import Membership


class SignInForm(AuthenticationForm):  # type: ignore[misc]
    """E-mail and password of a person who belongs to an organization."""

    error_messages = {  # noqa: RUF012 - as Django's
        **AuthenticationForm.error_messages,
        "invalid_login": _("This e-mail address and password do not belong together."),
        "no_organization": _(
            "You do not belong to an organization any more, or not yet. Ask an "
            "administrator of yours to invite you."
        ),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["username"]
        field.label = _("E-mail")
        field.widget = forms.EmailInput(
            attrs={
                "autocomplete": "username",
                "autofocus": "",
                "class": " ".join(BASE_INPUT_CLASSES),
                "maxlength": 254,
            }
        )

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse people without an organization, saying so."""
        super().confirm_login_allowed(user)
        mine = Membership.objects.everywhere().filter(user_id=user.pk, is_active=True)
        if not mine.exists():
            raise forms.ValidationError(
                self.error_messages["no_organization"], code="no_organization"
            )
