"""Archived conversations: the table, the whole exchange, search, deleting, files."""
