"""What writes organizations, people, memberships and keys, and signs people in."""
