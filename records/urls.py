"""Mounts the dialects."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("records.dialects.resource.urls")),
]
