"""Blocked visitors: their chat is gone, whatever they send is refused."""
