"""What every wire language is made with: requests, failures, views."""
