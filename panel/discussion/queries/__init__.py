"""What can be read of a discussion, in files by noun."""
