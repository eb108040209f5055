"""``/v2/sync/…``: what changed since a device asked last (contract §4, sync)."""
