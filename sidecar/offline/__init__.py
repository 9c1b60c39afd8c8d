"""What a visitor finds when they cannot chat, and whether they can."""
