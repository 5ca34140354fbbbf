"""What tests run against, all of it from packages, so that every machine runs the same.

Whatever is started is stopped by the `with` block that started it.
"""
