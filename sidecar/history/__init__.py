"""Archived conversations: the table and the whole exchange."""
