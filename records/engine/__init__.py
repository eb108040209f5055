"""How records are found and changed: one way each, whatever asks."""
