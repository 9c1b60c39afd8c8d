"""Tokens, sockets, migrations, addresses."""
