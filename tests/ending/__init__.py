"""Tests of the end of a chat."""
