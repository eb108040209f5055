"""The kernel: what is true of any record, whatever it is about."""
