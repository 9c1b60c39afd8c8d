"""How the house is put together: ground, rooms, doors, pages and timers; `house.create` does it."""
