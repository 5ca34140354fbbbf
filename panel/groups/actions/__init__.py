"""Groups: what is done."""
