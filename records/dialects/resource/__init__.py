"""The resource dialect: ``/api/:resource`` (seed resource, contract resource)."""

DIALECT = "resource"
