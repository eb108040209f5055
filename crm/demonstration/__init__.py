"""The demo organization: what is in it, who works there, and how it is served."""
