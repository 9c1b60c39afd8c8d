"""Canned replies: texts kept ready, found by their shortcut, with what is true of the visitor."""
