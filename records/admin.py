"""Registers the kernel's own models with the admin."""

from django.contrib import admin
from django.contrib.auth.models import Group

from records.access.models import ApiKey, Membership, Organization, User
from records.administration.api_keys import ApiKeyAdmin
from records.administration.changes import ChangeAdmin
from records.administration.organizations import OrganizationAdmin
from records.administration.people import MembershipAdmin, PersonAdmin
from records.history.models import Change

# Roles take the place of Django's groups.
if admin.site.is_registered(Group):
    admin.site.unregister(Group)

admin.site.register(User, PersonAdmin)
admin.site.register(Membership, MembershipAdmin)
admin.site.register(ApiKey, ApiKeyAdmin)
admin.site.register(Organization, OrganizationAdmin)
admin.site.register(Change, ChangeAdmin)
