"""Record types and fields that admins define while the program runs."""
