"""The wire languages. Each is a set of equal rooms; they are strangers to each other."""
