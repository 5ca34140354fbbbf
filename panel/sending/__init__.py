"""Carrying letters to the mail server: a kind of job, done by the worker and never by a page."""
