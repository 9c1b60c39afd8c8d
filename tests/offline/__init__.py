"""The form for those who find nobody, and what comes of it."""
