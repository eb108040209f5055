"""The document dialect: ``/api/crm/…`` (seed document, contract document)."""

DIALECT = "document"
