"""What can be exported, and what has been: of papers, and of threads."""
