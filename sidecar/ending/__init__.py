"""The end of a chat: what the visitor thought of it, its transcript, the answer they missed."""
