"""Reads the shop's own tables and files; writes none but a customer service message."""
