"""Reads the shop's own tables and files; writes none of them."""
