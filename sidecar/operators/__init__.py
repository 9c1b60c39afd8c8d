"""Operators: the switch, the lease that keeps it on, limits, who gets the next conversation."""
