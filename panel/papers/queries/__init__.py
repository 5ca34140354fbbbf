"""What can be read of papers."""
