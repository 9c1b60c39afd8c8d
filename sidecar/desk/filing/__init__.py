"""Conversations in the shop's own customer service, and the answers that are written there."""
