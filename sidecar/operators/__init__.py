"""Operators: the switch, the lease that keeps them online, limits, who gets the next conversation."""
