"""What becomes of personal data: deleted after a set time or on request, and the log of that."""
