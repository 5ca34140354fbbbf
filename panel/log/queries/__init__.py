"""What can be read of the log, each in a file of its noun."""
