"""Copies an account of another server of the envelope dialect into an organization."""
