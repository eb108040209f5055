"""Puts our site in the place of Django's admin."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """The admin with :class:`records.administration.site.Site` as ``admin.site``."""

    default_site = "records.administration.site.Site"
