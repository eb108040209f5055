"""One declaration per built-in record type, readable as a table."""
