"""The OpenAPI document of this dialect, made from the tables of the resources."""
