"""The life of conversations: rules, writer, service."""
