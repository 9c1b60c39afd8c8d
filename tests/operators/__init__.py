"""Who gets the next conversation, who is online."""
