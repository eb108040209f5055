"""What record types consist of: kinds of values, fields, types, and their registry."""
