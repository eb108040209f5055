"""Commands that know what a contact is."""
