"""Reading the shop's files and tables."""
