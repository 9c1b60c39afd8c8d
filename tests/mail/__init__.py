"""Mail: stored with what it is about, out once."""
