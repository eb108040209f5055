"""Mounts the dialects, their documents, and the page that shows those."""

from django.urls import include, path, re_path

from records.dialects.base.documentation import Document, DocumentationView
from records.dialects.document.openapi.document import DocumentDialectDocumentView
from records.dialects.envelope.openapi.document import EnvelopeDocumentView
from records.dialects.resource.openapi.document import ResourceDocumentView

DOCUMENTS = (
    Document(title="Resource", route="openapi-resource"),
    Document(title="Document", route="openapi-document"),
    Document(title="Envelope", route="openapi-envelope"),
)

urlpatterns = [
    # Before the resource dialect, to which "crm" would be a slug.
    re_path(r"^api/crm(?:/|$)", include("records.dialects.document.urls")),
    path("api/", include("records.dialects.resource.urls")),
    path("v2/", include("records.dialects.envelope.urls")),
    path(
        "openapi/resource.json",
        ResourceDocumentView.as_view(),
        name="openapi-resource",
    ),
    path(
        "openapi/document.json",
        DocumentDialectDocumentView.as_view(),
        name="openapi-document",
    ),
    path(
        "openapi/envelope.json",
        EnvelopeDocumentView.as_view(),
        name="openapi-envelope",
    ),
    re_path(
        r"^docs/?$",
        DocumentationView.as_view(documents=DOCUMENTS),
        name="documentation",
    ),
]
