"""What is done with panels, seats, groups and invitations, each in a file of its noun."""
