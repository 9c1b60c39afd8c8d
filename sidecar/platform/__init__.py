"""What every room stands on: the database, the sockets, identity, pages and the clock."""
