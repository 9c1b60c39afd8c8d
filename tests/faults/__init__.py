"""Killed processes and databases: nothing acknowledged is lost."""
