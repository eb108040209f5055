"""What happened to a record, told by the writer in the same transaction."""
