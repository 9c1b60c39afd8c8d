"""Mail: what is to be sent, kept until it is out, and the servers that take it."""
