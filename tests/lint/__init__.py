"""Checks of our own for `make lint`, and the tests that they find what they should."""
