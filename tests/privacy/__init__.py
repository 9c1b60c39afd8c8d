"""Personal data that goes, and the log of that."""
