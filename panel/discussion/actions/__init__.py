"""What members and moderators do in a discussion, in files by noun."""
