"""Mail that the shop sends: stored with what it is about, out once, however long it takes."""
