"""The OpenAPI document of the document dialect, built from the projections."""
