"""What differs between two deployments, and the start-up."""
