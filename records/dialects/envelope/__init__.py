"""The envelope dialect: ``/v2/…`` (seed envelope, contract envelope)."""

DIALECT = "envelope"
