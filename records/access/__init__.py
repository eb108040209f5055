"""Who may reach a record: organizations, people, memberships, API keys."""
