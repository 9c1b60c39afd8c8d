"""What operators have at hand: replies and offers kept ready, cards, blocking, customer service."""
