"""What is done with papers."""
