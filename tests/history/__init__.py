"""The archived conversations."""
