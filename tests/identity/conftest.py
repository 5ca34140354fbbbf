"""What the tests of accounts share."""

ENGLISH = {"Accept-Language": "en"}
