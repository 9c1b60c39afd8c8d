"""Starts the parts the product runs beside, one way for the demo, the tests and the bench."""
