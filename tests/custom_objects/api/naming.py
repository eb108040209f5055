"""How parametrized values are named: alike in every process that collects them."""


def named(value):
    """Return the name of a value; a set has no order of its own."""
    return str(sorted(value)) if isinstance(value, set) else str(value)
