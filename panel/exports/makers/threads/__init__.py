"""The makers of files of threads."""
