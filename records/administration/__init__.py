"""How staff see and change records: pages derived from the types, in one organization."""
