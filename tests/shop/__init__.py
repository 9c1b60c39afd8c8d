"""The small shop that hosts the real module, and its own tests."""
