"""Groups: what is read."""
