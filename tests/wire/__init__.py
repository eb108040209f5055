"""Recorded requests and answers, replayed."""
