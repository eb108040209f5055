"""Clients that others wrote, against a server of ours."""
