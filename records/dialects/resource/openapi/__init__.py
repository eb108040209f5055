"""The OpenAPI document of the resource dialect, typed per resource."""
