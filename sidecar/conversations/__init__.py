"""Conversations: open, post, deliver, see, resume, end, reopen, archive."""
