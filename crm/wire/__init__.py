"""How each built-in type is spelled in each dialect: tables."""
