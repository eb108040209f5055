"""Signs people in, and answers Django's permission questions from their membership."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from records.access.models import User
from records.access.roles import Permission

_MEMBERS_ONLY = {"access"}
_VERBS = {
    "view": Permission.READ,
    "add": Permission.WRITE,
    "change": Permission.WRITE,
    "delete": Permission.ARCHIVE,
}


class MembershipBackend(ModelBackend):
    """E-mail and password in; rights from the role in the current organization.

    ``crm.change_contact`` asks for the right to write records; anything of the
    ``access`` app, beyond looking, for the right to manage members. A person without a
    current organization may do nothing; an operator (superuser) everything.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: object | None = None) -> bool:
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        if user_obj.is_superuser:
            return True
        if user_obj.caller is None:
            return False
        app, _dot, codename = perm.partition(".")
        verb = codename.partition("_")[0]
        needed = _VERBS.get(verb)
        if needed is None:
            return False
        if app in _MEMBERS_ONLY and verb != "view":
            needed = Permission.MEMBERS
        return user_obj.caller.may(needed)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        return user_obj.is_superuser or user_obj.caller is not None
