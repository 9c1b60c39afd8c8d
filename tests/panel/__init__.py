"""The panel beside a conversation: sheet, cart, pages, and the search over customers."""
